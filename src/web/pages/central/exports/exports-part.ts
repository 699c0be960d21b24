import { z } from 'zod';
import { isId } from '../../../../kernel/ids.js';
import { KEPT_HOURS } from '../../../../modules/exports/index.js';
import { paths } from '../../../paths.js';
import { route } from '../../../route.js';
import { sendPieces } from '../../../send-pieces.js';
import { exportListShape, exportShape } from '../../../shapes/export.js';
import type { UnitPages } from '../../../workspaces/unit-part.js';
import { exportsPage, exportsQuery, listOf } from './export-page.js';

const permission = 'exports:take';
const unit = 'central';
const params = z.object({ id: z.string().refine(isId) });

/** A browser without scripts looks again so often while a file is being made. */
const REFRESH_SECONDS = 3;

const list = route({
  method: 'GET',
  path: paths.central.exports,
  ...{ permission, unit },
  summary: 'The form for files of points, and your own exports, newest first.',
  query: exportsQuery,
  output: exportListShape,
  handler: ({ actor, query, services }) => listOf(query, { actor, services }),
  page: (found, request) => exportsPage(request.query, request, { list: found }),
});

const one = route({
  method: 'GET',
  path: paths.central.exportOne(),
  ...{ permission, unit },
  summary: 'One of your exports: how far it is, whether its file is kept.',
  params,
  output: exportShape,
  handler: async ({ actor, params: { id }, services }) => ({ export: await services.exports.byId(actor, id) }),
  page: ({ export: found }) => ({
    view: 'central/exports/export',
    title: `Export of ${found.from} to ${found.to}`,
    breadcrumbs: [{ label: 'Exports', href: paths.central.exports }, { label: found.fileName }],
    ...(found.status === 'running' && { refresh: REFRESH_SECONDS }),
    model: { found, keptHours: KEPT_HOURS },
  }),
});

const file = route({
  method: 'GET',
  path: paths.central.exportFile(),
  ...{ permission, unit },
  summary: 'Downloads the file of one of your exports while it is kept. That you took it is recorded.',
  stepUp: true,
  params,
  handler: ({ actor, params: { id }, services }) => services.exports.download(actor, id),
  deliver: (content, { http: { res } }) => sendPieces(res, content.pieces, content),
});

const cancellation = route({
  method: 'POST',
  path: paths.central.exportCancellation(),
  ...{ permission, unit },
  summary: 'Gives up one of your exports that is being made.',
  params,
  body: z.strictObject({}),
  output: exportShape,
  handler: async ({ actor, params: { id }, services }) => ({ export: await services.exports.cancel(actor, id) }),
  redirect: () => ({ to: paths.central.exports, flash: { kind: 'success', text: 'The export is cancelled.' } }),
});

const deletion = route({
  method: 'POST',
  path: paths.central.exportDeletion(),
  ...{ permission, unit },
  summary: 'Deletes one of your exports with its file. What the audit says of it stays.',
  params,
  body: z.strictObject({}),
  output: z.object({ deleted: z.literal(true) }),
  handler: async ({ actor, params: { id }, services }) => {
    await services.exports.remove(actor, id);
    return { deleted: true } as const;
  },
  redirect: () => ({
    to: paths.central.exports,
    flash: { kind: 'success', text: 'The export and its file are deleted.' },
  }),
});

/** Files of points, and those that are kept for a day. */
export const exportsPart: UnitPages = {
  pages: [{ label: 'Exports', group: 'Company', href: paths.central.exports, permission }],
  routes: [list, one, file, cancellation, deletion],
};
