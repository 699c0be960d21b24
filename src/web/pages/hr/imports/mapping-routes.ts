import { z } from 'zod';
import type { PersonActor } from '../../../../kernel/actor.js';
import { isId } from '../../../../kernel/ids.js';
import type { MappingSheet } from '../../../../modules/imports/index.js';
import { paths } from '../../../paths.js';
import { route, type PageAnswer, type Refusal, type Route } from '../../../route.js';
import type { Services } from '../../../services.js';
import { importShape, mappingSheetShape } from '../../../shapes/import.js';
import { atFormFields, mappingBody, mappingFromForm } from './mapping-form.js';
import { choicesOf, GRANT_CODES, mappingRows } from './mapping.presenter.js';

const params = z.object({ id: z.string().refine(isId) });
const permission = 'people:import';

async function mappingPage(sheet: MappingSheet, services: Services, refusal?: Refusal): Promise<PageAnswer> {
  const mapping = refusal === undefined ? sheet.mapping : mappingFromForm(refusal.values);
  const { titles, name, id, mappingName } = sheet.import;
  const errors = refusal?.errors ?? [];
  return {
    view: 'hr/imports/mapping',
    title: `Columns of ${name}`,
    breadcrumbs: [
      { label: 'Imports', href: paths.hr.imports },
      { label: name, href: paths.imports.one(id) },
      { label: 'Columns' },
    ],
    model: {
      ...{ sheet, mapping, titles, errors },
      rows: mappingRows(mapping, { ...sheet, titles }, await choicesOf(services), errors),
      grantCodes: GRANT_CODES,
      saveAs: typeof refusal?.values['saveAs'] === 'string' ? refusal.values['saveAs'] : (mappingName ?? ''),
      message: refusal?.error.message ?? null,
    },
  };
}

const sheetOf = (actor: PersonActor, id: string, services: Services) => services.imports.sheet(actor, id);

export const mappingRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: paths.imports.mapping(),
    permission,
    unit: 'hr',
    summary: 'Which column of a file is which, what the columns hold, and what the first rows become.',
    params,
    output: mappingSheetShape,
    handler: async ({ actor, params: { id }, services }) => ({ sheet: await sheetOf(actor, id, services) }),
    page: ({ sheet }, { services }) => mappingPage(sheet, services),
  }),
  route({
    method: 'POST',
    path: paths.imports.mapping(),
    permission,
    unit: 'hr',
    summary: 'Says which column is which, and has the file checked; `action: show` only shows what the rows become.',
    params,
    body: mappingBody,
    output: importShape,
    handler: async ({ actor, params: { id }, body, services }) => {
      const { imports } = services;
      await atFormFields(imports.map(actor, id, mappingFromForm(body)));
      if (body.saveAs !== '') await imports.saveMapping(actor, id, body.saveAs);
      return {
        import:
          body.action === 'show' ? await imports.byId(actor, id) : await atFormFields(imports.checkMapped(actor, id)),
      };
    },
    redirect: ({ import: { id } }, { body }) => ({
      to: body.action === 'show' ? `${paths.imports.mapping(id)}#preview` : paths.imports.one(id),
    }),
    refused: async (refusal, { actor, params: { id }, services }) =>
      mappingPage(await sheetOf(actor, id, services), services, refusal),
  }),
];
