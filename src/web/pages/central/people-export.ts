import { checkboxField } from '../../../kernel/fields.js';
import { paths } from '../../paths.js';
import { route, type Route } from '../../route.js';
import { sendCsv } from '../../send-csv.js';
import { centralFilter, centralPeopleBody } from './dashboard-query.js';

/** What a file is named after: the conditions that narrow it. */
const NAMING = ['q', 'department', 'grade', 'location', 'from', 'to'] as const;

/** Central's table as a file: everybody of the filter, in the order shown. */
export const centralPeopleExportRoute: Route = route({
  method: 'POST',
  path: paths.central.employeesExport,
  permission: 'exports:take',
  unit: 'central',
  summary: 'Downloads everybody’s progress of a filter as CSV, in the order shown.',
  stepUp: true,
  body: centralPeopleBody.extend({ head: checkboxField() }),
  handler: async ({ actor, body, services }) => {
    const at = services.clock.now();
    const stamp = at.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
    const named = NAMING.flatMap((name) => body[name]?.replace(/[^\w-]+/g, '-') ?? []);
    const states = [body.status === 'active' ? [] : body.status, body.eligible ? 'eligible' : []].flat();
    return {
      rows: await services.reports.centralPeopleCsv(actor, centralFilter(body), { head: body.head, at }),
      fileName: `${['progress', ...named, ...states, stamp].join('_').slice(0, 150)}.csv`,
    };
  },
  deliver: ({ rows, fileName }, { http: { res } }) => sendCsv(res, rows, fileName),
});
