import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PersonActor } from '../../../src/kernel/actor.js';
import type { Unit } from '../../../src/kernel/units.js';
import type { Entry } from '../../../src/modules/ledger/index.js';
import type { Person } from '../../../src/modules/people/index.js';
import type { Analytics, AnalyticsFilter } from '../../../src/modules/reports/index.js';
import { createFiguresWorld, type FiguresWorld } from '../../support/figures-world.js';
import { newEntry } from '../../support/ledger-world.js';
import { claim } from '../../support/requests.js';
import type { Tenant } from '../../support/tenant.js';

let world: FiguresWorld;
beforeAll(async () => {
  world = await createFiguresWorld();
});
afterAll(() => world.close());

const PARTS: readonly (readonly [string, Unit])[] = [
  ['mentoring', 'pm'],
  ['mindshare', 'marketing'],
  ['feedback', 'hr'],
];
const DAYS = ['2025-02-14', '2025-06-30', '2025-07-01', '2025-09-30', '2025-10-01', '2025-11-11'];
const PLACES = [
  { department: 'IT', location: 'India', grade: 'B1' },
  { department: 'Sales', location: 'US', grade: 'C1' },
  { department: 'HR', location: 'India', grade: 'D1' },
];

const sum = <T>(rows: Iterable<T>, of: (row: T) => number) => [...rows].reduce((total, row) => total + of(row), 0);

describe('38: analytics of central, after random histories', () => {
  let tenant: Tenant;
  let central: PersonActor;
  let people: Person[];
  let step = 0;

  beforeAll(async () => {
    tenant = await world.tenant();
    central = await tenant.actor({ grants: ['central'], department: 'Management' });
    people = [];
    for (let index = 0; index < 12; index += 1) people.push(await tenant.person(PLACES[index % PLACES.length]));
  }, 60_000);

  /** Some entries in one go, and what was corrected about some of them. */
  async function credit(deeds: readonly { person: number; part: number; day: number; points: number; fate: number }[]) {
    await tenant.run(async () => {
      const entries = await world.storage.run(() =>
        world.ledger.creditMany(
          tenant.system,
          deeds.map(({ person, part, day, points, fate }) => {
            const [categoryCode, unit] = PARTS[part] ?? ['feedback', 'hr'];
            step += 1;
            return newEntry(people[person]?.id ?? '', {
              ...{ points, categoryCode, unit, sourceKey: `award:${step}`, effectiveDate: DAYS[day] ?? '' },
              ...(fate === 3 && { kind: 'bonus', categoryCode: 'bonus', unit: 'central' }),
            });
          }),
        ),
      );
      for (const [index, { id }] of entries.entries()) {
        const fate = deeds[index]?.fate;
        if (fate === 1) await world.ledger.adjust(tenant.system, { entryId: id, points: 7000, reason: 'Typo.' });
        if (fate === 2) await world.ledger.reverse(tenant.system, { entryId: id, reason: 'Twice.' });
      }
    });
    await world.outbox.relay.drain();
  }

  const look = (filter: AnalyticsFilter) =>
    tenant.run(() => world.reports.analytics(central, 'central', 'company', filter));

  async function entriesOf(within: (entry: Entry) => boolean): Promise<Entry[]> {
    const found: Entry[] = [];
    await tenant.run(async () => {
      for await (const entry of world.ledger.eachEntry({})) if (within(entry)) found.push(entry);
    });
    return found;
  }

  function groupings(data: Analytics): number[] {
    return [
      ...[data.byMonth, data.byQuarter, data.byCategory, data.byUnit].map((rows) =>
        sum(rows, ({ regular }) => regular),
      ),
      ...[data.byDepartment, data.byGrade, data.byLocation].map((rows) => sum(rows, ({ points }) => points)),
    ];
  }

  const deed = fc.record({
    person: fc.nat({ max: 11 }),
    part: fc.nat({ max: 2 }),
    day: fc.nat({ max: 5 }),
    points: fc.integer({ min: 1, max: 900 }),
    fate: fc.nat({ max: 5 }),
  });

  it('every grouping comes to the sums of boards and of entries, people who left included', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 1, maxLength: 8 }), fc.nat({ max: 11 }), async (deeds, leaver) => {
        await credit(deeds);
        const person = people[leaver];
        if (step % 3 === 0 && person !== undefined && (await isActive(person.id)))
          await tenant.run(() => world.people.deactivate(tenant.system, person.id, '2025-10-20'));
        for (const period of ['2025-Q2', '2025-Q3', '2025'] as const) {
          const data = await look({ period });
          const entries = await entriesOf(({ quarter, year }) => period === quarter || period === `${year}`);
          const board = await tenant.run(() => world.leaderboard.sums(period));
          const regular = sum(entries, (entry) => (entry.class === 'regular' ? entry.points : 0));
          expect({ points: data.total.points, bonus: data.bonus }).toEqual({
            points: board.regular,
            bonus: board.bonus,
          });
          expect(groupings(data)).toEqual(Array.from({ length: 7 }, () => regular));
          expect(data.bonus).toBe(sum(entries, (entry) => (entry.class === 'bonus' ? entry.points : 0)));
          expect(data.total.count).toBe(
            entries.filter((entry) => entry.class === 'regular' && entry.correctsEntryId === null).length,
          );
        }
        const days = { from: '2025-06-30', to: '2025-10-01' };
        const within = await entriesOf(
          (entry) => entry.class === 'regular' && entry.effectiveDate >= days.from && entry.effectiveDate <= days.to,
        );
        const all = await look(days);
        expect(groupings(all)).toEqual(Array.from({ length: 7 }, () => sum(within, ({ points }) => points)));
        const sales = await look({ ...days, department: 'Sales' });
        expect(sales.total).toEqual({ ...all.byDepartment.find(({ key }) => key === 'Sales'), key: undefined });
        expect(new Set(groupings(sales))).toEqual(new Set([sales.total.points]));
        for (const row of all.byCategory) {
          const { total, people } = await look({ ...days, category: row.key });
          expect({ ...row, ...{ name: '', key: '' } }).toEqual({
            ...{ name: '', key: '', regular: total.points, count: total.count, people },
            ...{ eligible: total.eligible, participants: total.participants, percent: total.percent },
          });
          const got = within.filter((entry) => entry.categoryCode === row.key && entry.correctsEntryId === null);
          expect(row.people).toBe(new Set(got.map(({ personId }) => personId)).size);
        }
        const got = within.filter(({ correctsEntryId }) => correctsEntryId === null);
        expect(all.people).toBe(new Set(got.map(({ personId }) => personId)).size);
        const mentoring = await look({ ...days, category: 'mentoring', unit: 'pm' });
        expect(mentoring.total.points).toBe(all.byCategory.find(({ key }) => key === 'mentoring')?.regular ?? 0);
      }),
      { numRuns: 4, seed: 38 },
    );
  }, 120_000);

  async function isActive(id: string): Promise<boolean> {
    return (await tenant.run(() => world.people.byId(id))).status === 'active';
  }

  it('shows every quarter of a range, also without points, and none outside', async () => {
    const { byQuarter, byMonth } = await look({ from: '2024-10-05', to: '2025-02-01' });
    expect(byQuarter).toEqual(['2024-Q3', '2024-Q4'].map((key) => ({ key, regular: 0, count: 0 })));
    expect(byMonth).toHaveLength(5);
  });
});

describe('who takes part in a category', () => {
  it('is counted by the definition of all other shares, for the category alone, within a filter too', async () => {
    const tenant = await world.tenant();
    const hr = await tenant.actor({ grants: ['hr'], grade: 'D1' });
    const someone = (overrides: object) => tenant.person({ grade: 'C1', department: 'IT', ...overrides });
    const [one, other, junior, leaver] = [
      await someone({}),
      await someone({ department: 'Sales' }),
      await someone({ grade: 'A1' }),
      await someone({}),
    ];
    await someone({ joiningDate: '2025-12-01' });
    // Worth nothing for A1, and got by one all the same, with the grade of before.
    await tenant.run(() =>
      world.catalog.revise(tenant.system, 'mentoring', { gradeValues: { A1: 0 } }, { effectiveFrom: '2025-11-12' }),
    );
    const credit = (person: Person, categoryCode = 'mentoring') => world.credit(tenant, person.id, { categoryCode });
    const { id } = await credit(one);
    await credit(one);
    await credit(one, 'interviews');
    await tenant.run(() => world.ledger.reverse(tenant.system, { entryId: id, reason: 'Twice.' }));
    await credit(junior);
    await credit(leaver);
    await tenant.run(() => world.people.deactivate(tenant.system, leaver.id, '2025-11-11'));
    await credit(other, 'interviews');
    const rows = async (filter: AnalyticsFilter) => {
      const { people, byCategory } = await tenant.run(() => world.reports.analytics(hr, 'hr', 'company', filter));
      const told = byCategory.map((row) => [
        row.key,
        row.count,
        row.people,
        row.participants,
        row.eligible,
        row.percent,
      ]);
      return { people, rows: told.sort() };
    };
    // Eligible are one, other and HR: the junior is not, the leaver has left, the newcomer comes later.
    expect(await rows({ from: '2025-10-01', to: '2025-11-30' })).toEqual({
      people: 4,
      rows: [
        ['interviews', 2, 2, 2, 4, 50],
        ['mentoring', 4, 3, 1, 3, 33.3],
      ],
    });
    expect((await rows({ from: '2025-10-01', to: '2025-11-30', department: 'Sales' })).rows).toEqual([
      ['interviews', 1, 1, 1, 1, 100],
    ]);
  }, 30_000);
});

describe('how units decide', () => {
  it('tells approved among decided, withdrawn apart, and times by the hours of the day of the decision', async () => {
    const tenant = await world.tenant();
    const manager = await tenant.actor({ grants: ['pm'] });
    const hr = await tenant.actor({ grants: ['hr'] });
    const employee = await tenant.actor({ managerId: manager.personId });
    const started = world.clock.now();
    try {
      const endings = [
        [1, 'approve'],
        [2, 'approve'],
        [3, 'reject'],
        [6, 'withdraw'],
      ] as const;
      for (const [hours, ending] of endings) {
        world.clock.set('2025-11-12T05:00:00Z');
        const { id } = await tenant.run(() => world.requests.raise(employee, claim({ acknowledgeDuplicate: true })));
        world.clock.set(`2025-11-12T${String(5 + hours).padStart(2, '0')}:00:00Z`);
        await tenant.run(async () => {
          if (ending === 'withdraw') await world.requests.withdraw(employee, id);
          else await world.requests.decide(manager, 'pm', id, { decision: ending, notes: 'Seen.' });
        });
      }
      const decisions = async () =>
        (await tenant.run(() => world.reports.analytics(hr, 'hr', 'company', {}))).byUnit.find(
          ({ key }) => key === 'pm',
        );
      const expected = {
        ...{ approved: 2, rejected: 1, withdrawn: 1, decided: 3, approval: 66.6 },
        ...{ medianHours: 2, ninetiethHours: 3 },
      };
      expect(await decisions()).toMatchObject(expected);
      // A holiday that is declared afterwards changes nothing about decisions that were made.
      await tenant.run(() =>
        world.organizations.revise(tenant.system, {
          settings: { holidays: [{ date: '2025-11-12', name: 'Founders’ day' }] },
        }),
      );
      expect(await decisions()).toMatchObject(expected);
      // Requests of before outcomes were kept: read themselves until somebody has been through them, then kept.
      const { connection } = world.storage;
      const ofTenant = { organization: tenant.organization.id };
      await connection.collection('request_outcomes').deleteMany(ofTenant);
      await connection.collection('requests').updateMany(ofTenant, { $unset: { decidedAfter: '' } });
      const ofToday = { ...expected, medianHours: 0, ninetiethHours: 0 };
      expect(await decisions()).toMatchObject(ofToday);
      await world.requests.followUpEverywhere();
      expect(await connection.collection('request_outcomes').countDocuments(ofTenant)).toBe(1);
      expect(await decisions()).toMatchObject(ofToday);
    } finally {
      world.clock.set(started.toISOString());
    }
  }, 30_000);
});

describe('small groups', () => {
  it('stand alone for HR and central only, and no difference of two pages tells them', async () => {
    const tenant = await world.tenant();
    const viewers = {
      pmarch: await tenant.actor({ grants: ['pm_arch'], department: 'IT' }),
      hr: await tenant.actor({ grants: ['hr'], department: 'IT' }),
    };
    const people: Person[] = [];
    for (const department of ['IT', 'IT', 'IT', 'IT', 'IT', 'Sales', 'Sales', 'Sales', 'Sales', 'Sales', 'Finance'])
      people.push(await tenant.person({ department }));
    for (const person of people) await world.credit(tenant, person.id, { points: 100 });
    const seenBy = (unit: 'pmarch' | 'hr', filter: AnalyticsFilter = {}) =>
      tenant.run(() => world.reports.analytics(viewers[unit], unit, 'company', filter));
    const names = async (unit: 'pmarch' | 'hr') =>
      (await seenBy(unit)).byDepartment.map(({ key, together, points }) => [key, together, points]);
    expect(await names('hr')).toEqual([
      ['IT', undefined, 500],
      ['Sales', undefined, 500],
      ['Finance', undefined, 100],
    ]);
    expect(await names('pmarch')).toEqual([
      ['IT', undefined, 500],
      ['', ['Sales', 'Finance'], 600],
    ]);
    expect((await seenBy('hr', { department: 'Finance' })).total.points).toBe(100);
    for (const department of ['Finance', 'Sales']) {
      const { withheld, total, top, byMonth, bonus } = await seenBy('pmarch', { department });
      expect({ withheld, points: total.points, top, byMonth, bonus }).toEqual({
        ...{ withheld: true, points: 0, top: [], byMonth: [], bonus: null },
      });
    }
    expect((await seenBy('pmarch', { department: 'IT' })).total.points).toBe(500);
  }, 30_000);

  it('do not come out by laying the grades of one department over the departments of one grade', async () => {
    const tenant = await world.tenant();
    const viewer = await tenant.actor({ grants: ['pm_arch'], department: 'IT', grade: 'B1' });
    const cells: [count: number, department: string, grade: string][] = [
      [9, 'IT', 'B1'],
      [1, 'IT', 'C1'],
      [6, 'Sales', 'B1'],
      [6, 'Sales', 'C1'],
    ];
    for (const [count, department, grade] of cells)
      for (let left = count; left > 0; left -= 1)
        await world.credit(tenant, (await tenant.person({ department, grade })).id, { points: 100 });
    const seen = (filter: AnalyticsFilter) =>
      tenant.run(() => world.reports.analytics(viewer, 'pmarch', 'company', filter));
    const rows = async (filter: AnalyticsFilter, by: 'byGrade' | 'byDepartment') =>
      (await seen(filter))[by].map(({ together, points }) => [together, points]);
    // Together 700 points: without the 600 of Sales those of the only C1 in IT would be left.
    expect(await rows({ grade: 'C1' }, 'byDepartment')).toEqual([[['IT', 'Sales'], 700]]);
    expect(await rows({ department: 'Sales' }, 'byGrade')).toEqual([[['B1', 'C1'], 1200]]);
    expect(await rows({ department: 'IT' }, 'byGrade')).toEqual([[['B1', 'C1'], 1000]]);
    expect((await seen({ department: 'Sales', grade: 'C1' })).withheld).toBe(true);
    expect((await seen({})).byGrade.map(({ key, points }) => [key, points])).toEqual([
      ['B1', 1500],
      ['C1', 700],
    ]);
  }, 30_000);
});
