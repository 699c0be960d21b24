import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { zipArchive } from '../../src/platform/archive/index.js';
import { command, EMAIL, ORGANIZATION } from './command.js';
import { Refusal } from './refusal.js';

export const exportPerson = command({
  name: 'export-person',
  summary: 'Writes everything that is kept about somebody into a ZIP file, to be handed to that person.',
  details: 'The file is readable by the account of the operating system alone. That it was made is recorded.',
  options: {
    email: EMAIL,
    organization: ORGANIZATION,
    to: { value: '<file.zip>', required: true, summary: 'The file to be made; one that is there is not overwritten.' },
  },
  run: ({ say, withPerson }, { email, organization, to }) =>
    withPerson({ email, organization }, async ({ container: { privacy }, person, actor }) => {
      const output = createWriteStream(to, { flags: 'wx', mode: 0o600 });
      await opened(output, to);
      try {
        await pipeline(zipArchive(await privacy.exportOf(actor, person.id)), output);
      } catch (error) {
        await rm(to, { force: true });
        throw error;
      }
      say(`Everything that is kept about ${person.name} is in ${to}.`);
    }),
});

function opened(output: ReturnType<typeof createWriteStream>, file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    output.once('open', () => resolve());
    output.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EEXIST' ? 'is there already. Name another file' : `cannot be written (${error.code})`;
      reject(new Refusal(`${file} ${why}.`));
    });
  });
}
