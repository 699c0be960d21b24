import { z } from 'zod';
import type { PersonActor } from '../../../kernel/actor.js';
import { checkboxField, optionalField, pageFields, wholeNumberField } from '../../../kernel/fields.js';
import { isId } from '../../../kernel/ids.js';
import type { Page } from '../../../kernel/paging.js';
import { ALL_OR_NOTHING_ROWS, KEPT_DAYS, type Import, type RowChange } from '../../../modules/imports/index.js';
import { paths, withQuery } from '../../paths.js';
import { route, type PageAnswer, type Refusal, type Route } from '../../route.js';
import type { Services } from '../../services.js';
import { sendCsv } from '../../send-csv.js';
import { importChangesShape, importProblemsShape, importShape } from '../../shapes/import.js';
import { pagerOf } from '../../views/pager.js';
import { namedEffect, placeOf } from './import.presenter.js';

const params = z.object({ id: z.string().refine(isId) });
/** Whose an import is only the import can say. */
const permission = 'signed-in';

/** So many problems and changes stand on the page of the import itself. */
const SHOWN = 20;
/** A browser without scripts looks again so often while something is going on. */
const REFRESH_SECONDS = 3;

type NamedChange = RowChange & { readonly name: string };

/** The people whom a page of changes is about, by name. */
async function named(page: Page<RowChange>, services: Services): Promise<Page<NamedChange>> {
  const people = await services.people.byIds(page.items.map(({ personId }) => personId));
  return { ...page, items: page.items.map((item) => ({ ...item, name: people.get(item.personId)?.name ?? '' })) };
}

async function importPage(id: string, actor: PersonActor, services: Services, refusal?: Refusal): Promise<PageAnswer> {
  const found = await services.imports.byId(actor, id);
  const isWorking = found.status === 'checking' || found.status === 'running';
  const place = placeOf(found, actor);
  const effect = found.status === 'running' || found.status === 'completed' ? found.written : found.planned;
  return {
    view: 'imports/import',
    title: `Import of ${found.name}`,
    breadcrumbs: [place.list, { label: found.name }],
    ...(isWorking && { refresh: REFRESH_SECONDS }),
    model: {
      found,
      place,
      effect: await namedEffect(effect, services),
      changes: await firstChanges(found, actor, services),
      shown: SHOWN,
      keptDays: KEPT_DAYS,
      allOrNothingRows: ALL_OR_NOTHING_ROWS,
      errors: refusal?.errors ?? [],
      message: refusal?.error.message ?? null,
      values: refusal?.values ?? {},
    },
  };
}

async function firstChanges(found: Import, actor: PersonActor, services: Services): Promise<Page<NamedChange>> {
  return found.updates > 0 && found.kept && found.status === 'checked'
    ? named(await services.imports.changes(actor, found.id, { number: 1, size: SHOWN }), services)
    : { items: [], page: { number: 1, size: SHOWN, total: 0 } };
}

export const importRecordRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: paths.imports.one(),
    permission,
    summary: 'One import: how many rows are good, what is wrong with the others, how far it is.',
    params,
    output: importShape,
    handler: async ({ actor, params: { id }, services }) => ({ import: await services.imports.byId(actor, id) }),
    page: (_data, { actor, params: { id }, services }) => importPage(id, actor, services),
  }),
  route({
    method: 'POST',
    path: paths.imports.confirmation(),
    stepUp: true,
    permission,
    summary: 'Writes the good rows. Confirming twice writes nothing twice.',
    params,
    body: z.strictObject({ allOrNothing: checkboxField() }),
    output: importShape,
    handler: async ({ actor, params: { id }, body, services }) => ({
      import: await services.imports.confirm(actor, id, { allOrNothing: body.allOrNothing }),
    }),
    redirect: (data) => ({ to: paths.imports.one(data.import.id) }),
    refused: (refusal, { actor, params: { id }, services }) => importPage(id, actor, services, refusal),
  }),
  route({
    method: 'POST',
    path: paths.imports.discard(),
    permission,
    summary: 'Gives up an import that was not confirmed, and deletes its rows.',
    params,
    body: z.strictObject({}),
    output: importShape,
    handler: async ({ actor, params: { id }, services }) => ({ import: await services.imports.discard(actor, id) }),
    redirect: ({ import: found }, { actor }) => ({
      to: placeOf(found, actor).list.href,
      flash: { kind: 'success', text: `The import of ${found.name} is given up. Nothing was stored.` },
    }),
  }),
  route({
    method: 'GET',
    path: paths.imports.failedRows(),
    permission,
    summary: 'The rows with problems as a CSV file to mend and upload again.',
    params,
    handler: ({ actor, params: { id }, services }) => Promise.resolve(services.imports.failedRows(actor, id)),
    deliver: (rows, { http: { res } }) => sendCsv(res, rows, 'failed-rows.csv'),
  }),
  route({
    method: 'GET',
    path: paths.imports.problems(),
    permission,
    summary: 'All problems of an import, or those of one reason: its number among `reasons`, from 1.',
    params,
    query: z.object({ ...pageFields, reason: optionalField(wholeNumberField(1, 1000)) }),
    output: importProblemsShape,
    handler: async ({ actor, params: { id }, query, services }) => {
      const found = await services.imports.byId(actor, id);
      const group = query.reason === undefined ? undefined : found.reasons[query.reason - 1];
      const list = await services.imports.problems(actor, id, { number: query.page, size: query.size }, group);
      return { ...list, found, group };
    },
    page: ({ items, page, found, group }, { actor, query }) => ({
      view: 'imports/problems',
      title: 'Problems by row',
      breadcrumbs: [
        placeOf(found, actor).list,
        { label: found.name, href: paths.imports.one(found.id) },
        { label: 'Problems by row' },
      ],
      model: {
        ...{ items, found, group, own: placeOf(found, actor).own },
        pager: pagerOf(page, (number) => withQuery(paths.imports.problems(found.id), { ...query, page: number })),
      },
    }),
  }),
  route({
    method: 'GET',
    path: paths.imports.changes(),
    permission,
    summary: 'What the good rows of an import change of people who are there, field by field.',
    params,
    query: z.object(pageFields),
    output: importChangesShape,
    handler: async ({ actor, params: { id }, query, services }) => {
      const list = await services.imports.changes(actor, id, { number: query.page, size: query.size });
      return named(list, services);
    },
    page: async (list, { actor, params: { id }, query, services }) => {
      const found = await services.imports.byId(actor, id);
      return {
        view: 'imports/changes',
        title: 'Changes by row',
        breadcrumbs: [
          placeOf(found, actor).list,
          { label: found.name, href: paths.imports.one(id) },
          { label: 'Changes by row' },
        ],
        model: {
          ...{ list, found },
          pager: pagerOf(list.page, (number) => withQuery(paths.imports.changes(id), { ...query, page: number })),
        },
      };
    },
  }),
];
