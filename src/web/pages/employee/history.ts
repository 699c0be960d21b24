import { ENTRY_ORDERS } from '../../../modules/ledger/index.js';
import type { PersonActor } from '../../../kernel/actor.js';
import { paths } from '../../paths.js';
import { route, type Route } from '../../route.js';
import { sendCsv } from '../../send-csv.js';
import type { Services } from '../../services.js';
import { historyShape } from '../../shapes/figures.js';
import { historyExportQuery, historyFilter, historyQuery } from './history-query.js';
import { presentHistory } from './history.presenter.js';

/** Every entry of the own ledger and what became of the own requests; totals follow the filter. */
export const historyRoute: Route = route({
  method: 'GET',
  path: paths.employee.history,
  permission: 'signed-in',
  summary: 'My entries and my pending, rejected and withdrawn requests, with totals of the filter.',
  query: historyQuery,
  output: historyShape,
  handler: ({ actor, query, services }) =>
    services.reports.history(
      actor,
      historyFilter(query),
      { number: query.page, size: query.size },
      query.sort ?? ENTRY_ORDERS[0],
    ),
  page: async (history, { actor, query: { page: _page, size: _size, ...filter }, services }) => ({
    view: 'employee/history',
    title: 'History',
    model: presentHistory({ history, filter, errors: [] }, await choicesFor(actor, services)),
  }),
  refused: async ({ values, errors }, { actor, services }) => ({
    view: 'employee/history',
    title: 'History',
    model: presentHistory({ history: null, filter: values, errors }, await choicesFor(actor, services)),
  }),
});

async function choicesFor(actor: PersonActor, services: Services) {
  const years = await services.reports.ownYears(actor);
  return {
    years: years.map(({ period }) => period),
    quarters: years.flatMap(({ quarters }) => quarters.map(({ period }) => period).reverse()),
    categories: (await services.catalog.list()).map(({ code, name }) => ({ value: code, label: name })),
  };
}

/** The same as a file: everything that the filter means, in its order, on whatever page it is. */
export const historyExportRoute: Route = route({
  method: 'GET',
  path: paths.employee.historyExport,
  permission: 'signed-in',
  summary: 'Downloads my entries and requests of a filter, as CSV.',
  stepUp: true,
  query: historyExportQuery,
  handler: ({ actor, query, services }) =>
    Promise.resolve({
      rows: services.reports.historyCsv(actor, historyFilter(query), query.sort ?? ENTRY_ORDERS[0]),
      fileName: fileNameOf(query, services.clock.now()),
    }),
  deliver: ({ rows, fileName }, { http: { res } }) => sendCsv(res, rows, fileName),
});

/** The filter, and when the file was taken. */
function fileNameOf(filter: Readonly<Record<string, string | undefined>>, now: Date): string {
  const parts = Object.values(filter).flatMap((value) => (value === undefined ? [] : [value.replace(/[^\w-]+/g, '-')]));
  return `${['my-points', ...parts].join('_').slice(0, 120)}_${now.toISOString().slice(0, 19).replace(/[-:T]/g, '')}.csv`;
}
