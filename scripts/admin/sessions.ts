import type { Device } from '../../src/modules/people/index.js';
import { command, EMAIL, JSON_OUTPUT, ORGANIZATION } from './command.js';
import { printTable } from './print-table.js';

export const sessions = command({
  name: 'sessions',
  summary: 'Lists by what somebody is signed in: sessions, remembered devices, programs, personal tokens.',
  options: { email: EMAIL, organization: ORGANIZATION, json: JSON_OUTPUT },
  run: (operator, { email, organization, json }) =>
    operator.withPerson({ email, organization }, async ({ container: { people }, person, actor }) => {
      const access = await people.access.sessionsOf(actor, person.id);
      if (json) {
        operator.say(JSON.stringify(access, null, 2));
        return;
      }
      const rows = [
        ...access.sessions.map((one) => ['session', named(one), one.network, time(one.startedAt), time(one.seenAt)]),
        ...access.devices.map((one) => ['device', named(one), one.network, time(one.createdAt), time(one.usedAt)]),
        ...access.programs.map((one) => ['program', named(one), one.network, time(one.createdAt), time(one.usedAt)]),
        ...access.tokens.map((one) => ['token', one.name, '', time(one.createdAt), time(one.usedAt)]),
      ];
      if (rows.length === 0) operator.say(`${person.name} is signed in nowhere.`);
      printTable(operator, ['what', 'name', 'network', 'since', 'last used'], rows);
    }),
});

function named({ browser, system }: Device): string {
  return [browser, system].filter((part) => part !== '').join(', ');
}

function time(at: Date | null): string {
  return at === null ? 'never' : at.toISOString();
}
