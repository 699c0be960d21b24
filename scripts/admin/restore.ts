import { assertEmbedded } from '../backup/embedded-only.js';
import { restoreBackup } from '../backup/restore-backup.js';
import { command } from './command.js';

export const restore = command({
  name: 'restore',
  summary: 'Puts a backup into the empty folders that DATA_DIR and UPLOADS_DIR name.',
  details: 'Everything is compared with its checksum before anything is written. Nothing is ever overwritten.',
  options: { from: { value: '<folder>', required: true, summary: 'A folder that backup made.' } },
  async run({ config, say }, { from }) {
    assertEmbedded(config, 'mongorestore');
    const { madeAt, version, documents, files } = await restoreBackup(config, from);
    const count = Object.values(documents).reduce((sum, each) => sum + each, 0);
    say(`Restored the backup of ${madeAt} (version ${version}): ${count} documents, ${files} files.`);
    say('Prove it with verify-ledger before people use it.');
  },
});
