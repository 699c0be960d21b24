import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newEntry, openLedgerWorld, type LedgerWorld } from '../support/ledger-world.js';

/** A source credits at most once, whatever is sent at once; nothing that was credited is lost. */

let world: LedgerWorld;
beforeAll(async () => {
  world = await openLedgerWorld();
});
afterAll(() => world.close());
beforeEach(() => world.newOrganization());

const allTime = async (person: string) => (await world.ledger.totals([person], ['all'])).get(person)?.all.combined;

describe('crediting at once', () => {
  it('writes one entry for one source key, and adds it to the totals once', () =>
    world.run(async () => {
      const person = world.person();
      const entry = newEntry(person, { points: 250 });
      const other = await world.otherProcess();
      const results = await Promise.allSettled(
        Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? world : other).ledger.credit(world.actor, entry)),
      );
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const result of results) {
        if (result.status === 'rejected')
          expect(result.reason).toMatchObject({ status: 409, code: 'ledger.already_credited' });
      }
      expect((await world.ledger.history({}, { number: 1, size: 10 })).page.total).toBe(1);
      expect(await world.ledger.totals([person], ['2025-Q3', '2025', 'all'])).toEqual(
        new Map([
          [
            person,
            Object.fromEntries(
              ['2025-Q3', '2025', 'all'].map((key) => [key, { regular: 250, bonus: 0, combined: 250 }]),
            ),
          ],
        ]),
      );
      expect(await world.storedEvents('points.credited')).toHaveLength(1);
      expect(await world.differences()).toEqual([]);
    }));

  it('loses none of many sources for one person', () =>
    world.run(async () => {
      const person = world.person();
      const entries = Array.from({ length: 10 }, (_, index) => newEntry(person, { points: index + 1 }));
      await Promise.allSettled([...entries, ...entries].map((entry) => world.ledger.credit(world.actor, entry)));
      expect(await allTime(person)).toBe(55);
      const sequences: number[] = [];
      for await (const { sequence } of world.ledger.eachEntry({})) sequences.push(sequence);
      expect(sequences).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      expect(await world.differences()).toEqual([]);
    }));
});

describe('verifying and rebuilding while points are credited', () => {
  it('reports no difference that is not there, and loses nothing', () =>
    world.run(async () => {
      const people = Array.from({ length: 5 }, () => world.person());
      let writing = true;
      let credited = 0;
      const writers = people.map(async (person) => {
        while (writing) {
          await world.ledger.credit(world.actor, newEntry(person, { points: 1 }));
          credited += 1;
        }
      });
      const reported: unknown[] = [];
      let rounds = 0;
      while (credited < 150 || rounds < 10) {
        for await (const difference of world.ledger.verify()) reported.push(difference);
        await world.ledger.rebuildTotals();
        rounds += 1;
      }
      writing = false;
      await Promise.all(writers);
      expect(reported).toEqual([]);
      expect(await world.differences()).toEqual([]);
      const totals = await world.ledger.totals(people, ['all']);
      expect([...totals.values()].reduce((sum, each) => sum + each.all.combined, 0)).toBe(credited);
    }));
});
