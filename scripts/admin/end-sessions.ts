import { command, EMAIL, ORGANIZATION } from './command.js';

export const endSessions = command({
  name: 'end-sessions',
  summary: 'Signs somebody out everywhere: sessions, remembered devices, programs and tokens.',
  options: {
    email: EMAIL,
    organization: ORGANIZATION,
    reason: { value: '<text>', summary: 'For the audit.' },
  },
  run: ({ say, withPerson }, { email, organization, reason = 'Ended by an operator.' }) =>
    withPerson({ email, organization }, async ({ container: { people }, person, actor }) => {
      await people.access.endSessions(actor, person.id, reason);
      say(`${person.name} is signed in nowhere any more.`);
    }),
});
