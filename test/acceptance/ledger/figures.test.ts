import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../../src/kernel/ids.js';
import { monthsOfQuarter, periodOfInstant } from '../../../src/kernel/period.js';
import { milestonesReached, progress } from '../../../src/modules/targets/index.js';
import { newEntry, openLedgerWorld, type LedgerWorld } from '../../support/ledger-world.js';

let world: LedgerWorld;
beforeAll(async () => {
  world = await openLedgerWorld('2026-02-10T06:00:00Z');
});
afterAll(() => world.close());
beforeEach(() => world.newOrganization());

describe('acceptance 32: periods follow the fiscal calendar in the zone of the organization', () => {
  it.each([
    ['2026-02-10T06:00:00Z', '2025-Q4', 2025],
    ['2026-03-31T18:00:00Z', '2025-Q4', 2025], // 23:30 in Kolkata
    ['2026-03-31T18:40:00Z', '2026-Q1', 2026], // 00:10 on 1 April in Kolkata
  ])('%s is %s', (instant, quarter, year) => {
    expect(periodOfInstant(new Date(instant), world.calendar)).toEqual({ quarter, year });
  });

  it('stores the period with the entry', () =>
    world.run(async () => {
      const entry = await world.ledger.credit(world.actor, newEntry(world.person(), { effectiveDate: '2026-02-10' }));
      expect(entry).toMatchObject({ quarter: '2025-Q4', year: 2025 });
    }));
});

it('acceptance 33: an event of 28 June that is approved on 3 July counts in Q1 everywhere', () =>
  world.run(async () => {
    world.clock.set('2025-07-03T05:00:00Z');
    const person = world.person();
    const entry = await world.ledger.credit(
      world.actor,
      newEntry(person, { points: 250, effectiveDate: '2025-06-28' }),
    );
    await world.outbox.relay.drain();
    expect(entry.quarter).toBe('2025-Q1');
    const totals = (await world.ledger.totals([person], ['2025-Q1', '2025-Q2'])).get(person);
    expect([totals?.['2025-Q1']?.regular, totals?.['2025-Q2']?.regular]).toEqual([250, 0]);
    const board = async (period: '2025-Q1' | '2025-Q2') =>
      (await world.leaderboard.page(period, { viewerId: person, viewAll: false })).me?.points;
    expect([await board('2025-Q1'), await board('2025-Q2')]).toEqual([250, 0]);
    const exported = [];
    for await (const each of world.ledger.eachEntry({ from: '2025-04-01', to: '2025-06-30' }))
      exported.push(each.points);
    expect(exported).toEqual([250]);
    expect((await world.ledger.sumBy({ period: '2025-Q1' }, 'month')).map(({ key }) => key)).toEqual(['2025-06']);
  }));

it('acceptance 34: 500 regular and 1000 bonus stay apart in every figure', () =>
  world.run(async () => {
    world.clock.set('2025-08-20T06:00:00Z');
    const person = world.person();
    await world.ledger.credit(world.actor, newEntry(person, { points: 500, effectiveDate: '2025-08-01' }));
    const [milestone] = milestonesReached(500, 4 * 500, '2025-Q2', await world.targets.configOn('2025-09-30'));
    expect(milestone).toMatchObject({ percent: 25, reached: true, amount: 1000 });
    await world.ledger.credit(
      world.actor,
      newEntry(person, {
        kind: 'bonus',
        points: 1000,
        effectiveDate: '2025-09-30',
        categoryCode: 'bonus',
        unit: 'central',
      }),
    );
    await world.targets.recordUtilization(world.actor, {
      personId: person,
      month: '2025-08',
      basisPoints: 8500,
      requestId: newId(),
    });

    const totals = (await world.ledger.totals([person], ['2025-Q2', '2025', 'all'])).get(person);
    expect(totals?.all.combined).toBe(1500);
    expect(totals?.['2025-Q2']?.regular).toBe(500);
    expect(totals?.['2025']?.regular).toBe(500);
    const utilization = await world.targets.utilization([person], monthsOfQuarter('2025-Q2', world.calendar));
    expect(utilization.get(person)?.average).toBe(85);
    const history = await world.ledger.history({ personIds: [person] }, { number: 1, size: 20 });
    expect(history.totals).toEqual({ regular: 500, bonus: 1000, combined: 1500 });
    expect(progress(totals?.['2025-Q2']?.regular ?? 0, 500)).toMatchObject({ percent: 100, reached: true });
  }));

it('acceptance 35: C1 with 3850 is at 50.0 % of the quarter and 12.5 % of the year', () =>
  world.run(async () => {
    const person = world.person({ grade: 'C1' });
    await world.ledger.credit(world.actor, newEntry(person, { points: 3850, effectiveDate: '2025-11-01' }));
    const totals = (await world.ledger.totals([person], ['2025-Q3', '2025'])).get(person);
    const quarterly = (await world.targets.quarterlyTarget('C1', '2025-12-31')) ?? 0;
    const yearly = (await world.targets.yearlyTarget('C1', '2025-12-31')) ?? 0;
    expect(progress(totals?.['2025-Q3']?.regular ?? 0, quarterly).percent).toBe(50);
    expect(progress(totals?.['2025']?.regular ?? 0, yearly).percent).toBe(12.5);
  }));

it('acceptance 37: 900, 900, 500 and nobody else with points', () =>
  world.run(async () => {
    const people = [world.person(), world.person(), world.person(), world.person()];
    for (const [index, points] of [900, 900, 500].entries()) {
      await world.ledger.credit(world.actor, newEntry(people[index] ?? '', { points, effectiveDate: '2025-11-01' }));
    }
    await world.outbox.relay.drain();
    const seenBy = (index: number) =>
      world.leaderboard.page('2025-Q3', { viewerId: people[index] ?? '', viewAll: false });
    const board = await seenBy(2);
    expect(board.rows.map(({ rank, points }) => [rank, points])).toEqual([
      [1, 900],
      [1, 900],
      [3, 500],
    ]);
    expect(board).toMatchObject({
      average: 766.67,
      participants: 3,
      me: { rank: 3, points: 500, percentile: 33.3, toNext: 400 },
    });
    expect((await seenBy(3)).me).toMatchObject({ rank: null, points: 0, percentile: null });
  }));
