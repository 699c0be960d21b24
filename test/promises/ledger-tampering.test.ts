import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newEntry, openLedgerWorld, type LedgerWorld } from '../support/ledger-world.js';

/** History is immutable: whoever changes stored entries behind the product's back is found out, entry by entry. */

let world: LedgerWorld;
beforeAll(async () => {
  world = await openLedgerWorld();
});
afterAll(() => world.close());

const PEOPLE = 3;
const EACH = 6;

const changes: Record<string, unknown>[] = [
  { points: 99_999 },
  { effectiveDate: '2020-01-01' },
  { quarter: '2025-Q1' },
  { reason: 'somebody else wrote this' },
  { 'basis.value': 7 },
  { 'by.name': 'nobody' },
  { categoryCode: 'bonus' },
  { class: 'bonus' },
  { at: new Date(0) },
  { sourceKey: 'forged' },
  { checksum: 'f'.repeat(64) },
];

interface Tampering {
  readonly person: number;
  readonly sequence: number;
  /** Undefined removes the entry. */
  readonly change: number | undefined;
}

const tampering: fc.Arbitrary<Tampering> = fc.record({
  person: fc.nat({ max: PEOPLE - 1 }),
  sequence: fc.integer({ min: 1, max: EACH }),
  change: fc.option(fc.nat({ max: changes.length - 1 }), { nil: undefined }),
});
const selection = fc.uniqueArray(tampering, {
  minLength: 1,
  maxLength: 6,
  selector: ({ person, sequence }) => person * 100 + sequence,
});

it('the verifier names every entry that was changed or removed, and no other', async () => {
  await fc.assert(
    fc.asyncProperty(selection, async (chosen) => {
      world.newOrganization();
      await world.run(async () => {
        const people = Array.from({ length: PEOPLE }, () => world.person());
        const ids = new Map<string, string>();
        for (const person of people) {
          for (let sequence = 1; sequence <= EACH; sequence += 1) {
            const entry = await world.ledger.credit(world.actor, newEntry(person, { points: sequence }));
            ids.set(`${person} ${entry.sequence}`, entry.id);
          }
        }
        expect(await world.differences()).toEqual([]);

        const stored = world.storage.connection.collection('entries');
        const expected = new Set<string>();
        for (const { person, sequence, change } of chosen) {
          const personId = people[person] ?? '';
          const _id = ids.get(`${personId} ${sequence}`) as never;
          // An organization's source keys are unique, also for a forger.
          const forged = change === undefined ? undefined : { ...changes[change] };
          if (forged?.['sourceKey'] !== undefined) forged['sourceKey'] = `forged:${String(_id)}`;
          if (forged === undefined) await stored.deleteOne({ _id });
          else await stored.updateOne({ _id }, { $set: forged });
          expected.add(`entry.${forged === undefined ? 'missing' : 'altered'} ${personId} ${sequence}`);
        }

        const named = new Set<string>();
        for (const difference of await world.differences()) {
          if (!('sequence' in difference)) continue;
          named.add(`${difference.type} ${difference.personId} ${difference.sequence}`);
          if (difference.entryId !== null)
            expect(difference.entryId).toBe(ids.get(`${difference.personId} ${difference.sequence}`));
        }
        expect([...named].sort()).toEqual([...expected].sort());
      });
    }),
    { numRuns: 12 },
  );
});
