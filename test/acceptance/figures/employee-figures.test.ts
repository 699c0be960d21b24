import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../../src/kernel/ids.js';
import { DEFAULT_TARGETS } from '../../../src/modules/targets/index.js';
import { createFiguresWorld, type FiguresWorld } from '../../support/figures-world.js';

let world: FiguresWorld;
beforeAll(async () => {
  world = await createFiguresWorld();
});
afterAll(() => world.close());

/** Dylan has 500 regular points, a bonus of 1000, 85 % utilization and 300 points pending; the target is 500. */
async function dylan() {
  const tenant = await world.tenant();
  const central = await tenant.actor({ grants: ['central'] });
  await tenant.run(() =>
    world.targets.revise(central, '2025-11-12', { ...DEFAULT_TARGETS, quarterly: { ...DEFAULT_TARGETS.quarterly, C1: 500 } }),
  );
  const validator = await tenant.person({ grants: ['ta_va'] });
  const actor = await tenant.actor({ grade: 'C1', name: 'Dylan Miller' });
  const { personId } = actor;
  await world.credit(tenant, personId, { points: 500, effectiveDate: '2025-11-10' });
  await world.credit(tenant, personId, {
    kind: 'bonus', points: 1000, categoryCode: 'bonus', unit: 'central', effectiveDate: '2025-11-11',
    sourceKey: `bonus:${personId}:2025-Q3`, source: { type: 'bonus', id: newId() },
  });
  await tenant.run(async () => {
    await world.targets.recordUtilization(tenant.system, { personId, month: '2025-11', basisPoints: 8500, requestId: newId() });
    await world.requests.raise(actor, {
      categoryCode: 'interviews', eventDate: '2025-11-05', notes: 'Three interviews', quantity: 3,
      approverId: validator.id, link: undefined, attachmentIds: [], acknowledgeDuplicate: false,
    });
  });
  await world.outbox.relay.drain();
  return { tenant, actor, central, validator };
}

describe('acceptance 34', () => {
  it('holds in the summary', async () => {
    const { tenant, actor } = await dylan();
    const summary = await tenant.run(() => world.reports.employeeSummary(actor));
    expect(summary).toMatchObject({
      period: 'all', regular: 500, bonus: 1000, combined: 1500,
      quarter: { period: '2025-Q3', regular: 500, bonus: 1000 },
      year: { period: '2025', regular: 500 },
      target: { quarter: 500, year: 2000 },
      utilization: { average: 85, recorded: 1, of: 3 },
    });
    expect(summary.utilization.months).toEqual([
      { month: '2025-10', percent: null }, { month: '2025-11', percent: 85 }, { month: '2025-12', percent: null },
    ]);
    expect(summary.byCategory).toEqual([
      { code: 'bonus', name: 'Bonus', points: 1000, count: 1 },
      { code: 'spot_award', name: 'Spot award', points: 500, count: 1 },
    ]);
    const before = await tenant.run(() => world.reports.employeeSummary(actor, '2025-Q2'));
    expect(before).toMatchObject({ period: '2025-Q2', combined: 0, byCategory: [], quarter: { regular: 500 } });
  });

  it('holds on the dashboard', async () => {
    const { tenant, actor, validator } = await dylan();
    const dashboard = await tenant.run(() => world.reports.employeeDashboard(actor));
    expect(dashboard).toMatchObject({
      today: '2025-11-12',
      total: { period: 'all', combined: 1500 },
      quarter: { regular: 500 },
      year: { regular: 500 },
      quarterProgress: { points: 500, target: 500, percent: 100, reached: true, missing: 0, daysLeft: 50 },
      yearProgress: { points: 500, target: 2000, percent: 25, reached: false, missing: 1500, daysLeft: 140 },
      utilization: { average: 85 },
      pending: { total: 1, points: 300, items: [{ categoryName: 'Interviews', points: 300, decider: { id: validator.id } }] },
      rank: { me: { rank: 1, points: 500 }, participants: 1, neighbours: [{ rank: 1, personId: actor.personId }] },
    });
    expect(dashboard.milestones.map(({ percent, reached }) => [percent, reached])).toEqual([[25, true], [50, false], [75, false], [100, false]]);
    expect(dashboard.expectedMinimum).toContainEqual({ unit: 'pm', points: 1000 });
    expect(dashboard.recent.map(({ points, words }) => [points, words])).toEqual([[1000, 'A good deed'], [500, '']]);
  });

  it('holds in the history: regular 500, bonus 1000, combined 1500; what is pending is listed and not counted', async () => {
    const { tenant, actor } = await dylan();
    const history = await tenant.run(() => world.reports.history(actor, {}, { number: 1, size: 20 }));
    expect(history.totals).toEqual({ regular: 500, bonus: 1000, combined: 1500 });
    expect(history.page.total).toBe(3);
    expect(history.items.map(({ type, status, points }) => [type, status, points])).toEqual([
      ['entry', 'credited', 1000], ['entry', 'credited', 500], ['request', 'pending', 300],
    ]);
  });

  it('holds for central', async () => {
    const { tenant, actor, central } = await dylan();
    const person = await tenant.run(() => world.reports.centralEmployee(central, actor.personId));
    expect(person).toMatchObject({
      person: { id: actor.personId, status: 'active' },
      totals: { regular: 500, bonus: 1000, combined: 1500 },
      year: { regular: 500, progress: { target: 2000 } },
      pending: { count: 1, points: 300 },
      bonus: { period: '2025-Q3', eligible: false, reason: 'Already awarded for Q3 FY 2025-26.' },
    });
    expect(person.quarters.map(({ period, regular }) => [period, regular])).toEqual([
      ['2025-Q1', 0], ['2025-Q2', 0], ['2025-Q3', 500], ['2025-Q4', 0],
    ]);
    const all = await tenant.run(() => world.reports.centralDashboard(central, {}, { number: 1, size: 20 }));
    expect(all.kpis).toMatchObject({ activePeople: 3, participants: 1, pending: 1, quarter: { regular: 500, bonus: 1000 }, year: { combined: 1500 } });
    expect(all.items.find(({ id }) => id === actor.personId)).toMatchObject({
      quarter: { regular: 500 }, total: { combined: 1500 }, quarterProgress: { percent: 100 },
    });
  });
});

describe('the history', () => {
  it('pages through entries and requests in one order, each once', async () => {
    const { tenant, actor, validator } = await dylan();
    for (const day of ['2025-09-01', '2025-09-03', '2025-11-08']) {
      await world.credit(tenant, actor.personId, { points: 10, effectiveDate: day });
    }
    await tenant.run(() =>
      world.requests.raise(actor, {
        categoryCode: 'interviews', eventDate: '2025-09-02', notes: 'One more', quantity: 1,
        approverId: validator.id, link: undefined, attachmentIds: [], acknowledgeDuplicate: false,
      }),
    );
    const dates: string[] = [];
    for (let number = 1; number <= 4; number += 1) {
      const { items, page } = await tenant.run(() => world.reports.history(actor, {}, { number, size: 2 }));
      expect(page.total).toBe(7);
      dates.push(...items.map(({ date }) => date));
    }
    expect(dates).toEqual(['2025-11-11', '2025-11-10', '2025-11-08', '2025-11-05', '2025-09-03', '2025-09-02', '2025-09-01']);
  });

  it.each([
    ['a quarter', { period: '2025-Q2' } as const, 0, 0],
    ['this quarter', { period: '2025-Q3' } as const, 3, 1500],
    ['what is pending', { status: 'pending' } as const, 1, 0],
    ['what is credited', { status: 'credited' } as const, 2, 1500],
    ['a kind of entry', { kind: 'bonus' } as const, 1, 1000],
    ['a category', { categoryCode: 'spot_award' } as const, 1, 500],
    ['a source', { source: 'request' } as const, 2, 500],
  ])('follows the filter: %s', async (_what, filter, count, combined) => {
    const { tenant, actor } = await dylan();
    const history = await tenant.run(() => world.reports.history(actor, filter, { number: 1, size: 20 }));
    expect([history.page.total, history.totals.combined]).toEqual([count, combined]);
  });

  it('shows nothing of anybody else', async () => {
    const { tenant } = await dylan();
    const colleague = await tenant.actor();
    const history = await tenant.run(() => world.reports.history(colleague, {}, { number: 1, size: 20 }));
    expect(history).toMatchObject({ items: [], totals: { combined: 0 } });
  });
});
