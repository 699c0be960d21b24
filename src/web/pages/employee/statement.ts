import { paths } from '../../paths.js';
import { route, type Route } from '../../route.js';
import { statementShape } from '../../shapes/own-figures.js';
import { fiscalYearQuery, refusedYear, yearChoices } from './fiscal-year.js';

const TITLE = 'Yearly statement';

/** A fiscal year of the own points on paper. */
export const statementRoute: Route = route({
  method: 'GET',
  path: paths.employee.statement,
  permission: 'signed-in',
  summary: 'My points of a fiscal year for print: quarters with targets, categories, every entry.',
  query: fiscalYearQuery,
  output: statementShape,
  handler: ({ actor, query, services }) => services.reports.statement(actor, query.year),
  page: (data) => ({
    view: 'employee/statement',
    title: `${TITLE} ${data.period}, ${data.person.name}`,
    model: { data, years: yearChoices(data.years, Number(data.period)) },
  }),
  refused: (refusal) => refusedYear(refusal, TITLE, paths.employee.statement),
});
