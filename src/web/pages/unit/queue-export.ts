import { unitPaths } from '../../paths.js';
import { route, type Route } from '../../route.js';
import { sendCsv } from '../../send-csv.js';
import type { UnitDeclaration } from '../../workspaces/unit-declaration.js';
import { queueExportQuery } from './queue-query.js';

/** Whose requests, the filter, and when they were taken. */
function fileNameOf(unit: string, filter: Readonly<Record<string, unknown>>, now: Date): string {
  const parts = Object.entries(filter)
    .filter(([, value]) => value !== undefined && value !== false)
    .map(([name, value]) => (value === true ? name : String(value)).replace(/[^\w-]+/g, '-'));
  const stamp = now.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
  return `${[`${unit}-requests`, ...parts].join('_').slice(0, 120)}_${stamp}.csv`;
}

/** The queue as CSV: everything that its filter means, in its order, on whatever page it is. */
export function queueExportRoute(unit: UnitDeclaration): Route {
  return route({
    method: 'GET',
    path: unitPaths(unit.key).requestsExport,
    permission: 'requests:view',
    unit: unit.unit,
    summary: `Downloads the requests of a filter that ${unit.label} may see, as CSV.`,
    stepUp: true,
    query: queueExportQuery,
    handler: ({ actor, query: { sort, ...filter }, services }) =>
      Promise.resolve({
        rows: services.requests.queueCsv(actor, unit.unit, filter, sort),
        fileName: fileNameOf(unit.key, { ...filter, sort }, services.clock.now()),
      }),
    deliver: ({ rows, fileName }, { http: { res } }) => sendCsv(res, rows, fileName),
  });
}
