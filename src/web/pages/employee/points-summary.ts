import { z } from 'zod';
import { optionalField, periodField } from '../../../kernel/fields.js';
import { periodChoices } from '../../forms/period-choices.js';
import { paths } from '../../paths.js';
import { route, type Route } from '../../route.js';
import { pointsSummaryShape } from '../../shapes/figures.js';

/** Points of a period by category; without a period, of all time. */
export const pointsSummaryRoute: Route = route({
  method: 'GET',
  path: paths.employee.pointsSummary,
  permission: 'signed-in',
  summary: 'My points of a period: regular, bonus, combined, by category.',
  query: z.object({ period: optionalField(periodField()) }),
  output: pointsSummaryShape,
  handler: async ({ actor, query, services }) => {
    const summary = await services.reports.employeeSummary(actor, query.period);
    return { ...summary, quarter: summary.quarter.regular, year: summary.year.regular };
  },
  page: async (summary, { services }) => ({
    view: 'employee/points-summary',
    title: 'Points by category',
    model: { summary, periods: await periodChoices(services) },
  }),
});
