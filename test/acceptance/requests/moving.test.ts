import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PersonActor } from '../../../src/kernel/actor.js';
import { createWorld, WORLD_START, type Tenant, type World } from '../../support/world.js';
import { claim, failureOf, pendingRequest, team, type Team } from '../../support/requests.js';

describe('moving pending requests', () => {
  let world: World;
  let tenant: Tenant;
  let pm: Team;
  let other: PersonActor;

  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    world.clock.set(WORLD_START);
    tenant = await world.tenant();
    pm = await team(tenant);
    other = await tenant.actor({ grade: 'D1', grants: ['pm'] });
  });

  const eventsOf = (id: string) => tenant.run(() => world.audit.ofSubject(id));
  const move = (ids: readonly string[], toId: string) =>
    tenant.run(() =>
      world.requests.move(
        tenant.system,
        ids.map((id) => ({ id, toId })),
        { reason: 'On leave.', cause: 'reassigned' },
      ),
    );

  test('gives one to another decider, who alone decides it from then on', async () => {
    const request = await pendingRequest(world, tenant, pm);
    world.clock.advance(3_600_000);
    const { moved, refused } = await move([request.id], other.personId);
    expect(refused).toEqual([]);
    expect(moved).toMatchObject([
      { approverId: other.personId, assignedAt: world.clock.now(), raisedAt: request.raisedAt, remindedAt: null },
    ]);
    const approve = (actor: PersonActor) =>
      tenant.run(() => world.requests.decide(actor, 'pm', request.id, { decision: 'approve', notes: 'Fine.' }));
    expect(await failureOf(approve(pm.manager))).toMatchObject({ status: 403, code: 'request.not_assigned' });
    expect((await approve(other)).status).toBe('approved');
    const events = await eventsOf(request.id);
    expect(events.map(({ type }) => type)).toEqual(['request.raised', 'request.reassigned', 'request.approved']);
    expect(events[1]).toMatchObject({
      data: { fromId: pm.manager.personId, toId: other.personId, cause: 'reassigned', reason: 'On leave.' },
      before: { approverId: pm.manager.personId },
      after: { approverId: other.personId },
    });
    expect(events[1]?.data).not.toHaveProperty('bulk');
  });

  test('moves each of many on its own merits and tells the receiver once', async () => {
    const gone = await pendingRequest(world, tenant, pm);
    await tenant.run(() => world.requests.withdraw(pm.employee, gone.id));
    const ids = [(await pendingRequest(world, tenant, pm)).id, (await pendingRequest(world, tenant, pm)).id];
    const { moved, refused } = await move([...ids, gone.id, 'f'.repeat(24)], other.personId);
    expect(moved.map(({ id }) => id)).toEqual(ids);
    expect(refused.map(({ error }) => error.code)).toEqual(['request.already_decided', 'request.not_found']);
    const summaries = await tenant.run(() =>
      world.audit.list({ types: ['requests.reassigned'] }, { number: 1, size: 10 }),
    );
    expect(summaries.items.map(({ data }) => data)).toEqual([
      expect.objectContaining({
        toId: other.personId,
        fromId: pm.manager.personId,
        from: [{ id: pm.manager.personId, name: pm.manager.name, count: 2 }],
        requestIds: ids,
        cause: 'reassigned',
      }),
    ]);
  });

  test('refuses a new decider who is gone, lacks the duty, gains or proposed', async () => {
    const request = await pendingRequest(world, tenant, pm);
    const gone = await tenant.person({ grade: 'D1', grants: ['pm'], exitDate: '2025-11-11' });
    const validator = await tenant.person({ grade: 'D1', grants: ['ta_va'] });
    for (const [toId, code] of [
      [gone.id, 'request.decider_not_allowed'],
      [validator.id, 'request.decider_not_allowed'],
      [pm.employee.personId, 'request.decider_not_allowed'],
      [pm.manager.personId, 'request.same_decider'],
      ['f'.repeat(24), 'person.not_found'],
    ] as const) {
      expect((await move([request.id], toId)).refused.map(({ error }) => error.code)).toEqual([code]);
    }
    const claimant = await tenant.actor({ grade: 'D1', grants: ['pm'], managerId: pm.manager.personId });
    const own = await tenant.run(() => world.requests.raise(claimant, claim()));
    expect((await move([own.id], claimant.personId)).refused.map(({ error }) => error.code)).toEqual([
      'request.other_eyes',
    ]);
  });

  test('what nobody may decide stays where it is, marked, and HR is told', async () => {
    const request = await pendingRequest(world, tenant, pm);
    const toId = pm.manager.personId;
    const { moved } = await tenant.run(() =>
      world.requests.move(tenant.system, [{ id: request.id, toId, needsAssignment: true }], {
        reason: 'Nobody else may decide it.',
        cause: 'delegated',
      }),
    );
    expect(moved).toMatchObject([{ approverId: toId, needsAssignment: true }]);
    const { items } = await tenant.run(() =>
      world.audit.list({ types: ['requests.unassigned'] }, { number: 1, size: 10 }),
    );
    expect(items.map(({ data }) => data)).toMatchObject([{ requestIds: [request.id] }]);
    expect((await move([request.id], toId)).moved).toMatchObject([{ needsAssignment: false }]);
  });

  test('everything of a person is handed over, unit by unit, or nothing', async () => {
    const leaving = await tenant.actor({ grade: 'D1', grants: ['pm', 'ta_va'] });
    const validator = await tenant.actor({ grade: 'D1', grants: ['ta_va'] });
    const employee = await tenant.actor({ managerId: leaving.personId });
    const ofOther = await tenant.actor({ grade: 'D1', grants: ['pm'], managerId: leaving.personId });
    await pendingRequest(world, tenant, { manager: leaving, employee });
    await pendingRequest(world, tenant, { manager: leaving, employee });
    const own = await pendingRequest(world, tenant, { manager: leaving, employee: ofOther });
    await tenant.run(() =>
      world.requests.raise(employee, claim({ categoryCode: 'interviews', approverId: leaving.personId })),
    );
    const handOver = (deciders: Readonly<Record<string, string>>) =>
      tenant.run(() => world.requests.handOver(tenant.system, leaving.personId, deciders, 'Leaving.'));
    expect(await tenant.run(() => world.requests.openItemsByUnit(leaving.personId))).toEqual({ pm: 3, ta: 1 });

    expect(await failureOf(handOver({ pm: other.personId }))).toMatchObject({
      code: 'request.hand_over_refused',
      errors: [{ path: 'items.ta' }],
    });
    expect(await failureOf(handOver({ pm: ofOther.personId, ta: validator.personId }))).toMatchObject({
      code: 'request.hand_over_refused',
      errors: [{ path: 'items.pm', message: expect.stringContaining(ofOther.name) as string }],
      extra: { requestIds: [own.id] },
    });
    expect(await tenant.run(() => world.requests.openItems(leaving.personId))).toBe(4);

    expect(await handOver({ pm: other.personId, ta: validator.personId })).toBe(4);
    expect(await tenant.run(() => world.requests.openItems(leaving.personId))).toBe(0);
    expect(await tenant.run(() => world.requests.openItems(other.personId))).toBe(3);
    expect(await tenant.run(() => world.requests.openItems(validator.personId))).toBe(1);
    expect(
      await failureOf(tenant.run(() => world.requests.handOver(other, leaving.personId, {}, 'No.'))),
    ).toMatchObject({ status: 403 });
  });
});
