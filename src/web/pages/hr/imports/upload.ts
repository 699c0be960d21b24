import { z } from 'zod';
import { ruleBroken } from '../../../../kernel/errors.js';
import { checkboxField, optionalField, pageFields } from '../../../../kernel/fields.js';
import { CLEAR, IMPORT_MODES, PEOPLE_COLUMNS, type Import } from '../../../../modules/imports/index.js';
import { paths, withQuery } from '../../../paths.js';
import { route, type Flash, type PageAnswer, type Refusal, type Route } from '../../../route.js';
import { sendCsv } from '../../../send-csv.js';
import { importListShape, importShape, recentImportsShape } from '../../../shapes/import.js';
import { pagerOf } from '../../../views/pager.js';

const permission = 'people:import';
const RECENT_SHOWN = 10;

/** No new import is that far when its file has just come. */
const KNOWN: readonly Import['status'][] = ['running', 'completed'];
const RECOGNISED: Flash = {
  kind: 'info',
  text: 'The same content was uploaded before. This is that import; nothing is imported twice.',
};

const uploadBody = z.strictObject({
  mode: optionalField(z.enum(IMPORT_MODES, { error: 'Choose what the file is for.' })).transform(
    (mode) => mode ?? 'create',
  ),
  mapColumns: checkboxField(),
});

function uploadPage(recent: readonly Import[], refusal?: Refusal): PageAnswer {
  return {
    view: 'hr/imports/upload',
    title: 'Import people',
    breadcrumbs: [{ label: 'Imports', href: paths.hr.imports }],
    model: {
      recent,
      columns: PEOPLE_COLUMNS,
      clear: CLEAR,
      values: refusal?.values ?? {},
      errors: refusal?.errors ?? [],
      message: refusal?.error.message ?? null,
    },
  };
}

export const uploadRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: paths.hr.imports,
    permission,
    unit: 'hr',
    summary: 'All imports, the newest first.',
    query: z.object(pageFields),
    output: importListShape,
    handler: ({ actor, query, services }) => services.imports.list(actor, { number: query.page, size: query.size }),
    page: (list, { query }) => ({
      view: 'hr/imports/list',
      title: 'Imports',
      model: {
        list,
        pager: pagerOf(list.page, (page) => withQuery(paths.hr.imports, { ...query, page })),
      },
    }),
  }),
  route({
    method: 'GET',
    path: paths.hr.importPeople,
    permission,
    unit: 'hr',
    summary: 'The page on which a file of people is uploaded.',
    output: recentImportsShape,
    handler: async ({ actor, services }) => {
      const { items } = await services.imports.list(actor, { number: 1, size: RECENT_SHOWN });
      return { recent: items };
    },
    page: ({ recent }) => uploadPage(recent),
  }),
  route({
    method: 'GET',
    path: paths.hr.importTemplate,
    permission,
    unit: 'hr',
    summary: 'An empty file of people with its header and a line of hints.',
    handler: ({ actor, services }) => Promise.resolve(services.imports.template(actor, 'people')),
    deliver: (text, { http: { res } }) => sendCsv(res, once(text), 'people-template.csv'),
  }),
  route({
    method: 'POST',
    path: paths.hr.importPeople,
    permission,
    unit: 'hr',
    summary: 'Checks a CSV file of people; stores nobody yet. A large file goes on being checked after the answer.',
    status: 202,
    upload: { field: 'file', maxFiles: 1 },
    body: uploadBody,
    output: importShape,
    handler: async ({ actor, files, body, services }) => {
      const [file] = files;
      if (file === undefined) throw ruleBroken('import.file_missing', 'file', 'Choose a CSV file.');
      const upload = { path: file.temporaryPath, name: file.originalName, ...body };
      return { import: await services.imports.checkPeople(actor, upload) };
    },
    redirect: ({ import: { id, status } }) => ({
      to: status === 'mapping' ? paths.imports.mapping(id) : paths.imports.one(id),
      ...(KNOWN.includes(status) && { flash: RECOGNISED }),
    }),
    refused: async (refusal, { actor, services }) => {
      const { items } = await services.imports.list(actor, { number: 1, size: RECENT_SHOWN });
      return uploadPage(items, refusal);
    },
  }),
];

async function* once(text: string): AsyncGenerator<string> {
  yield await Promise.resolve(text);
}
