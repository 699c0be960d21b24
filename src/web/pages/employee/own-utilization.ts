import { paths } from '../../paths.js';
import { route, type Route } from '../../route.js';
import { ownUtilizationShape } from '../../shapes/own-figures.js';
import { fiscalYearQuery, refusedYear, yearChoices } from './fiscal-year.js';

const TITLE = 'Utilization';

/** The own percentages of a fiscal year by month. */
export const ownUtilizationRoute: Route = route({
  method: 'GET',
  path: paths.employee.utilization,
  permission: 'signed-in',
  summary: 'My utilization of a fiscal year by month, and what it means for the bonus.',
  query: fiscalYearQuery,
  output: ownUtilizationShape,
  handler: ({ actor, query, services }) => services.reports.ownUtilization(actor, query.year),
  page: (data) => ({
    view: 'employee/utilization',
    title: TITLE,
    model: { data, years: yearChoices(data.years, data.year) },
  }),
  refused: (refusal) => refusedYear(refusal, TITLE, paths.employee.utilization),
});
