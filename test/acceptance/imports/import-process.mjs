import { writeSync } from 'node:fs';
import path from 'node:path';
import { readConfig } from '../../../dist/src/config.js';
import { openContainer } from '../../../dist/src/container.js';
import { ManualClock } from '../../../dist/src/kernel/clock.js';
import { createLogger } from '../../../dist/src/platform/logger.js';
import { inOrganization } from '../../../dist/src/platform/request-context.js';

/*
 * A process that works on the imports of a folder and says what it does before each step, until somebody kills it:
 * node import-process.mjs <folder> <now> <address of who imports> [upload as JSON]. It goes on with what was
 * interrupted, confirms what waits for that, and then imports the upload. Compiled, since many are started.
 */
const [, , folder = '', now = '', email = '', upload] = process.argv;

/** @param {string} word */
const say = (word) => void writeSync(1, `${word}\n`);

const config = readConfig(
  { NODE_ENV: 'test', DATA_DIR: path.join(folder, 'data'), MONGO_DATABASE: 'test', BCRYPT_COST: '4' },
  folder,
);
const container = await openContainer(config, {
  clock: new ManualClock(now),
  logger: createLogger({ level: 'silent', pretty: false }),
});
const { imports, people, requests } = container;

/** Says a word before each call of a method. */
function announce(of, method, word) {
  const original = of[method];
  of[method] = (...given) => {
    say(word);
    return original(...given);
  };
}
announce(people, 'registerMany', 'registering');
announce(people, 'editMany', 'editing');
announce(people, 'check', 'checking');
announce(people, 'assignManagers', 'assigning');
const { proposals } = requests.batches;
announce(proposals, 'write', 'writing');
const { trial } = proposals;
proposals.trial = (...given) => {
  const begun = trial(...given);
  announce(begun, 'judge', 'checking');
  return begun;
};

const [organization] = await container.organizations.list();
const actor = await inOrganization(organization.id, async () =>
  people.access.actorOf((await people.byEmail(email)).id),
);
const finish = async ({ id, status }) => {
  if (status !== 'completed') await imports.confirm(actor, id);
  await imports.settled(id);
};
await imports.resumeInterrupted();
// Whoever was killed before the confirmation confirms now.
const { items } = await imports.list(actor, { number: 1, size: 5 });
for (const item of items.filter(({ status }) => status === 'checked')) await finish(item);
if (upload !== undefined) await finish(await imports.check(actor, JSON.parse(upload)));
say('done');
await container.close();
