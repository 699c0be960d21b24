import { spawn } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOrganizations } from '../../../src/modules/organizations/index.js';
import { projectRoot } from '../../../src/project-root.js';
import { newEntry, openLedgerWorld, type LedgerWorld } from '../../support/ledger-world.js';

/** `npm run verify-ledger` and `npm run rebuild` beside an application that has the database open. */

let world: LedgerWorld;
let person: string;
let entryId: string;
beforeAll(async () => {
  world = await openLedgerWorld();
  const organizations = createOrganizations({
    ...world,
    uploadsDir: '',
    usage: () => Promise.resolve({ people: 0, deactivated: 0 }),
  });
  await world.storage.prepare();
  const { id } = await organizations.create({ name: 'Points Ltd' });
  world.newOrganization(id);
});
afterAll(() => world.close());
beforeEach(() =>
  world.run(async () => {
    person = world.person();
    entryId = (await world.ledger.credit(world.actor, newEntry(person))).id;
  }),
);

interface Ended {
  readonly code: number | null;
  readonly lines: readonly string[];
}

/** Runs a script as it is delivered, compiled, against the open database, told by its address or by the folder in which its engine runs. */
function run(script: 'verify-ledger' | 'rebuild', on: 'server' | 'folder' = 'server'): Promise<Ended> {
  const { uri, database, dataDir } = world.address;
  const place = { MONGO_DATABASE: database, ...(on === 'server' ? { MONGO_URI: uri } : { DATA_DIR: dataDir }) };
  const child = spawn(process.execPath, [path.join(projectRoot(), 'dist', 'scripts', `${script}.js`)], {
    env: { PATH: process.env['PATH'], NODE_ENV: 'test', ...place },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, lines: said.trim().split('\n') });
    });
  });
}

const collection = (name: string) => world.storage.connection.collection(name);

describe('verify-ledger', () => {
  it('says so when nothing differs, and names what does; joins the application that has its folder in use', async () => {
    // The people of this world are not in the database, which is what the boards then say.
    await run('rebuild');
    expect(await run('verify-ledger')).toEqual({ code: 0, lines: ['Points Ltd: no difference.'] });
    await collection('entries').updateOne({ _id: entryId as never }, { $set: { reason: 'forged' } });
    expect(await run('verify-ledger')).toEqual({
      code: 1,
      lines: [
        `Points Ltd: person ${person}: entry 1 (${entryId}) is not what was written`,
        'Points Ltd: 1 difference.',
      ],
    });
    await collection('entries').updateOne({ _id: entryId as never }, { $set: { reason: 'A good deed' } });
    expect(await run('verify-ledger', 'folder')).toEqual({ code: 0, lines: ['Points Ltd: no difference.'] });
  });
});

describe('rebuild', () => {
  it('makes totals and boards right again and leaves entries alone', async () => {
    await collection('ledger_totals').updateOne({ person, period: 'all' }, { $set: { regular: 1 } });
    const before = await collection('entries').find().toArray();
    const { code, lines } = await run('rebuild', 'folder');
    expect(code).toBe(0);
    expect(lines[0]).toMatch(/^Points Ltd: \d+ accounts, 1 totals corrected; \d+ scores on boards corrected\.$/);
    expect(await collection('entries').find().toArray()).toEqual(before);
    expect(await run('verify-ledger')).toEqual({ code: 0, lines: ['Points Ltd: no difference.'] });
    const scores = await collection('boards').find({ person }).toArray();
    expect(scores.map(({ regular }) => Number(regular))).toEqual([400, 400, 400]);
  });
});
