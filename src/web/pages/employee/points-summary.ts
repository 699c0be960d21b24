import { z } from 'zod';
import { optionalField, periodField } from '../../../kernel/fields.js';
import { periodLabel, type PeriodKey } from '../../../kernel/period.js';
import type { YearStanding } from '../../../modules/reports/index.js';
import { paths } from '../../paths.js';
import { route, type Route } from '../../route.js';
import { ownSummaryShape } from '../../shapes/own-figures.js';

/** Points of a period by category, all time unless said, and every quarter and year beside its target. */
export const pointsSummaryRoute: Route = route({
  method: 'GET',
  path: paths.employee.pointsSummary,
  permission: 'signed-in',
  summary: 'My points of a period: regular, bonus, combined, by category; every quarter and year with its target.',
  query: z.object({ period: optionalField(periodField()) }),
  output: ownSummaryShape,
  handler: async ({ actor, query, services }) => {
    const summary = await services.reports.employeeSummary(actor, query.period);
    const years = await services.reports.ownYears(actor);
    return { ...summary, quarter: summary.quarter.regular, year: summary.year.regular, years };
  },
  page: (summary) => ({
    view: 'employee/points-summary',
    title: 'Points summary',
    model: { summary, periods: periodsOf(summary.years, summary.period), quarters: quartersOf(summary.years) },
  }),
});

/** Every quarter and year of the person to choose from, newest first, and the one that is shown. */
function periodsOf(years: readonly YearStanding[], shown: PeriodKey) {
  const own: PeriodKey[] = years.flatMap(({ period, quarters }) => [
    period,
    ...quarters.map((quarter) => quarter.period).reverse(),
  ]);
  return [...new Set<PeriodKey>(['all', shown, ...own])].map((value) => ({ value, label: periodLabel(value) }));
}

/** A chart has room for the latest twelve. */
const SHOWN_IN_CHART = 12;

/** Oldest first, without those before the first points. */
function quartersOf(years: readonly YearStanding[]) {
  const all = [...years].reverse().flatMap(({ quarters }) => quarters);
  const first = all.findIndex(({ combined, bonus }) => combined !== 0 || bonus !== 0);
  return first === -1 ? [] : all.slice(first).slice(-SHOWN_IN_CHART);
}
