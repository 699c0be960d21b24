import { z } from 'zod';
import { ruleBroken } from '../../../kernel/errors.js';
import { checkboxField } from '../../../kernel/fields.js';
import { isId } from '../../../kernel/ids.js';
import type { Import } from '../../../modules/imports/index.js';
import { paths } from '../../paths.js';
import { route, type PageAnswer, type Refusal, type Route } from '../../route.js';
import { sendCsv } from '../../send-csv.js';
import { importShape } from '../../shapes/import.js';
import type { WorkspacePage } from '../../workspaces/workspace.js';

const params = z.object({ id: z.string().refine(isId) });
const permission = 'people:import';

export const importPages: readonly WorkspacePage[] = [
  { label: 'Import people', href: paths.hr.importPeople, permission },
];

const RECENT_SHOWN = 10;

function uploadPage(recent: readonly Import[], refusal?: Refusal): PageAnswer {
  return {
    view: 'hr/import-people',
    title: 'Import people',
    model: { recent, errors: refusal?.errors ?? [], message: refusal?.error.message ?? null },
  };
}

/** Two steps: upload and look at the problems, then confirm. Nothing comes back from the browser but the import's id. */
export const importRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: paths.hr.importPeople,
    permission,
    unit: 'hr',
    summary: 'The page on which a file of people is uploaded.',
    output: z.object({ recent: z.array(importShape.shape.import) }),
    handler: async ({ actor, services }) => ({
      recent: await services.imports.list(actor, { number: 1, size: RECENT_SHOWN }).then(({ items }) => items),
    }),
    page: ({ recent }) => uploadPage(recent),
  }),
  route({
    method: 'POST',
    path: paths.hr.importPeople,
    permission,
    unit: 'hr',
    summary: 'Checks a CSV file of people; stores nobody yet.',
    status: 202,
    upload: { field: 'file', maxFiles: 1 },
    body: z.strictObject({}),
    output: importShape,
    handler: async ({ actor, files, services }) => {
      const [file] = files;
      if (file === undefined) throw ruleBroken('import.file_missing', 'file', 'Choose a CSV file.');
      return {
        import: await services.imports.checkPeople(actor, { path: file.temporaryPath, name: file.originalName }),
      };
    },
    redirect: (data) => ({ to: paths.imports.one(data.import.id) }),
    refused: async (refusal, { actor, services }) =>
      uploadPage(
        await services.imports.list(actor, { number: 1, size: RECENT_SHOWN }).then(({ items }) => items),
        refusal,
      ),
  }),
  route({
    method: 'GET',
    path: paths.imports.one(),
    permission,
    unit: 'hr',
    summary: 'One import: how many rows are good, what is wrong with the others, how far it is.',
    params,
    output: importShape,
    handler: async ({ actor, params: { id }, services }) => ({ import: await services.imports.byId(actor, id) }),
    page: (data) => ({
      view: 'hr/import',
      title: 'Import people',
      breadcrumbs: [{ label: 'Import people', href: paths.hr.importPeople }],
      model: { found: data.import },
    }),
  }),
  route({
    method: 'POST',
    path: paths.imports.confirmation(),
    permission,
    unit: 'hr',
    summary: 'Imports the good rows. Confirming twice adds nothing twice.',
    params,
    body: z.strictObject({ allOrNothing: checkboxField() }),
    output: importShape,
    handler: async ({ actor, params: { id }, body, services }) => ({
      import: await services.imports.confirm(actor, id, { allOrNothing: body.allOrNothing }),
    }),
    redirect: (data) => ({ to: paths.imports.one(data.import.id) }),
  }),
  route({
    method: 'GET',
    path: paths.imports.failedRows(),
    permission,
    unit: 'hr',
    summary: 'The rows with problems as a CSV file to mend and upload again.',
    params,
    handler: ({ actor, params: { id }, services }) => Promise.resolve(services.imports.failedRows(actor, id)),
    deliver: (rows, { http: { res } }) => sendCsv(res, rows, 'failed-rows.csv'),
  }),
];
