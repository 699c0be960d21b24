import { z } from 'zod';
import { checkboxField, optionalField } from '../../../../kernel/fields.js';
import { can } from '../../../../kernel/permissions.js';
import { CLEAR, IMPORT_MODES, PEOPLE_COLUMNS, type Import } from '../../../../modules/imports/index.js';
import { paths } from '../../../paths.js';
import { route, type PageAnswer, type Refusal, type Route } from '../../../route.js';
import { importShape, recentImportsShape } from '../../../shapes/import.js';
import { importListRoute } from '../../imports/import-list.js';
import { afterUpload, sendTemplate, uploadedFile } from '../../imports/uploaded-file.js';

const permission = 'people:import';
const RECENT = [{ number: 1, size: 10 }, { kind: 'people' }] as const;

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
  importListRoute({
    path: paths.hr.imports,
    title: 'Imports',
    // Updaters of HR see their own files here, administration all of the organization.
    permission: 'requests:view',
    unit: 'hr',
    summary: 'All imports for HR administration, the own ones of HR for its updaters; the newest first.',
    filter: (actor) => (can(actor, permission, 'hr') ? {} : { unit: 'hr' }),
    uploads: (actor) => [
      ...(can(actor, permission, 'hr') ? [{ kind: 'people' as const, href: paths.hr.importPeople }] : []),
      ...(can(actor, 'requests:propose', 'hr')
        ? [{ kind: 'proposals' as const, href: paths.unit('hr').importKind('proposals') }]
        : []),
    ],
    mappings: (actor) => (can(actor, permission, 'hr') ? paths.hr.importMappings : undefined),
  }),
  route({
    method: 'GET',
    path: paths.hr.importPeople,
    permission,
    unit: 'hr',
    summary: 'The page on which a file of people is uploaded.',
    output: recentImportsShape,
    handler: async ({ actor, services }) => {
      const { items } = await services.imports.list(actor, ...RECENT);
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
    deliver: (text, { http: { res } }) => sendTemplate(res, text, 'people'),
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
      return { import: await services.imports.checkPeople(actor, { ...uploadedFile(files), ...body }) };
    },
    redirect: afterUpload,
    refused: async (refusal, { actor, services }) => {
      const { items } = await services.imports.list(actor, ...RECENT);
      return uploadPage(items, refusal);
    },
  }),
];
