import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PersonActor } from '../../../src/kernel/actor.js';
import { quarterNumber, type QuarterKey } from '../../../src/kernel/period.js';
import { bonusKey } from '../../../src/modules/bonuses/index.js';
import { DEFAULT_TARGETS, type TargetConfig } from '../../../src/modules/targets/index.js';
import { bonusCompany, type BonusCompany } from '../../support/bonus-company.js';
import { createWorld, WORLD_START, type Tenant, type World } from '../../support/world.js';

const Q3 = '2025-Q3';

let world: World;
let tenant: Tenant;
let central: PersonActor;
let company: BonusCompany;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  world.clock.set(WORLD_START);
  tenant = await world.tenant();
  central = await tenant.actor({ grants: ['central'], grade: 'D2', name: 'David Ortiz' });
  company = bonusCompany(world, tenant);
});

async function stateOf(personId: string, quarter: QuarterKey = Q3) {
  const state = (await tenant.run(() => world.bonuses.states([personId], quarter))).get(personId);
  if (state === undefined) throw new Error('nobody there');
  return state;
}

const award = (personId: string, period: QuarterKey = Q3) =>
  tenant.run(() => world.bonuses.award(central, { personId, period }));

const revise = (config: TargetConfig, from: string) => tenant.run(() => world.targets.revise(central, from, config));

/** The first milestone is worth another amount. */
const firstMilestone = (amount: number): TargetConfig => ({
  ...DEFAULT_TARGETS,
  milestones: [{ percent: 25, amounts: [amount, amount, amount, amount] }, ...DEFAULT_TARGETS.milestones.slice(1)],
});

describe('eligibility', () => {
  it('40: a missing month counts 0, and keeps a C1 from the bonus but no A1', async () => {
    const months = { '2025-10': 9000, '2025-11': 6000 };
    const [c1, a1] = [await tenant.person({ grade: 'C1' }), await tenant.person({ grade: 'A1' })];
    for (const { id } of [c1, a1]) {
      await company.earn(id, 7700);
      await company.utilization(id, months);
    }
    const state = await stateOf(c1.id);
    expect(state).toMatchObject({
      eligible: false,
      rule: 'utilization',
      reason: 'Utilization 50.0 % of 80.0 % needed.',
    });
    expect(state.figures.utilization).toEqual({ average: 50, recorded: 2, of: 3, needed: 80, exempt: false });
    expect(await stateOf(a1.id)).toMatchObject({ eligible: true, rule: 'eligible' });
    const shown = (await tenant.run(() => world.targets.utilization([c1.id], ['2025-10', '2025-11', '2025-12']))).get(
      c1.id,
    );
    expect(shown).toMatchObject({ average: 75, recorded: 2, of: 3 });
  });

  it.each([
    ['41: 7699', 7699, 8500, { eligible: false, reason: '7699 / 7700 points of the quarterly target.' }],
    ['41: 7700 and 79.99 %', 7700, 7999, { eligible: false, reason: 'Utilization 79.9 % of 80.0 % needed.' }],
    ['41: 7700 and 80 %', 7700, 8000, { eligible: true, amount: 1000 }],
  ])('%s', async (_name, points, basisPoints, expected) => {
    const { id } = await tenant.person({ grade: 'C1' });
    await company.earn(id, points);
    await company.utilization(id, { '2025-10': basisPoints, '2025-11': basisPoints, '2025-12': basisPoints });
    expect(await stateOf(id)).toMatchObject(expected);
  });

  it('42: the milestone table, all 16 cells', async () => {
    const table: Readonly<Record<number, readonly [number, number, number, number]>> = {
      7700: [1000, 1000, 1000, 1000],
      15_400: [3000, 1000, 1000, 1000],
      23_100: [6000, 3000, 1000, 1000],
      30_800: [10_000, 6000, 3000, 1000],
    };
    const days = { '2025-Q1': '2025-06-30', '2025-Q2': '2025-09-30', '2025-Q3': '2025-12-31', '2025-Q4': '2026-03-31' };
    const months = {
      ...{ '2025-Q1': ['2025-04', '2025-05', '2025-06'], '2025-Q2': ['2025-07', '2025-08', '2025-09'] },
      ...{ '2025-Q3': ['2025-10', '2025-11', '2025-12'], '2025-Q4': ['2026-01', '2026-02', '2026-03'] },
    };
    world.clock.set('2026-04-10T06:00:00Z');
    for (const [points, amounts] of Object.entries(table)) {
      // All points in the quarter that is asked for, so that its own target is reached as well.
      for (const [quarter, day] of Object.entries(days) as [keyof typeof days, string][]) {
        const { id } = await tenant.person({ grade: 'C1' });
        await company.utilization(id, Object.fromEntries(months[quarter].map((month) => [month, 8000])));
        await company.earn(id, Number(points), day);
        const expected = amounts[quarterNumber(quarter) - 1];
        expect({ points, quarter, ...(await stateOf(id, quarter)) }).toMatchObject({
          points,
          quarter,
          eligible: true,
          amount: expected,
        });
      }
    }
  });

  it('is that of the last day of the quarter: points after it and a promotion of the next day change nothing', async () => {
    world.clock.set('2026-03-20T06:00:00Z');
    const person = await tenant.person({ grade: 'C1' });
    await company.utilization(person.id, { '2026-01': 8000, '2026-02': 8000, '2026-03': 8000 });
    await company.earn(person.id, 7700, '2026-03-01');
    const before = await stateOf(person.id, '2025-Q4');
    expect(before).toMatchObject({ eligible: true, grade: 'C1', amount: 1000 });

    world.clock.set('2026-04-01T06:00:00Z');
    await tenant.run(() => world.people.edit(tenant.system, person.id, { grade: 'C2' }));
    await company.earn(person.id, 30_000, '2026-04-01');
    expect(await stateOf(person.id, '2025-Q4')).toEqual(before);
    expect(await stateOf(person.id, '2026-Q1')).toMatchObject({ grade: 'C2' });
    const page = await tenant.run(() =>
      world.bonuses.overview(central, { quarter: '2025-Q4', grade: 'C1' }, { number: 1, size: 10 }),
    );
    expect(page.items.map(({ state }) => state.grade)).toEqual(['C1']);

    const { awarded } = await award(person.id, '2025-Q4');
    expect(awarded).toMatchObject([{ personId: person.id, points: 1000 }]);
    const [entry] = await company.bonusEntries(person.id);
    expect(entry).toMatchObject({
      ...{
        kind: 'bonus',
        class: 'bonus',
        points: 1000,
        quarter: '2025-Q4',
        effectiveDate: '2026-03-31',
        unit: 'central',
      },
      ...{ sourceKey: bonusKey(person.id, '2025-Q4'), basis: { value: 1000, quantity: 1, grade: 'C1' } },
      reason:
        'Bonus Q4 FY 2025-26: milestone 25 %. 7700 of 30800 points of the year, 7700 of 7700 of the quarter, utilization 80.0 %.',
    });
  });

  it('keeps a grade from the day of the change on, the first one for all days before', async () => {
    const person = await tenant.person({ grade: 'B1' });
    const gradeOn = async (day: string) =>
      (await tenant.run(() => world.people.gradesOn([person.id], day))).get(person.id);
    expect(await gradeOn('2019-01-01')).toBe('B1');
    const edit = (grade: string) =>
      tenant.run(() => world.people.editMany(tenant.system, [{ id: person.id, changes: { grade } }]));
    world.clock.set('2026-01-10T06:00:00Z');
    await edit('C2');
    // A slip of the same day leaves no trace.
    await edit('C1');
    world.clock.set('2026-02-10T06:00:00Z');
    await edit('D1');
    const days = ['2019-01-01', '2026-01-09', '2026-01-10', '2026-02-09', '2026-02-10', '2030-01-01'];
    expect(await Promise.all(days.map(gradeOn))).toEqual(['B1', 'B1', 'C1', 'C1', 'D1', 'D1']);
    expect(await tenant.run(() => world.people.gradesOf(person.id))).toEqual([
      { since: null, grade: 'B1' },
      { since: '2026-01-10', grade: 'C1' },
      { since: '2026-02-10', grade: 'D1' },
    ]);
  });

  it('45: targets changed today leave last quarter’s eligibility unchanged', async () => {
    world.clock.set('2026-01-10T06:00:00Z');
    const person = await company.eligible();
    const before = await stateOf(person.id);
    expect(before).toMatchObject({ eligible: true, amount: 1000 });
    await revise({ ...firstMilestone(5), quarterly: { ...DEFAULT_TARGETS.quarterly, C1: 99_999 } }, '2026-01-10');
    expect(await stateOf(person.id)).toEqual(before);
    expect((await stateOf(person.id, '2025-Q4')).figures.quarterlyTarget).toBe(99_999);
    expect((await award(person.id)).awarded).toMatchObject([{ points: 1000 }]);
  });
});

describe('awarding', () => {
  it('43: 9000 so far and 1000 more are allowed, 1001 are refused', async () => {
    const [fits, exceeds] = [await company.eligible(), await company.eligible()];
    for (const { id } of [fits, exceeds]) await company.bonus(id, 9000, '2025-05-20');
    expect((await award(fits.id)).awarded).toMatchObject([{ points: 1000 }]);
    await revise(firstMilestone(1001), '2025-11-12');
    const { awarded, skipped } = await award(exceeds.id);
    expect(awarded).toEqual([]);
    expect(skipped).toEqual([
      {
        personId: exceeds.id,
        code: 'cap',
        reason: '9000 bonus points this year and 1001 more would exceed the cap of 10000.',
      },
    ]);
    expect(await company.totals(exceeds.id)).toMatchObject({ bonus: 9000 });
  });

  it('43: awarded twice or 20 at once, by two processes, there is one entry of the computed amount', async () => {
    const person = await company.eligible({}, 30_800);
    const other = await world.otherProcess();
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        tenant.run(() => (index % 2 === 0 ? world : other).bonuses.award(central, { personId: person.id, period: Q3 })),
      ),
    );
    expect(outcomes.flatMap(({ awarded }) => awarded)).toMatchObject([{ personId: person.id, points: 3000 }]);
    expect(new Set(outcomes.flatMap(({ skipped }) => skipped.map(({ reason }) => reason)))).toEqual(
      new Set(['Already awarded for Q3 FY 2025-26.']),
    );
    expect(await company.bonusEntries(person.id)).toHaveLength(1);
    expect((await award(person.id)).skipped).toMatchObject([{ code: 'awarded' }]);
  });

  it('44: raises the combined total, never regular figures or milestones', async () => {
    const person = await company.eligible({}, 15_400);
    const before = { totals: await company.totals(person.id), state: await stateOf(person.id) };
    await award(person.id);
    const after = { totals: await company.totals(person.id), state: await stateOf(person.id) };
    expect(before.totals).toEqual({ regular: 15_400, bonus: 0, combined: 15_400 });
    expect(after.totals).toEqual({ regular: 15_400, bonus: 1000, combined: 16_400 });
    expect(after.state).toMatchObject({
      awarded: true,
      eligible: false,
      rule: 'awarded',
      award: { points: 1000, by: 'David Ortiz' },
    });
    expect(after.state.figures).toEqual({ ...before.state.figures, yearBonus: 1000 });
  });

  it('is possible again only after a reversal, under a key with a counter', async () => {
    const person = await company.eligible();
    const first = (await award(person.id)).awarded[0]?.entryId ?? '';
    const reverse = (entryId: string) =>
      tenant.run(() =>
        world.storage.run(() => world.bonuses.reverse(central, { entryId, reason: 'A wrong percentage.' })),
      );
    expect(await reverse(first)).toMatchObject({ points: -1000, quarter: Q3, class: 'bonus', correctsEntryId: first });
    await expect(reverse(first)).rejects.toMatchObject({ status: 409, code: 'ledger.already_reversed' });
    expect(await stateOf(person.id)).toMatchObject({ eligible: true, awarded: false });
    await company.earn(person.id, 15_400);
    const second = (await award(person.id)).awarded[0];
    expect(second).toMatchObject({ points: 1000 });
    expect((await award(person.id)).awarded).toEqual([]);
    expect((await company.bonusEntries(person.id)).map(({ sourceKey }) => sourceKey).sort()).toEqual([
      bonusKey(person.id, Q3),
      `${bonusKey(person.id, Q3)}:2`,
      `reversal:${first}`,
    ]);
    // Corrected to nothing is not reversed: it stays awarded.
    await tenant.run(() =>
      world.ledger.adjust(central, { entryId: second?.entryId ?? '', points: 0, reason: 'Held back.' }),
    );
    expect(await stateOf(person.id)).toMatchObject({ awarded: true, rule: 'awarded' });
  });

  it('is refused for oneself, for nobody, for a quarter to come, and for who has left unless that is meant', async () => {
    const own = await company.eligible({ grants: ['central'] });
    const me = await tenant.actor(own);
    const order = (personId: string, period: QuarterKey = Q3, more = {}) =>
      tenant.run(() => world.bonuses.award(me, { personId, period, ...more }));
    await expect(order(own.id)).rejects.toMatchObject({ status: 403, code: 'bonus.own' });
    const stranger = await (await world.tenant()).person();
    await expect(order(stranger.id)).rejects.toMatchObject({ status: 422, code: 'bonus.person_not_found' });
    await expect(order(own.id, '2025-Q4')).rejects.toMatchObject({ status: 422, code: 'bonus.quarter_not_begun' });
    const hr = await tenant.actor({ grants: ['hr'] });
    await expect(tenant.run(() => world.bonuses.award(hr, { personId: own.id, period: Q3 }))).rejects.toMatchObject({
      status: 403,
      code: 'bonus.forbidden',
    });

    const left = await company.eligible();
    await tenant.run(() => world.people.deactivate(tenant.system, left.id, 'Left.'));
    await expect(order(left.id)).rejects.toMatchObject({ code: 'bonus.person_deactivated' });
    const all = await tenant.run(() => world.bonuses.awardAll(me, { period: Q3 }));
    expect(all).toMatchObject({ status: 'completed', done: 0 });
    const outcome = await tenant.run(() => world.bonuses.runOutcome(me, all.id));
    expect(Object.fromEntries(outcome.skipped.map(({ personId, code }) => [personId, code]))).toMatchObject({
      [own.id]: 'own',
      [left.id]: 'deactivated',
    });
    expect((await order(left.id, Q3, { alsoDeactivated: true })).awarded).toMatchObject([{ points: 1000 }]);
  });
});
