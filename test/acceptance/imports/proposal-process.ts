import { writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { PersonActor } from '../../../src/kernel/actor.js';
import { ManualClock } from '../../../src/kernel/clock.js';
import { inOrganization } from '../../../src/platform/request-context.js';
import { createImports } from '../../../src/modules/imports/index.js';
import type { RequestsModule } from '../../../src/modules/requests/index.js';
import { openStorage } from '../../../src/platform/storage/index.js';
import { wireModules } from '../../support/modules.js';
import { silentLogger } from '../../support/temporary-storage.js';
import { createTenant } from '../../support/tenant.js';
import { WORLD_START } from '../../support/world.js';

/*
 * A process that proposes 350 requests by a file into the database of a folder and says what it does before each step,
 * until somebody kills it: node --import tsx proposal-process.ts <folder>. Later starts go on.
 */
const [, , folder = ''] = process.argv;
const ROWS = 350;
const PEOPLE = 10;
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
const { proposals, ...others } = modules.requests.batches;
const batches: RequestsModule['batches'] = {
  ...others,
  proposals: {
    trial(actor, unit) {
      const trial = proposals.trial(actor, unit);
      return {
        judge(rows) {
          say('checking');
          return trial.judge(rows);
        },
      };
    },
    write(...given) {
      say('writing');
      return proposals.write(...given);
    },
  },
};
const secret = 'a secret of the tests, long enough';
const imports = createImports({
  ...{ storage, outbox, clock, logger: silentLogger, organizations, people, secret },
  requests: { batches },
});
await storage.prepare();

async function updater(organizationId: string): Promise<PersonActor> {
  const person = await inOrganization(organizationId, () => people.byEmail('updater@adventure-works.com'));
  const actor = await inOrganization(organizationId, () => people.access.actorOf(person?.id ?? ''));
  if (actor === undefined) throw new Error('the updater is gone');
  return actor;
}

if ((await organizations.count()) === 0) {
  const tenant = await createTenant(modules);
  await tenant.person({ email: 'updater@adventure-works.com', employeeId: 'U1', grants: ['ta_up'] });
  for (const id of ['V1', 'V2'])
    await tenant.person({ email: `${id}@adventure-works.com`, employeeId: id, grants: ['ta_va'] });
  for (let number = 0; number < PEOPLE; number += 1)
    await tenant.person({ email: `e${number}@adventure-works.com`, employeeId: `E${number}` });
  const row = (number: number) => {
    const day = new Date(Date.UTC(2025, 8, 1 + Math.floor(number / PEOPLE))).toISOString().slice(0, 10);
    return `E${number % PEOPLE},${number % 7 === 0 ? 'V2' : 'V1'},${day},interviews,1,Round ${number}`;
  };
  const file = path.join(folder, 'proposals.csv');
  const header = 'employee_id,validator_employee_id,event_date,category_code,quantity,notes';
  writeFileSync(file, [header, ...Array.from({ length: ROWS }, (_, number) => row(number))].join('\n'));
  const actor = await updater(tenant.organization.id);
  await imports.check(actor, { kind: 'proposals', unit: 'ta', path: file, name: 'proposals.csv' });
} else {
  await imports.resumeInterrupted();
}
const [organization] = await organizations.list();
const actor = await updater(organization?.id ?? '');
const { items } = await imports.list(actor, { number: 1, size: 5 });
for (const { id } of items.filter(({ status }) => status === 'checked')) {
  await imports.confirm(actor, id);
  await imports.settled(id);
}
say('done');
await storage.close();
