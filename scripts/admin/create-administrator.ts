import { askPassword } from './ask-password.js';
import { command, EMAIL, ORGANIZATION } from './command.js';
import { Refusal } from './refusal.js';

export const createAdministrator = command({
  name: 'create-administrator',
  summary: 'Registers somebody who administers HR and central, where nobody does.',
  details: 'Asks for the password; without a terminal it is read from the first line of standard input.',
  options: {
    organization: ORGANIZATION,
    name: { value: '<text>', required: true, summary: 'First and last name.' },
    email: EMAIL,
    'employee-id': { value: '<id>', required: true, summary: 'The employee id; free in the organization.' },
    force: { summary: 'Also where somebody administers HR already.' },
  },
  run: ({ say, terminal, inOrganization }, { organization: slug, name, email, 'employee-id': employeeId, force }) =>
    inOrganization(slug, async ({ container: { people }, organization, actor }) => {
      const administrators = await people.holders('hr', 'admin');
      const [first] = administrators;
      if (first !== undefined && !force) {
        const others = administrators.length === 1 ? '' : ` and ${administrators.length - 1} more`;
        throw new Refusal(
          `${first.name}${others} can register people of ${organization.name} on the pages. --force registers an administrator nevertheless.`,
        );
      }
      const password = await askPassword(terminal);
      const person = await people.registerFirstAdministrator({ name, email, employeeId, password }, { by: actor });
      say(`${person.name} (${person.employeeId}) administers HR and central of ${organization.name}.`);
    }),
});
