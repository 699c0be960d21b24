import { z } from 'zod';
import type { PersonActor } from '../../../../kernel/actor.js';
import { checkboxField, optionalField, pageFields, wholeNumberField } from '../../../../kernel/fields.js';
import { isId } from '../../../../kernel/ids.js';
import type { Page } from '../../../../kernel/paging.js';
import { ALL_OR_NOTHING_ROWS, KEPT_DAYS, type Import, type RowChange } from '../../../../modules/imports/index.js';
import { paths, withQuery } from '../../../paths.js';
import { route, type PageAnswer, type Refusal, type Route } from '../../../route.js';
import type { Services } from '../../../services.js';
import { sendCsv } from '../../../send-csv.js';
import { importChangesShape, importProblemsShape, importShape } from '../../../shapes/import.js';
import { pagerOf } from '../../../views/pager.js';

const params = z.object({ id: z.string().refine(isId) });
const permission = 'people:import';

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

function importPage(found: Import, changes: Page<NamedChange>, refusal?: Refusal): PageAnswer {
  const isWorking = found.status === 'checking' || found.status === 'running';
  return {
    view: 'hr/imports/import',
    title: `Import of ${found.name}`,
    breadcrumbs: [{ label: 'Imports', href: paths.hr.imports }, { label: found.name }],
    ...(isWorking && { refresh: REFRESH_SECONDS }),
    model: {
      found,
      changes,
      shown: SHOWN,
      keptDays: KEPT_DAYS,
      allOrNothingRows: ALL_OR_NOTHING_ROWS,
      errors: refusal?.errors ?? [],
      message: refusal?.error.message ?? null,
      values: refusal?.values ?? {},
    },
  };
}

async function pageData(id: string, actor: PersonActor, services: Services) {
  const found = await services.imports.byId(actor, id);
  const changes =
    found.updates > 0 && found.kept && found.status === 'checked'
      ? await named(await services.imports.changes(actor, id, { number: 1, size: SHOWN }), services)
      : { items: [], page: { number: 1, size: SHOWN, total: 0 } };
  return { found, changes };
}

export const importRecordRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: paths.imports.one(),
    permission,
    unit: 'hr',
    summary: 'One import: how many rows are good, what is wrong with the others, how far it is.',
    params,
    output: importShape,
    handler: async ({ actor, params: { id }, services }) => ({ import: await services.imports.byId(actor, id) }),
    page: async (_data, { actor, params: { id }, services }) => {
      const { found, changes } = await pageData(id, actor, services);
      return importPage(found, changes);
    },
  }),
  route({
    method: 'POST',
    path: paths.imports.confirmation(),
    stepUp: true,
    permission,
    unit: 'hr',
    summary: 'Writes the good rows. Confirming twice writes nothing twice.',
    params,
    body: z.strictObject({ allOrNothing: checkboxField() }),
    output: importShape,
    handler: async ({ actor, params: { id }, body, services }) => ({
      import: await services.imports.confirm(actor, id, { allOrNothing: body.allOrNothing }),
    }),
    redirect: (data) => ({ to: paths.imports.one(data.import.id) }),
    refused: async (refusal, { actor, params: { id }, services }) => {
      const { found, changes } = await pageData(id, actor, services);
      return importPage(found, changes, refusal);
    },
  }),
  route({
    method: 'POST',
    path: paths.imports.discard(),
    permission,
    unit: 'hr',
    summary: 'Gives up an import that was not confirmed, and deletes its rows.',
    params,
    body: z.strictObject({}),
    output: importShape,
    handler: async ({ actor, params: { id }, services }) => ({ import: await services.imports.discard(actor, id) }),
    redirect: ({ import: { name } }) => ({
      to: paths.hr.imports,
      flash: { kind: 'success', text: `The import of ${name} is given up. Nothing was stored.` },
    }),
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
  route({
    method: 'GET',
    path: paths.imports.problems(),
    permission,
    unit: 'hr',
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
    page: ({ items, page, found, group }, { query }) => ({
      view: 'hr/imports/problems',
      title: 'Problems by row',
      breadcrumbs: [
        { label: 'Imports', href: paths.hr.imports },
        { label: found.name, href: paths.imports.one(found.id) },
        { label: 'Problems by row' },
      ],
      model: {
        ...{ items, found, group },
        pager: pagerOf(page, (number) => withQuery(paths.imports.problems(found.id), { ...query, page: number })),
      },
    }),
  }),
  route({
    method: 'GET',
    path: paths.imports.changes(),
    permission,
    unit: 'hr',
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
        view: 'hr/imports/changes',
        title: 'Changes by row',
        breadcrumbs: [
          { label: 'Imports', href: paths.hr.imports },
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
