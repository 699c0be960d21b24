import { z } from 'zod';
import { NotFound } from '../../../../kernel/errors.js';
import { isId, newUuid } from '../../../../kernel/ids.js';
import { adjustmentInput, correctionPreviewInput, reversalInput } from '../../../../modules/ledger/index.js';
import { paths } from '../../../paths.js';
import { route, type Route } from '../../../route.js';
import { correctionPreviewShape, entryDetailShape, oneEntryShape } from '../../../shapes/entry.js';
import { crumbsToEntries, entryDetail, entryPage } from './entry-detail.js';
import { personEntriesRoute } from './person-entries.js';

const permission = 'points:correct';
const unit = 'hr';
const params = z.object({ id: z.string().refine(isId) });

export const correctionRoutes: readonly Route[] = [
  personEntriesRoute,
  route({
    method: 'GET',
    path: paths.hr.entry(),
    permission,
    unit,
    summary: 'One entry: why these points, its corrections, what it is worth now.',
    params,
    output: entryDetailShape,
    handler: ({ actor, params: { id }, services }) => entryDetail(services, actor, id),
    page: (detail, { actor }) => entryPage(detail, actor),
  }),
  route({
    method: 'POST',
    path: paths.hr.correctionPreview(),
    permission,
    unit,
    summary: 'What a correction would change; writes nothing.',
    params,
    body: correctionPreviewInput,
    output: correctionPreviewShape,
    handler: async ({ actor, params: { id }, body, services }) => {
      const { worth } = await services.ledger.previewAdjustment(actor, { entryId: id, ...body });
      const detail = await entryDetail(services, actor, id);
      const { period, regular } = detail.quarter;
      return {
        detail,
        entryId: id,
        before: worth,
        after: body.points,
        quarter: { period, before: regular, after: regular + body.points - worth },
      };
    },
    page: ({ detail, ...change }, { body }) => ({
      view: 'hr/entries/confirmation',
      title: 'Correct an entry',
      breadcrumbs: crumbsToEntries(detail.person),
      model: { detail, change, reason: body.reason, key: newUuid() },
    }),
    refused: async (refusal, { actor, params: { id }, services }) =>
      entryPage(await entryDetail(services, actor, id), actor, refusal),
  }),
  route({
    method: 'POST',
    path: paths.hr.adjustments(),
    permission,
    unit,
    summary: 'Corrects what an entry of a person is worth; `points` is the new value.',
    params,
    status: 201,
    idempotent: true,
    body: adjustmentInput,
    output: oneEntryShape,
    handler: async ({ actor, params: { id }, body, services }) => {
      if ((await services.ledger.byId(body.entryId)).personId !== id) {
        throw new NotFound('entry.not_found', 'There is no such entry.');
      }
      return { entry: await services.ledger.adjust(actor, body), worth: body.points };
    },
    redirect: ({ entry, worth }) => ({
      to: paths.hr.entry(entry.correctsEntryId ?? entry.id),
      flash: { kind: 'success', text: `The entry is worth ${worth} points now. The person is told why.` },
    }),
    refused: async (refusal, { actor, services }) => {
      const { entryId } = refusal.values;
      if (!isId(entryId)) throw refusal.error;
      return entryPage(await entryDetail(services, actor, entryId), actor, refusal);
    },
  }),
  route({
    method: 'POST',
    path: paths.hr.reversal(),
    permission,
    unit,
    summary: 'Takes back what an entry is worth now.',
    params,
    status: 201,
    idempotent: true,
    body: reversalInput,
    output: oneEntryShape,
    handler: async ({ actor, params: { id }, body, services }) => ({
      entry: await services.ledger.reverse(actor, { entryId: id, ...body }),
    }),
    redirect: ({ entry }) => ({
      to: paths.hr.entry(entry.correctsEntryId ?? entry.id),
      flash: { kind: 'success', text: 'The points are taken back. The person is told why.' },
    }),
    refused: async (refusal, { actor, params: { id }, services }) =>
      entryPage(await entryDetail(services, actor, id), actor, refusal, 'reversal'),
  }),
];
