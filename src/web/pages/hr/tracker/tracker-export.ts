import { z } from 'zod';
import { paths } from '../../../paths.js';
import { route, type Route } from '../../../route.js';
import { sendCsv } from '../../../send-csv.js';
import { trackerFilterFields } from './tracker-query.js';

const body = z.strictObject(trackerFilterFields);

/** What it is, its filter, and when it was taken. */
function fileNameOf(filter: z.output<typeof body>, now: Date): string {
  const parts = Object.values({ status: 'pending', ...filter })
    .filter((value) => value !== undefined)
    .map((value) => value.replace(/[^\w-]+/g, '-'));
  const stamp = now.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
  return `${['requests', ...parts, stamp].join('_').slice(0, 150)}.csv`;
}

export const trackerExportRoute: Route = route({
  method: 'POST',
  path: paths.hr.trackerExport,
  permission: 'requests:reassign',
  unit: 'hr',
  summary: 'Downloads the requests of a filter as CSV, oldest first.',
  stepUp: true,
  body,
  handler: ({ actor, body: filter, services }) =>
    Promise.resolve({
      rows: services.requests.trackerCsv(actor, filter),
      fileName: fileNameOf(filter, services.clock.now()),
    }),
  deliver: ({ rows, fileName }, { http: { res } }) => sendCsv(res, rows, fileName),
});
