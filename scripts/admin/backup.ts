import { assertEmbedded } from '../backup/embedded-only.js';
import { makeBackup } from '../backup/make-backup.js';
import { command } from './command.js';

export const backup = command({
  name: 'backup',
  summary: 'Copies database and files into a new folder, also while the application runs.',
  details:
    'The copy is consistent as of one moment, is examined, and carries checksums that restore and "sha256sum --check"\ncompare. It holds personal data: keep it as safe as the installation. PASSWORD_PEPPER is not part of it.',
  options: { to: { value: '<folder>', required: true, summary: 'Where the backup is to be; new or empty.' } },
  async run({ config, say }, { to }) {
    assertEmbedded(config, 'mongodump');
    const { manifest, damaged } = await makeBackup(config, to);
    const documents = Object.values(manifest.documents).reduce((sum, count) => sum + count, 0);
    say(`Backed up to ${to}: ${documents} documents, ${manifest.files} files, ${manifest.bytes} bytes.`);
    for (const name of damaged) say(`The file ${name} is not what was stored; look for it in an older backup.`);
    return damaged.length === 0;
  },
});
