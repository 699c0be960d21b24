import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import type { Entry } from '../../src/modules/ledger/index.js';
import type { ExportFormat } from '../../src/modules/reports/index.js';
import { account, signIn } from '../support/agents.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { newEntry } from '../support/ledger-world.js';

const ROWS = 100_000;
const REAL = 100;
const BYTES_MORE = 100_000_000;

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => app.close());

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes that are in use, without what only waits to be collected. */
async function used(): Promise<number> {
  // Buffers are freed a turn after the objects that had them.
  for (let round = 0; round < 3; round += 1) {
    collect();
    await turn();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Text that no two entries share and that cannot be packed away. */
function reasonOf(number: number): string {
  return [1, 2].map((part) => createHash('sha512').update(`${number}.${part}`).digest('base64')).join(' ');
}

it.each<ExportFormat>(['csv', 'xlsx'])(
  '100 000 entries as %s: the second half of them needs hardly more memory than the first',
  async (format) => {
    const { container } = app;
    const tenant = await app.tenant();
    const central = await signIn(
      app,
      await account(app, tenant, { email: `${format}@memory.com`, grants: ['central'] }),
    );
    const person = await tenant.person();
    await tenant.run(() =>
      container.storage.run(() =>
        container.ledger.creditMany(
          tenant.system,
          Array.from({ length: REAL }, () => newEntry(person.id)),
        ),
      ),
    );
    // Real entries, again and again: writing so many takes a minute.
    const { eachInOrder } = container.ledger;
    const looks: number[] = [];
    vi.spyOn(container.ledger, 'eachInOrder').mockImplementation(async function* (...given): AsyncGenerator<Entry> {
      const real: Entry[] = [];
      for await (const entry of eachInOrder(...given)) real.push(entry);
      for (let passed = 1; passed <= ROWS; passed += 1) {
        const entry = real[passed % REAL];
        if (entry !== undefined) yield { ...entry, reason: reasonOf(passed) };
        if (passed === ROWS / 2 || passed === ROWS) looks.push(await used());
      }
    });
    const before = await used();
    let bytes = 0;
    const answer = await central
      .post('/central/export')
      .send({ format, from: '2025-04-01', to: '2026-03-31' })
      .buffer(true)
      .parse((response, done) => {
        response.on('data', (piece: Buffer) => (bytes += piece.length));
        response.on('end', () => done(null, null));
      });
    expect(answer.status).toBe(200);
    // Whatever kept the file, or its entries, would keep so much more of the second half at the least.
    const half = bytes / 2;
    expect(half).toBeGreaterThan(ROWS * 50);
    const [first = 0, last = Infinity] = looks;
    expect(last - before).toBeLessThan(BYTES_MORE);
    expect(last - first).toBeLessThan(half / 4);
  },
  120_000,
);
