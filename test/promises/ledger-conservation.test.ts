import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LocalDate } from '../../src/kernel/local-date.js';
import { ALL_TIME, periodKeysOf, periodOfDate, type PeriodKey } from '../../src/kernel/period.js';
import type { EntryClass } from '../../src/modules/ledger/index.js';
import { newEntry, openLedgerWorld, type LedgerWorld } from '../support/ledger-world.js';

/** Points are conserved: whatever is credited, corrected and reversed, entries, totals and boards say the same. */

let world: LedgerWorld;
beforeAll(async () => {
  world = await openLedgerWorld();
});
afterAll(() => world.close());

const PEOPLE = 4;

type Step =
  | {
      readonly do: 'credit';
      readonly person: number;
      readonly kind: 'earn' | 'award' | 'bonus';
      readonly points: number;
      readonly date: LocalDate;
    }
  | { readonly do: 'credit again'; readonly entry: number }
  | { readonly do: 'adjust'; readonly entry: number; readonly points: number }
  | { readonly do: 'reverse'; readonly entry: number };

const which = fc.nat({ max: 50 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('credit' as const),
      person: fc.nat({ max: PEOPLE - 1 }),
      kind: fc.constantFrom('earn' as const, 'award' as const, 'bonus' as const),
      points: fc.integer({ min: 1, max: 1000 }),
      date: fc.constantFrom(
        '2025-03-31',
        '2025-04-01',
        '2025-06-28',
        '2025-10-01',
        '2025-11-10',
        '2026-03-31',
        '2026-04-01',
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('credit again' as const), entry: which }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('adjust' as const),
      entry: which,
      points: fc.integer({ min: -5, max: 1200 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('reverse' as const), entry: which }) },
);

/** What the model knows of a credited entry. */
interface ModelEntry {
  readonly id: string;
  readonly sourceKey: string;
  readonly person: string;
  readonly class: EntryClass;
  readonly date: LocalDate;
  worth: number;
  reversed: boolean;
}

async function outcome(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
    return 'done';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

/** Does one step to the system and to the model, and compares the answers. */
async function apply(entries: ModelEntry[], people: readonly string[], each: Step): Promise<void> {
  const { ledger, actor } = world;
  if (each.do === 'credit') {
    const person = people[each.person] ?? '';
    const entry = await ledger.credit(
      actor,
      newEntry(person, { kind: each.kind, points: each.points, effectiveDate: each.date }),
    );
    entries.push({
      id: entry.id,
      sourceKey: entry.sourceKey,
      person,
      class: each.kind === 'bonus' ? 'bonus' : 'regular',
      date: each.date,
      worth: each.points,
      reversed: false,
    });
    return;
  }
  const entry = entries[each.entry % Math.max(1, entries.length)];
  if (entry === undefined) return;
  if (each.do === 'credit again') {
    const again = newEntry(entry.person, { sourceKey: entry.sourceKey });
    expect(await outcome(() => ledger.credit(actor, again))).toBe('ledger.already_credited');
  } else if (each.do === 'adjust') {
    const expected = entry.reversed
      ? 'ledger.already_reversed'
      : each.points < 0
        ? 'ledger.points_out_of_range'
        : each.points === entry.worth
          ? 'ledger.nothing_to_correct'
          : 'done';
    expect(await outcome(() => ledger.adjust(actor, { entryId: entry.id, points: each.points, reason: 'model' }))).toBe(
      expected,
    );
    if (expected === 'done') entry.worth = each.points;
  } else {
    const expected = entry.reversed ? 'ledger.already_reversed' : 'done';
    expect(await outcome(() => ledger.reverse(actor, { entryId: entry.id, reason: 'model' }))).toBe(expected);
    entry.worth = 0;
    entry.reversed = true;
  }
}

function modelSum(entries: readonly ModelEntry[], person: string, period: PeriodKey, of: EntryClass): number {
  return entries
    .filter((entry) => entry.person === person && entry.class === of)
    .filter((entry) => periodKeysOf(periodOfDate(entry.date, world.calendar)).includes(period))
    .reduce((sum, entry) => sum + entry.worth, 0);
}

const PERIODS: readonly PeriodKey[] = [
  '2024-Q4',
  '2025-Q1',
  '2025-Q3',
  '2025-Q4',
  '2026-Q1',
  '2024',
  '2025',
  '2026',
  ALL_TIME,
];

async function compareEverything(entries: readonly ModelEntry[], people: readonly string[]): Promise<void> {
  const totals = await world.ledger.totals(people, PERIODS);
  const summed = new Map<string, number>();
  for await (const entry of world.ledger.eachEntry({})) {
    for (const period of periodKeysOf(entry)) {
      const key = `${entry.personId} ${period} ${entry.class}`;
      summed.set(key, (summed.get(key) ?? 0) + entry.points);
    }
  }
  for (const of of ['regular', 'bonus'] as const) {
    for (const period of PERIODS) {
      const board = await world.leaderboard.page(
        period,
        { viewerId: null, viewAll: true, class: of },
        { number: 1, size: 100 },
      );
      const ranked = new Map(board.rows.map((row) => [row.personId, row.points]));
      for (const person of people) {
        const expected = modelSum(entries, person, period, of);
        expect(totals.get(person)?.[period]?.[of], `total of ${period}`).toBe(expected);
        expect(summed.get(`${person} ${period} ${of}`) ?? 0, `entries of ${period}`).toBe(expected);
        expect(ranked.get(person) ?? 0, `board of ${period}`).toBe(expected);
      }
    }
  }
  expect(await world.differences()).toEqual([]);
}

it('model, entries, totals and boards agree after any steps', async () => {
  let corrected = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40, size: 'max' }), async (steps) => {
      world.newOrganization();
      await world.run(async () => {
        const people = Array.from({ length: PEOPLE }, () => world.person());
        const entries: ModelEntry[] = [];
        for (const each of steps) await apply(entries, people, each);
        corrected += entries.filter(({ reversed }) => reversed).length;
        await world.outbox.relay.drain();
        await compareEverything(entries, people);
      });
    }),
    { numRuns: 15 },
  );
  expect(corrected).toBeGreaterThan(10);
});
