import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Entry } from '../../src/modules/ledger/index.js';
import type { ExportFormat } from '../../src/modules/reports/index.js';
import { createFiguresWorld, type FiguresWorld } from '../support/figures-world.js';
import { newEntry } from '../support/ledger-world.js';

const ROWS = 100_000;
const REAL = 100;
const LOOKS = 10;
const MEGABYTES_MORE = 100;

let world: FiguresWorld;
beforeAll(async () => {
  world = await createFiguresWorld();
});
afterAll(() => world.close());

/** What is in use, without what only waits to be collected. */
function used(collect: () => void): number {
  collect();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return (heapUsed + external + arrayBuffers) / 1e6;
}

it.each<ExportFormat>(['csv', 'xlsx'])(
  '100 000 entries as %s need hardly more memory than the first thousands of them',
  async (format) => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const tenant = await world.tenant();
    const central = await tenant.actor({ grants: ['central'] });
    const person = await tenant.person();
    await tenant.run(() =>
      world.storage.run(() =>
        world.ledger.creditMany(
          tenant.system,
          Array.from({ length: REAL }, () =>
            newEntry(person.id, { reason: 'For a reason of some length. '.repeat(5) }),
          ),
        ),
      ),
    );
    // Real entries, again and again: writing so many takes a minute.
    const { eachInOrder } = world.ledger;
    const looks: number[] = [];
    world.ledger.eachInOrder = async function* (...given): AsyncGenerator<Entry> {
      const real: Entry[] = [];
      for await (const entry of eachInOrder(...given)) real.push(entry);
      for (let passed = 1; passed <= ROWS; passed += 1) {
        if (passed % (ROWS / LOOKS) === 0) looks.push(used(collect));
        const entry = real[passed % REAL];
        if (entry !== undefined) yield { ...entry, reason: `${entry.reason}${passed}` };
      }
    };
    try {
      const request = { format, from: '2025-04-01', to: '2026-03-31' };
      const file = await tenant.run(() => world.reports.exportPoints(central, request, world.clock.now()));
      let bytes = 0;
      for await (const piece of file.content()) bytes += piece.length;
      expect(bytes).toBeGreaterThan(ROWS);
    } finally {
      world.ledger.eachInOrder = eachInOrder;
    }
    expect(looks).toHaveLength(LOOKS);
    const [first = 0] = looks;
    expect(Math.max(...looks) - first).toBeLessThan(MEGABYTES_MORE);
  },
  120_000,
);
