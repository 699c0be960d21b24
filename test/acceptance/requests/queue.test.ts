import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createWorld, WORLD_START, type Tenant, type World } from '../../support/world.js';
import { claim, pendingRequest, team, type Team } from '../../support/requests.js';

describe('the queue of a unit', () => {
  let world: World;
  let tenant: Tenant;
  let pm: Team;

  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    world.clock.set(WORLD_START);
    tenant = await world.tenant();
    pm = await team(tenant, { name: 'Ruth Ellerbrock', department: 'Sales' });
  });

  const page = { number: 1, size: 20 };

  test('shows what waits longest first, with its age in working hours', async () => {
    const first = await pendingRequest(world, tenant, pm);
    // Wednesday 11:30 to Thursday 10:30 in Kolkata: 5.5 hours and 1.5 hours.
    world.clock.set('2025-11-13T05:00:00Z');
    const second = await pendingRequest(world, tenant, pm);
    const queue = await tenant.run(() => world.requests.queue(pm.manager, 'pm', { status: 'pending' }, page));
    expect(queue.items.map(({ id, ageHours, canDecide }) => [id, ageHours, canDecide])).toEqual([
      [first.id, 7, true],
      [second.id, 0, true],
    ]);
    expect(queue.page).toEqual({ number: 1, size: 20, total: 2 });
    // Decided ones stop ageing.
    await tenant.run(() => world.requests.decide(pm.manager, 'pm', first.id, { decision: 'reject', notes: 'No.' }));
    world.clock.set('2025-11-20T05:00:00Z');
    const decided = await tenant.run(() => world.requests.queue(pm.manager, 'pm', { status: 'decided' }, page));
    expect(decided.items.map(({ id, ageHours, canDecide }) => [id, ageHours, canDecide])).toEqual([
      [first.id, 7, false],
    ]);
  });

  test('is narrowed by every filter, and pages', async () => {
    const colleague = await tenant.actor({ name: 'Gail Erickson', grade: 'D2', managerId: pm.manager.personId });
    const old = await pendingRequest(world, tenant, pm, { eventDate: '2025-09-01' });
    world.clock.advance(1000);
    const other = await pendingRequest(world, tenant, { ...pm, employee: colleague }, { categoryCode: 'mentoring' });
    const list = async (filter: Parameters<typeof world.requests.queue>[2], at = page) =>
      (await tenant.run(() => world.requests.queue(pm.manager, 'pm', filter, at))).items.map(({ id }) => id);
    expect(await list({ quarter: '2025-Q2' })).toEqual([old.id]);
    expect(await list({ year: 2025 })).toHaveLength(2);
    expect(await list({ year: 2024 })).toEqual([]);
    expect(await list({ category: 'mentoring' })).toEqual([other.id]);
    expect(await list({ department: 'Sales' })).toEqual([old.id]);
    expect(await list({ grade: 'D2' })).toEqual([other.id]);
    expect(await list({ person: colleague.personId })).toEqual([other.id]);
    expect(await list({ q: 'ellerb' })).toEqual([old.id]);
    expect(await list({ q: '.*' })).toEqual([]);
    expect(await list({ q: '(a+)+$' })).toEqual([]);
    expect(await list({ status: 'approved' })).toEqual([]);
    expect(await list({ status: 'pending' }, { number: 2, size: 1 })).toEqual([other.id]);
  });

  test('is the whole unit for validators, only the own items for approvers, everything for HR administration and central', async () => {
    const employee = await tenant.actor({});
    const [one, other] = [
      await tenant.actor({ grade: 'C2', grants: ['presales'] }),
      await tenant.actor({ grade: 'C2', grants: ['presales'] }),
    ];
    const [assigned, validator] = [
      await tenant.actor({ grade: 'C2', grants: ['ta_va'] }),
      await tenant.actor({ grants: ['ta_va'] }),
    ];
    await tenant.run(() =>
      world.requests.raise(employee, claim({ categoryCode: 'presales_rfp', approverId: one.personId })),
    );
    await tenant.run(() =>
      world.requests.raise(employee, claim({ categoryCode: 'interviews', approverId: assigned.personId })),
    );
    const sees = async (actor: typeof one, unit: 'presales' | 'ta', mine = false) =>
      (await tenant.run(() => world.requests.queue(actor, unit, { mine }, page))).page.total;
    expect([await sees(one, 'presales'), await sees(other, 'presales')]).toEqual([1, 0]);
    expect([await sees(assigned, 'ta'), await sees(validator, 'ta'), await sees(validator, 'ta', true)]).toEqual([
      1, 1, 0,
    ]);
    for (const code of ['hr', 'central']) {
      const viewer = await tenant.actor({ grants: [code] });
      expect([await sees(viewer, 'presales'), await sees(viewer, 'ta')]).toEqual([1, 1]);
    }
  });

  test('counts what it shows, and what waits for somebody', async () => {
    const first = await pendingRequest(world, tenant, pm);
    await pendingRequest(world, tenant, pm);
    await tenant.run(() => world.requests.decide(pm.manager, 'pm', first.id, { decision: 'approve', notes: 'Yes.' }));
    expect(await tenant.run(() => world.requests.counts(pm.manager, 'pm'))).toEqual({
      period: 'all',
      pending: 1,
      assigned: 1,
      approved: 1,
      rejected: 0,
      withdrawn: 0,
    });
    expect(await tenant.run(() => world.requests.openItems(pm.manager.personId))).toBe(1);
    expect(await tenant.run(() => world.requests.pendingOf(pm.employee.personId))).toEqual({ count: 1, points: 250 });
    expect(await tenant.run(() => world.requests.pendingCount())).toBe(1);
  });

  test('a new manager sees what the team asked for before, and the old one still decides it', async () => {
    const request = await pendingRequest(world, tenant, pm);
    const successor = await tenant.actor({ grade: 'D1', grants: ['pm'] });
    await tenant.run(() =>
      world.people.assignManagers(tenant.system, [{ personId: pm.employee.personId, managerId: successor.personId }]),
    );
    const seen = await tenant.run(() => world.requests.queue(successor, 'pm', {}, page));
    expect(seen.items.map(({ id, canDecide }) => [id, canDecide])).toEqual([[request.id, false]]);
    expect((await tenant.run(() => world.requests.detail(pm.manager, 'pm', request.id))).request.canDecide).toBe(true);
  });

  test('tells the life of a request', async () => {
    const request = await pendingRequest(world, tenant, pm);
    world.clock.advance(1000);
    await tenant.run(() => world.requests.decide(pm.manager, 'pm', request.id, { decision: 'approve', notes: 'Yes.' }));
    const { timeline } = await tenant.run(() => world.requests.detail(pm.employee, 'own', request.id));
    expect(timeline.map(({ type, by }) => [type, by])).toEqual([
      ['request.raised', pm.employee.name],
      ['request.approved', pm.manager.name],
    ]);
  });
});
