import { routeTable } from '../src/web/route-table.js';
import { projectRoot } from '../src/project-root.js';
import { readConfig } from '../src/config.js';

/** Prints the one table of routes: method, path, permission. */
const table = routeTable({ config: readConfig(process.env, projectRoot()), mailbox: undefined });
const rows = table.map(({ method, path, permission, unit, summary }) => ({
  method,
  path,
  permission: unit === undefined ? permission : `${permission} in ${unit}`,
  summary,
}));
const width = (column: 'path' | 'permission') => Math.max(...rows.map((row) => row[column].length));
for (const { method, path, permission, summary } of rows) {
  process.stdout.write(
    `${method.padEnd(5)}${path.padEnd(width('path') + 2)}${permission.padEnd(width('permission') + 2)}${summary}\n`,
  );
}
