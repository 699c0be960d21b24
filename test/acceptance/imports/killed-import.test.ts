import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ManualClock } from '../../../src/kernel/clock.js';
import { inOrganization } from '../../../src/platform/request-context.js';
import { openStorage, type Storage } from '../../../src/platform/storage/index.js';
import { wireModules } from '../../support/modules.js';
import { silentLogger } from '../../support/temporary-storage.js';
import { createTenant, WORLD_START, type Tenant } from '../../support/world.js';
import { ADVENTURE_WORKS, hrAdministrator } from './import-world.js';

/** Many processes are started one after the other. */
const PATIENCE_MS = 600_000;

const PROCESS = fileURLToPath(new URL('./import-process.mjs', import.meta.url));

/** What a process imports besides what it finds. */
interface Upload {
  readonly kind: 'people' | 'proposals';
  readonly unit?: 'ta';
  readonly path: string;
  readonly name: string;
  readonly mode?: 'update';
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'killed-import-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Opens the data of a folder between two processes. */
async function within<T>(where: string, work: (storage: Storage) => Promise<T>): Promise<T> {
  const storage = await openStorage({
    uri: undefined,
    dataDir: path.join(where, 'data'),
    database: 'test',
    logger: silentLogger,
  });
  try {
    return await work(storage);
  } finally {
    await storage.close();
  }
}

/** A new installation in a folder, with an organization and whoever is needed. */
const installed = (where: string, populate: (tenant: Tenant) => Promise<unknown>) =>
  within(where, async (storage) => {
    const modules = wireModules(storage, new ManualClock(WORLD_START), where);
    await storage.prepare();
    await populate(await createTenant(modules));
  });

interface Run {
  readonly upload?: Upload | undefined;
  readonly where?: string;
  readonly by?: string;
}

/** Runs the importing process and kills it the moment it begins a step for the n-th time. Says how far it came. */
async function importUntil(
  fatal: string,
  nth: number,
  { upload, where = folder, by = 'administrator@adventure-works.com' }: Run = {},
): Promise<{ steps: string[]; signal: NodeJS.Signals | null }> {
  const uploads = upload === undefined ? [] : [JSON.stringify(upload)];
  const child = spawn(process.execPath, [PROCESS, where, WORLD_START, by, ...uploads], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const steps: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    steps.push(line);
    if (steps.filter((step) => step === fatal).length === nth) child.kill('SIGKILL');
  }
  const [, signal] = await exit;
  return { steps, signal };
}

async function importWhole(run: Run = {}): Promise<void> {
  const { steps, signal } = await importUntil('never', 1, run);
  expect([steps.at(-1), signal]).toEqual(['done', null]);
}

/** Kills one process after the other, each where it is told to die. */
async function killAll(deaths: readonly (readonly [step: string, nth: number, run?: Run])[]): Promise<void> {
  for (const [attempt, [step, nth, run]] of deaths.entries()) {
    const { steps, signal } = await importUntil(step, nth, run);
    expect({ attempt, signal, last: steps.at(-1) === 'done' }).toEqual({ attempt, signal: 'SIGKILL', last: false });
    expect(steps.filter((each) => each === step).length, `${step} of attempt ${attempt}`).toBeGreaterThanOrEqual(nth);
  }
}

describe('acceptance 11: an import killed half-way', () => {
  it(
    'is finished by later processes: 288 people, each once, with their managers',
    async () => {
      await installed(folder, hrAdministrator);
      // Each of three chunks of people is checked again and registered, then three are given their superiors. The file is
      // handed in once; a process dies in the check, or with one chunk done, or where the last one died.
      await killAll([
        ['checking', 1, { upload: { kind: 'people', path: ADVENTURE_WORKS, name: 'people.csv' } }],
        ['checking', 2],
        ['registering', 2],
        ['registering', 1],
        ['assigning', 2],
        ['assigning', 1],
      ]);
      await importWhole();

      await within(folder, async (storage) => {
        const { organizations, people } = wireModules(storage, new ManualClock(WORLD_START), folder);
        const [organization] = await organizations.list();
        await inOrganization(organization?.id ?? '', async () => {
          expect(await people.count({})).toBe(289);
          const events = storage.connection.db?.collection('events');
          expect(await events?.countDocuments({ type: 'person.registered' })).toBe(289);
          expect(await events?.countDocuments({ type: 'import.completed' })).toBe(1);
          const withoutManager = await storage.connection.db
            ?.collection('people')
            .find({ manager: null, employeeId: { $ne: 'HR0001' } })
            .toArray();
          expect(withoutManager).toHaveLength(1);
        });
      });
    },
    PATIENCE_MS,
  );

  it(
    'changes people once each when it is killed while it changes them',
    async () => {
      const lines = (await readFile(ADVENTURE_WORKS, 'utf8')).trim().split('\n').slice(1);
      const emails = lines.map((line) => line.split(',')[1] ?? '').filter((email) => /^[\x21-\x7e]+$/.test(email));
      const file = path.join(folder, 'changes.csv');
      await writeFile(file, ['email,phone', ...emails.map((email) => `${email},999-555-0199`)].join('\n'));
      const upload: Upload = { kind: 'people', path: file, name: 'changes.csv', mode: 'update' };
      await killAll([
        ['checking', 1, { upload }],
        ['editing', 2, { upload }],
        ['editing', 1, { upload }],
      ]);
      await importWhole({ upload });
      await within(folder, async ({ connection: { db } }) => {
        expect(await db?.collection('people').countDocuments({ phone: '999-555-0199' })).toBe(288);
        expect(await db?.collection('events').countDocuments({ type: 'person.edited' })).toBe(288);
        expect(await db?.collection('events').countDocuments({ type: 'import.completed' })).toBe(2);
      });
    },
    PATIENCE_MS,
  );
});

/** A file of 350 proposals for ten people to two validators. */
function proposalRow(number: number): string {
  const day = new Date(Date.UTC(2025, 8, 1 + Math.floor(number / 10))).toISOString().slice(0, 10);
  return `E${number % 10},${number % 7 === 0 ? 'V2' : 'V1'},${day},interviews,1,Round ${number}`;
}

describe('a file of proposals killed half-way', () => {
  it(
    'is finished by later processes: every request once, and each validator told once',
    async () => {
      const own = path.join(folder, 'proposals');
      const by = 'updater@adventure-works.com';
      await mkdir(own);
      await installed(own, (tenant) =>
        tenant.people([
          { email: by, employeeId: 'U1', grants: ['ta_up'] },
          ...['V1', 'V2'].map((id) => ({ email: `${id}@adventure-works.com`, employeeId: id, grants: ['ta_va'] })),
          ...Array.from({ length: 10 }, (_, number) => ({
            email: `e${number}@adventure-works.com`,
            employeeId: `E${number}`,
          })),
        ]),
      );
      const file = path.join(own, 'proposals.csv');
      const header = 'employee_id,validator_employee_id,event_date,category_code,quantity,notes';
      await writeFile(file, [header, ...Array.from({ length: 350 }, (_, number) => proposalRow(number))].join('\n'));
      const upload: Upload = { kind: 'proposals', unit: 'ta', path: file, name: 'proposals.csv' };
      // Killed while it checks, then with the first of four chunks written.
      await killAll([
        ['checking', 1, { upload, where: own, by }],
        ['writing', 2, { where: own, by }],
      ]);
      await importWhole({ where: own, by });
      await within(own, async ({ connection }) => {
        const count = (name: string, filter: object) => connection.collection(name).countDocuments(filter);
        const events = (type: string) => connection.collection('events').find({ type }).toArray();
        expect(await count('requests', { status: 'pending', points: 100 })).toBe(350);
        expect(await connection.collection('requests').distinct('notes')).toHaveLength(350);
        expect(await count('events', { type: 'request.proposed', 'data.bulk': true })).toBe(350);
        expect((await events('requests.proposed')).map(({ data }) => (data as { count: number }).count).sort()).toEqual(
          [300, 50],
        );
        expect(await events('import.completed')).toMatchObject([{ data: { created: 350, failed: 0 } }]);
      });
    },
    PATIENCE_MS,
  );
});
