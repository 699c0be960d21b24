import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newEntry, openLedgerWorld, type LedgerWorld } from '../../../test/support/ledger-world.js';
import { periodKeysOf } from '../../kernel/period.js';
import type { Unit } from '../../kernel/units.js';
import { addToCells, eachCell, readCells, writeCells, type Cells } from './breakdown-cells.js';
import type { Breakdown, BreakdownFilter } from './breakdown.js';
import { describeDifference } from './describe-difference.js';
import type { Entry } from './entry.js';

const PARTS: readonly (readonly [string, Unit])[] = [
  ['mentoring', 'pm'],
  ['mindshare', 'marketing'],
  ['feedback', 'hr'],
];
const DAYS = ['2024-12-31', '2025-03-31', '2025-04-01', '2025-06-15', '2025-06-30', '2025-07-01', '2025-09-09'];

let world: LedgerWorld;
let people: string[];
let entries: Entry[];

/** Points in every quarter of two fiscal years, with corrections; some by a calendar that was changed afterwards. */
beforeAll(async () => {
  world = await openLedgerWorld();
  people = Array.from({ length: 6 }, () => world.person());
  await world.run(async () => {
    let step = 0;
    for (const person of people) {
      for (const effectiveDate of DAYS) {
        step += 1;
        Object.assign(world.calendar, { fiscalStartMonth: step % 5 === 0 ? 2 : 4 });
        const [categoryCode, unit] = PARTS[step % 3] ?? ['mentoring', 'pm'];
        const bonus = step % 7 === 0;
        const { id } = await world.ledger.credit(
          world.actor,
          newEntry(person, {
            points: 10 * step,
            effectiveDate,
            ...(bonus ? { kind: 'bonus', categoryCode: 'bonus', unit: 'central' } : { categoryCode, unit }),
          }),
        );
        if (step % 4 === 0) await world.ledger.adjust(world.actor, { entryId: id, points: 3, reason: 'Typo.' });
        if (step % 6 === 0) await world.ledger.reverse(world.actor, { entryId: id, reason: 'Twice.' });
      }
    }
    entries = await allEntries();
  });
});
afterAll(() => world.close());

async function allEntries(): Promise<Entry[]> {
  const found: Entry[] = [];
  for await (const entry of world.ledger.eachEntry({})) found.push(entry);
  return found;
}

/** What the entries alone say, in words that compare. */
function expected(filter: BreakdownFilter) {
  const { period, from = '', to = '9', personIds, categoryCode, unit } = filter;
  const wanted = entries.filter(
    (entry) =>
      (period === undefined || period === entry.quarter || period === `${entry.year}` || period === 'all') &&
      entry.effectiveDate >= from &&
      entry.effectiveDate <= to &&
      personIds?.has(entry.personId) !== false &&
      (categoryCode ?? entry.categoryCode) === entry.categoryCode &&
      (unit ?? entry.unit) === entry.unit,
  );
  const cells: Cells = new Map();
  for (const entry of wanted) addToCells(cells, entry);
  const ofPerson = new Map<string, number>();
  for (const { personId, points } of wanted) ofPerson.set(personId, (ofPerson.get(personId) ?? 0) + points);
  const takers = new Map<string, Set<string>>();
  for (const { categoryCode: code, personId, class: name, correctsEntryId } of wanted)
    if (name === 'regular' && correctsEntryId === null) takers.set(code, (takers.get(code) ?? new Set()).add(personId));
  return {
    ...{ cells: writeCells(cells).split('\n').filter(Boolean), people: [...ofPerson].sort() },
    takers: sorted(takers),
  };
}

const sorted = (takers: Breakdown['takers']) => [...takers].map(([code, people]) => [code, [...people].sort()]).sort();

function found({ cells, people: sums, takers }: Breakdown) {
  const read: Cells = new Map(
    cells.map((cell) => [
      `${cell.quarter} ${cell.month} ${cell.categoryCode} ${cell.unit} ${cell.class}`,
      { points: cell.points, count: cell.count },
    ]),
  );
  return {
    cells: writeCells(read).split('\n').filter(Boolean),
    people: [...sums].map(([id, { regular, bonus }]) => [id, regular + bonus] as const).sort(),
    takers: sorted(takers),
  };
}

const FILTERS: readonly (readonly [string, () => BreakdownFilter])[] = [
  ['all time', () => ({})],
  ['a quarter as it was stored', () => ({ period: '2025-Q1' })],
  ['a fiscal year', () => ({ period: '2024' })],
  ['whole months', () => ({ from: '2025-04-01', to: '2025-06-30' })],
  ['days within a month', () => ({ from: '2025-06-15', to: '2025-06-29' })],
  ['days of two months', () => ({ from: '2025-03-31', to: '2025-04-01' })],
  ['months with days around them', () => ({ from: '2025-03-31', to: '2025-07-01' })],
  ['a category', () => ({ period: 'all', categoryCode: 'mentoring' })],
  ['a unit by days', () => ({ from: '2024-12-30', to: '2025-09-08', unit: 'marketing' })],
  ['some people', () => ({ from: '2025-01-01', to: '2025-06-15', personIds: new Set(people.slice(0, 2)) })],
  ['nobody', () => ({ period: '2025', personIds: new Set<string>() })],
];

describe('breakdown', () => {
  it.each(FILTERS)('of %s is what the entries come to', async (_name, filter) => {
    const breakdown = await world.run(() => world.ledger.breakdown(filter()));
    expect(found(breakdown)).toEqual(expected(filter()));
  });

  it.each(['kept', 'not made yet'] as const)(
    'by person, category and period is what the entries come to: %s',
    (state) =>
      world.run(async () => {
        const { accounts } = collections();
        const codes = PARTS.map(([code]) => code).slice(0, 2);
        const periods = [...new Set(entries.flatMap((entry) => [...periodKeysOf(entry)]))];
        const [unmade = ''] = people;
        if (state === 'not made yet') await accounts.updateOne({ person: unmade }, { $unset: { brokenDown: '' } });
        const totals = await world.ledger.categoryTotals(people.slice(0, 4), new Set(codes));
        await accounts.updateOne({ person: unmade }, { $set: { brokenDown: true } });
        const lines = people.slice(0, 4).flatMap((person) =>
          periods.flatMap((period) =>
            codes.flatMap((categoryCode) => {
              const meant = entries.filter(
                (entry) =>
                  entry.personId === person &&
                  entry.categoryCode === categoryCode &&
                  periodKeysOf(entry).includes(period),
              );
              const sum = (of: Entry['class']) =>
                meant.reduce((total, { class: name, points }) => total + (name === of ? points : 0), 0);
              const points = { regular: sum('regular'), bonus: sum('bonus') };
              return meant.length === 0 ? [] : [{ person, period, categoryCode, ...points }];
            }),
          ),
        );
        const read = [...totals].flatMap(([person, sums]) => sums.map((one) => ({ person, ...one })));
        const sorted = (of: typeof lines) => of.map((line) => JSON.stringify(Object.entries(line).sort())).sort();
        expect(sorted(read)).toEqual(sorted(lines));
      }),
  );

  it('counts what was got, and corrections only as points', () =>
    world.run(async () => {
      const { people: sums } = await world.ledger.breakdown({});
      const originals = entries.filter(({ kind, class: name }) => kind === 'earn' && name === 'regular');
      expect([...sums.values()].reduce((total, { count }) => total + count, 0)).toBe(originals.length);
    }));

  it('is read from the entries until it was made for accounts of before, and then kept', () =>
    world.run(async () => {
      const { accounts, breakdowns } = collections();
      const before = await breakdowns
        .find({}, { projection: { _id: 0 } })
        .sort({ person: 1, year: 1 })
        .toArray();
      await breakdowns.deleteMany({});
      await accounts.updateMany({}, { $unset: { brokenDown: '' } });
      expect(found(await world.ledger.breakdown({ period: '2025' }))).toEqual(expected({ period: '2025' }));
      await world.ledger.credit(world.actor, newEntry(people[0] ?? '', { effectiveDate: '2025-08-08', points: 1 }));
      expect(await breakdowns.countDocuments()).toBe(0);
      entries = await allEntries();
      expect(found(await world.ledger.breakdown({}))).toEqual(expected({}));
      await world.ledger.completeBreakdowns();
      expect(await breakdowns.countDocuments()).toBe(before.length);
      expect(found(await world.ledger.breakdown({}))).toEqual(expected({}));
      expect(await differences()).toEqual([]);
    }));

  it('is named where it is wrong, and made anew', () =>
    world.run(async () => {
      const { accounts, breakdowns } = collections();
      const [one, other, third] = people as [string, string, string];
      await breakdowns.updateOne(
        { person: one, year: 2025 },
        { $set: { cells: '2025-Q1 2025-04 mentoring pm regular=1,1' } },
      );
      await breakdowns.deleteOne({ person: other, year: 2024 });
      await accounts.updateOne({ person: third }, { $unset: { brokenDown: '' } });
      await breakdowns.deleteMany({ person: third });
      expect((await differences()).sort()).toEqual(
        [
          `person ${one}: the breakdown of 2025 by month and category is not that of the entries`,
          `person ${other}: the breakdown of 2024 by month and category is not that of the entries`,
        ].sort(),
      );
      await world.ledger.rebuildTotals();
      expect(await differences()).toEqual([]);
      expect(found(await world.ledger.breakdown({}))).toEqual(expected({}));
    }));

  function collections() {
    const { connection } = world.storage;
    return {
      accounts: connection.collection('ledger_accounts'),
      breakdowns: connection.collection('ledger_breakdowns'),
    };
  }

  async function differences(): Promise<string[]> {
    const lines: string[] = [];
    for await (const difference of world.ledger.verify()) lines.push(describeDifference(difference));
    return lines;
  }
});

it('cells are read as they were written', () => {
  const cell = fc.record({ points: fc.integer(), count: fc.nat() });
  const key = fc
    .tuple(fc.constantFrom('2025-Q1', '2024-Q4'), fc.constantFrom('2025-04', '2026-01'), fc.constantFrom(...PARTS))
    .map(([quarter, month, [code, unit]]) => `${quarter} ${month} ${code} ${unit} regular`);
  fc.assert(
    fc.property(fc.array(fc.tuple(key, cell)), (pairs) => {
      const cells: Cells = new Map(pairs);
      expect(readCells(writeCells(cells))).toEqual(cells);
      const texts: string[] = [];
      eachCell(writeCells(cells), (text) => texts.push(text));
      expect(texts).toEqual([...cells.keys()].sort());
    }),
  );
});
