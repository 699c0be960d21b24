import { askPassword } from './ask-password.js';
import { command, EMAIL, ORGANIZATION } from './command.js';

export const resetPassword = command({
  name: 'reset-password',
  summary: 'Prints a link with which somebody chooses a new password, and ends all sessions of this person.',
  details: 'The link works once, within an hour. Hand it to the person only: whoever opens it can choose the password.',
  options: {
    email: EMAIL,
    organization: ORGANIZATION,
    initial: { summary: 'Asks for an initial password instead, which has to be changed at the first sign-in.' },
  },
  run: ({ config, say, terminal, withPerson }, { email, organization, initial }) =>
    withPerson({ email, organization }, async ({ container: { people }, person, actor }) => {
      if (initial) {
        await people.access.setPassword(actor, person.id, await askPassword(terminal), { initial: true });
        say(`${person.name} signs in with this password, has to change it, and was signed out everywhere.`);
        return;
      }
      const { path, expires } = await people.access.makeResetLink(actor, person.id);
      say(`${config.publicUrl}${path}`);
      say(`For ${person.name}, once, until ${expires.toISOString()}. All sessions of this person have ended.`);
    }),
});
