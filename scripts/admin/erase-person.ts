import { command, EMAIL, ORGANIZATION } from './command.js';
import { Refusal } from './refusal.js';

export const erasePerson = command({
  name: 'erase-person',
  summary: 'Erases somebody for good: name, addresses, employee id, texts and files. Points and sums stay.',
  details:
    'Asks for the employee id to confirm. Nobody can bring back what is erased; backups keep it until they are deleted. Interrupted, it goes on with the next start of the application.',
  options: {
    email: EMAIL,
    organization: ORGANIZATION,
    reason: {
      value: '<text>',
      required: true,
      summary: 'Why, for the audit. Do not name the person: "asked for it on 3 May".',
    },
  },
  run: ({ say, terminal, withPerson }, { email, organization, reason }) =>
    withPerson({ email, organization }, async ({ container: { privacy }, person, actor }) => {
      const { requests, files, entries } = await privacy.erasureFacts(actor, person.id);
      say(`${person.name}: ${requests} requests, ${files} files, ${entries} entries of the ledger (these stay).`);
      const confirmation = await terminal.ask('Type the employee id to erase this person for good:');
      await privacy.erase(actor, person.id, { reason, confirmation });
      await privacy.settled();
      const erasure = await privacy.erasureOf(actor, person.id);
      if (erasure?.status !== 'completed') {
        throw new Refusal(
          `Name and addresses are gone; the rest is tried again every minute while the application runs. ${erasure?.problem ?? ''}`.trim(),
        );
      }
      const { records, files: cleaned, accounts } = erasure;
      say(`Erased: ${records} records, ${cleaned} files, the entries of ${accounts} people.`);
    }),
});
