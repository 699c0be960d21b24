import { z } from 'zod';
import { localDateField, optionalField } from '../../../kernel/fields.js';
import { paths } from '../../paths.js';
import { route, type PageAnswer, type Refusal, type Route, type RouteRequest } from '../../route.js';
import { sendCsv } from '../../send-csv.js';
import { centralDashboardPage, centralQuery } from './dashboard.js';

const exportFilters = z.strictObject({
  department: optionalField(z.string().max(100)),
  grade: optionalField(z.string().max(20)),
  location: optionalField(z.string().max(100)),
  categoryCode: optionalField(z.string().max(60)),
  unit: optionalField(z.string().max(20)),
});

const exportInput = z.strictObject({
  format: z.enum(['csv'], { error: 'The format is csv.' }),
  from: localDateField('Give the first day, as YYYY-MM-DD.'),
  to: localDateField('Give the last day, as YYYY-MM-DD.'),
  filters: exportFilters.optional(),
});

/** Letters and digits of a filter, for the file's name. */
function nameParts(filters: Readonly<Record<string, string | undefined>>): string[] {
  return Object.values(filters).flatMap((value) => (value === undefined ? [] : [value.replace(/[^\w-]+/g, '-')]));
}

async function refusedPage(refusal: Refusal, request: Pick<RouteRequest, 'actor' | 'services'>): Promise<PageAnswer> {
  const query = centralQuery.parse({});
  return centralDashboardPage(query, request, refusal);
}

/** Points as a file: one line per entry, streamed, with filter and time in its name. */
export const exportRoute: Route = route({
  method: 'POST',
  path: paths.central.export,
  permission: 'exports:take',
  unit: 'central',
  summary: 'Downloads the entries of a date range as CSV.',
  stepUp: true,
  body: exportInput,
  handler: ({ actor, body, services }) => {
    const filters = Object.fromEntries(Object.entries(body.filters ?? {}).filter(([, value]) => value !== undefined));
    const stamp = services.clock.now().toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
    return Promise.resolve({
      // Called here, so that a range that makes no sense is refused before the first byte is sent.
      rows: services.reports.exportPoints(actor, { from: body.from, to: body.to, filters }),
      fileName: `${['points', body.from, body.to, ...nameParts(filters), stamp].join('_')}.csv`,
    });
  },
  deliver: ({ rows, fileName }, { http: { res } }) => sendCsv(res, rows, fileName),
  refused: refusedPage,
});
