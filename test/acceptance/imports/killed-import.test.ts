import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ManualClock } from '../../../src/kernel/clock.js';
import { inOrganization } from '../../../src/platform/request-context.js';
import { openStorage } from '../../../src/platform/storage/index.js';
import { wireModules } from '../../support/modules.js';
import { silentLogger } from '../../support/temporary-storage.js';
import { WORLD_START } from '../../support/world.js';
import { ADVENTURE_WORKS } from './import-world.js';

/** Many processes are started one after the other. */
const PATIENCE_MS = 600_000;

const PROCESS = fileURLToPath(new URL('./import-process.ts', import.meta.url));

const PROPOSING = fileURLToPath(new URL('./proposal-process.ts', import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'killed-import-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the importing process and kills it the moment it begins its n-th step. Says how far it came. */
async function importUntil(
  step: number,
  changes: readonly string[] = [],
  program = PROCESS,
  where = folder,
): Promise<{ steps: string[]; signal: NodeJS.Signals | null }> {
  const child = spawn(process.execPath, ['--import', 'tsx', program, where, ...changes], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const steps: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    steps.push(line);
    if (steps.length === step) child.kill('SIGKILL');
  }
  const [, signal] = await exit;
  return { steps, signal };
}

describe('acceptance 11: an import killed half-way', () => {
  it(
    'is finished by later processes: 288 people, each once, with their managers',
    async () => {
      // The check, three chunks of people, three of superiors: some processes get further, some die where the last one did.
      for (const [attempt, step] of [1, 2, 3, 2, 1, 3, 2, 1, 2, 1].entries()) {
        const { steps, signal } = await importUntil(step);
        expect({ attempt, signal, last: steps.at(-1) === 'done' }).toEqual({ attempt, signal: 'SIGKILL', last: false });
      }
      const { steps } = await importUntil(Infinity);
      expect(steps.at(-1)).toBe('done');

      const storage = await openStorage({
        uri: undefined,
        dataDir: path.join(folder, 'data'),
        database: 'test',
        logger: silentLogger,
      });
      try {
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
      } finally {
        await storage.close();
      }
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
      // Each of three chunks says `editing` first and `assigning` later.
      for (const step of [1, 2, 1, 2]) expect((await importUntil(step, [file])).signal).toBe('SIGKILL');
      const { steps } = await importUntil(Infinity, [file]);
      expect(steps.at(-1)).toBe('done');
      const storage = await openStorage({
        uri: undefined,
        dataDir: path.join(folder, 'data'),
        database: 'test',
        logger: silentLogger,
      });
      try {
        const { db } = storage.connection;
        expect(await db?.collection('people').countDocuments({ phone: '999-555-0199' })).toBe(288);
        expect(await db?.collection('events').countDocuments({ type: 'person.edited' })).toBe(288);
        expect(await db?.collection('events').countDocuments({ type: 'import.completed' })).toBe(2);
      } finally {
        await storage.close();
      }
    },
    PATIENCE_MS,
  );
});

describe('a file of proposals killed half-way', () => {
  it(
    'is finished by later processes: every request once, and each validator told once',
    async () => {
      const own = path.join(folder, 'proposals');
      // Killed while it checks, then with the first of four chunks written.
      for (const step of [1, 3]) expect((await importUntil(step, [], PROPOSING, own)).signal).toBe('SIGKILL');
      const { steps } = await importUntil(Infinity, [], PROPOSING, own);
      expect(steps.at(-1)).toBe('done');
      const storage = await openStorage({
        uri: undefined,
        dataDir: path.join(own, 'data'),
        database: 'test',
        logger: silentLogger,
      });
      try {
        const count = (name: string, filter: object) => storage.connection.collection(name).countDocuments(filter);
        const events = (type: string) => storage.connection.collection('events').find({ type }).toArray();
        expect(await count('requests', { status: 'pending', points: 100 })).toBe(350);
        expect(await storage.connection.collection('requests').distinct('notes')).toHaveLength(350);
        expect(await count('events', { type: 'request.proposed', 'data.bulk': true })).toBe(350);
        expect((await events('requests.proposed')).map(({ data }) => (data as { count: number }).count).sort()).toEqual(
          [300, 50],
        );
        expect(await events('import.completed')).toMatchObject([{ data: { created: 350, failed: 0 } }]);
      } finally {
        await storage.close();
      }
    },
    PATIENCE_MS,
  );
});
