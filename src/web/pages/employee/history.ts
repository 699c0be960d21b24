import { z } from 'zod';
import { optionalField, pageFields, periodField } from '../../../kernel/fields.js';
import { ENTRY_KINDS } from '../../../modules/ledger/index.js';
import { HISTORY_STATUSES } from '../../../modules/reports/index.js';
import { periodChoices } from '../../forms/period-choices.js';
import { paths } from '../../paths.js';
import { route, type Route } from '../../route.js';
import { historyShape } from '../../shapes/figures.js';
import { presentHistory } from './history.presenter.js';

export const historyQuery = z.object({
  period: optionalField(periodField()),
  category: optionalField(z.string().max(60)),
  kind: optionalField(z.enum(ENTRY_KINDS, { error: 'A kind of entry.' })),
  source: optionalField(z.enum(['request', 'award', 'bonus', 'entry'], { error: 'A source of points.' })),
  status: optionalField(z.enum(HISTORY_STATUSES, { error: 'A status.' })),
  ...pageFields,
});

export type HistoryQuery = z.output<typeof historyQuery>;

/** Every entry of the own ledger and what became of the own requests; totals follow the filter. */
export const historyRoute: Route = route({
  method: 'GET',
  path: paths.employee.history,
  permission: 'signed-in',
  summary: 'My entries and my pending, rejected and withdrawn requests, with totals of the filter.',
  query: historyQuery,
  output: historyShape,
  handler: ({ actor, query, services }) => {
    const { page, size, category, ...rest } = query;
    const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
    return services.reports.history(
      actor,
      { ...given, ...(category !== undefined && { categoryCode: category }) },
      { number: page, size },
    );
  },
  page: async (history, { query, services }) => ({
    view: 'employee/history',
    title: 'History',
    model: presentHistory(history, query, {
      periods: await periodChoices(services),
      categories: (await services.catalog.list()).map(({ code, name }) => ({ value: code, label: name })),
    }),
  }),
});
