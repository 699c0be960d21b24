import { writeSync } from 'node:fs';
import path from 'node:path';
import { ManualClock } from '../../../src/kernel/clock.js';
import { createImports } from '../../../src/modules/imports/index.js';
import { openStorage } from '../../../src/platform/storage/index.js';
import { wireModules } from '../../support/modules.js';
import { silentLogger } from '../../support/temporary-storage.js';
import { createTenant } from '../../support/tenant.js';
import { WORLD_START } from '../../support/world.js';
import { ADVENTURE_WORKS, hrAdministrator } from './import-world.js';

/*
 * A process that imports the sample file into the database of a folder and says `registering` or `assigning` before each
 * step, until somebody kills it: node --import tsx import-process.ts <folder>. Later starts go on with the import.
 */
const [, , folder = ''] = process.argv;
const say = (word: string) => writeSync(1, `${word}\n`);

const storage = await openStorage({
  uri: undefined,
  dataDir: path.join(folder, 'data'),
  database: 'test',
  logger: silentLogger,
});
const clock = new ManualClock(WORLD_START);
const modules = wireModules(storage, clock, folder);
const { people, outbox, organizations } = modules;
const imports = createImports({
  storage,
  outbox,
  clock,
  logger: silentLogger,
  organizations,
  secret: 'a secret of the tests, long enough',
  people: {
    ...people,
    registerMany(...input) {
      say('registering');
      return people.registerMany(...input);
    },
    assignManagers(...input) {
      say('assigning');
      return people.assignManagers(...input);
    },
  },
});
await storage.prepare();
if ((await modules.organizations.count()) === 0) {
  const tenant = await createTenant(modules);
  const hr = await hrAdministrator(tenant);
  const { id } = await imports.checkPeople(hr, { path: ADVENTURE_WORKS, name: 'people.csv' });
  await imports.confirm(hr, id);
  await imports.settled(id);
} else {
  await imports.resumeInterrupted();
}
say('done');
await storage.close();
