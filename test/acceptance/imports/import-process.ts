import { writeSync } from 'node:fs';
import path from 'node:path';
import { ManualClock } from '../../../src/kernel/clock.js';
import { systemActor } from '../../../src/kernel/actor.js';
import { createImports } from '../../../src/modules/imports/index.js';
import { openStorage } from '../../../src/platform/storage/index.js';
import { wireModules } from '../../support/modules.js';
import { silentLogger } from '../../support/temporary-storage.js';
import { createTenant } from '../../support/tenant.js';
import { WORLD_START } from '../../support/world.js';
import { ADVENTURE_WORKS, hrAdministrator } from './import-world.js';

/*
 * A process that imports the sample file into the database of a folder and says what it does before each step, until
 * somebody kills it: node --import tsx import-process.ts <folder> [file of changes]. Later starts go on with the import,
 * and then with the file of changes.
 */
const [, , folder = '', file = ADVENTURE_WORKS] = process.argv;
const say = (word: string) => writeSync(1, `${word}\n`);

const storage = await openStorage({
  uri: undefined,
  dataDir: path.join(folder, 'data'),
  database: 'test',
  logger: silentLogger,
});
const clock = new ManualClock(WORLD_START);
const modules = wireModules(storage, clock, folder);
const { people, outbox, organizations, requests } = modules;
const imports = createImports({
  storage,
  outbox,
  clock,
  logger: silentLogger,
  organizations,
  requests,
  secret: 'a secret of the tests, long enough',
  people: {
    ...people,
    registerMany(...input) {
      say('registering');
      return people.registerMany(...input);
    },
    editMany(...input) {
      say('editing');
      return people.editMany(...input);
    },
    check(...input) {
      say('checking');
      return people.check(...input);
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
  const [organization] = await modules.organizations.list();
  const actor = systemActor(organization?.id ?? '', 'test');
  // Whoever was killed before the confirmation confirms now.
  const { items } = await imports.list(actor, { number: 1, size: 5 });
  for (const { id } of items.filter(({ status }) => status === 'checked')) {
    await imports.confirm(actor, id);
    await imports.settled(id);
  }
  // A second file, which changes whom the first one made.
  if (file !== ADVENTURE_WORKS) {
    const { id, status } = await imports.checkPeople(actor, { path: file, name: 'changes.csv', mode: 'update' });
    if (status !== 'completed') await imports.confirm(actor, id);
    await imports.settled(id);
  }
}
say('done');
await storage.close();
