import { z } from 'zod';
import { lineField } from '../../../../kernel/fields.js';
import { isId } from '../../../../kernel/ids.js';
import { PEOPLE_COLUMNS, type SavedMapping } from '../../../../modules/imports/index.js';
import { paths } from '../../../paths.js';
import { route, type PageAnswer, type Refusal, type Route } from '../../../route.js';
import type { Services } from '../../../services.js';
import { mappingListShape, mappingShapeOne } from '../../../shapes/import.js';
import { atFormFields, mappingFields, mappingFromForm } from './mapping-form.js';
import { choicesOf, GRANT_CODES, mappingRows } from './mapping.presenter.js';

const params = z.object({ id: z.string().refine(isId) });
const permission = 'people:import';

async function editPage(saved: SavedMapping, services: Services, refusal?: Refusal): Promise<PageAnswer> {
  const mapping = refusal === undefined ? saved.mapping : mappingFromForm(refusal.values);
  const errors = refusal?.errors ?? [];
  const ground = {
    titles: saved.titles,
    columns: PEOPLE_COLUMNS,
    required: [],
    rowColumns: ['manager', 'dp'],
    values: {},
    tooMany: [],
  };
  return {
    view: 'hr/imports/saved-mapping',
    title: `Mapping ${saved.name}`,
    breadcrumbs: [
      { label: 'Imports', href: paths.hr.imports },
      { label: 'Mappings', href: paths.hr.importMappings },
      { label: saved.name },
    ],
    model: {
      ...{ saved, mapping, errors, titles: saved.titles },
      rows: mappingRows(mapping, ground, await choicesOf(services), errors),
      grantCodes: GRANT_CODES,
      name: typeof refusal?.values['name'] === 'string' ? refusal.values['name'] : saved.name,
      message: refusal?.error.message ?? null,
    },
  };
}

export const savedMappingRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: paths.hr.importMappings,
    permission,
    unit: 'hr',
    summary: 'Mappings that are kept for files with columns of their own.',
    output: mappingListShape,
    handler: async ({ actor, services }) => ({ items: await services.imports.mappings(actor) }),
    page: ({ items }) => ({
      view: 'hr/imports/mappings',
      title: 'Mappings',
      breadcrumbs: [{ label: 'Imports', href: paths.hr.imports }, { label: 'Mappings' }],
      model: { items },
    }),
  }),
  route({
    method: 'GET',
    path: paths.hr.importMapping(),
    permission,
    unit: 'hr',
    summary: 'One saved mapping.',
    params,
    output: mappingShapeOne,
    handler: async ({ actor, params: { id }, services }) => ({
      mapping: await services.imports.mappingById(actor, id),
    }),
    page: ({ mapping }, { services }) => editPage(mapping, services),
  }),
  route({
    method: 'POST',
    path: paths.hr.importMapping(),
    permission,
    unit: 'hr',
    summary: 'Changes a saved mapping; files that were uploaded before stay as they are.',
    params,
    body: z.strictObject({ ...mappingFields, name: lineField(100, 'Give the mapping a name.') }),
    output: mappingShapeOne,
    handler: async ({ actor, params: { id }, body, services }) => ({
      mapping: await atFormFields(services.imports.changeMapping(actor, id, body.name, mappingFromForm(body))),
    }),
    redirect: ({ mapping }) => ({
      to: paths.hr.importMappings,
      flash: { kind: 'success', text: `The mapping ${mapping.name} is saved.` },
    }),
    refused: async (refusal, { actor, params: { id }, services }) =>
      editPage(await services.imports.mappingById(actor, id), services, refusal),
  }),
  route({
    method: 'POST',
    path: paths.hr.importMappingDeletion(),
    permission,
    unit: 'hr',
    summary: 'Deletes a saved mapping; what was imported with it stays.',
    params,
    body: z.strictObject({}),
    handler: async ({ actor, params: { id }, services }) => {
      await services.imports.deleteMapping(actor, id);
      return {};
    },
    output: z.object({}),
    redirect: () => ({
      to: paths.hr.importMappings,
      flash: { kind: 'success', text: 'The mapping is deleted.' },
    }),
  }),
];
