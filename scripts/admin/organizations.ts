import { command, JSON_OUTPUT } from './command.js';
import { printTable } from './print-table.js';

const MONTHS = new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' });

export const organizations = command({
  name: 'organizations',
  summary: 'Lists the organizations of the installation.',
  options: { json: JSON_OUTPUT },
  run: (operator, { json }) =>
    operator.withContainer(async (container) => {
      const all = await container.organizations.list();
      const rows = all.map(({ id, name, slug, calendar }) => ({ id, name, slug, ...calendar }));
      if (json) {
        operator.say(JSON.stringify(rows, null, 2));
        return;
      }
      if (rows.length === 0) operator.say('There is no organization yet. Create one with create-organization.');
      printTable(
        operator,
        ['short name', 'name', 'time zone', 'fiscal year from'],
        rows.map(({ slug, name, zone, fiscalStartMonth }) => [
          slug,
          name,
          zone,
          MONTHS.format(Date.UTC(2000, fiscalStartMonth - 1, 1)),
        ]),
      );
    }),
});
