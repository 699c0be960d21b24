import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { PersonActor } from '../../../src/kernel/actor.js';
import { decisionInput } from '../../../src/modules/requests/index.js';
import { actorFor, createWorld, WORLD_START, type Tenant, type World } from '../../support/world.js';
import { claim, failureOf, pendingRequest, team, type Team } from '../../support/requests.js';

describe('deciding a request', () => {
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
    pm = await team(tenant);
  });

  const approve = (actor: PersonActor, id: string, unit: 'pm' | 'ta' | 'hr' = 'pm') =>
    tenant.run(() => world.requests.decide(actor, unit, id, { decision: 'approve', notes: 'Well done.' }));
  const reject = (actor: PersonActor, id: string) =>
    tenant.run(() => world.requests.decide(actor, 'pm', id, { decision: 'reject', notes: 'Not this time.' }));
  const eventsOf = (id: string) => tenant.run(() => world.audit.ofSubject(id));
  const entriesOf = (personId: string) =>
    tenant.run(() => world.ledger.history({ personIds: [personId] }, { number: 1, size: 50 }));

  test('22: an approval is one entry dated by the event, an event for the messages, and the totals', async () => {
    const request = await pendingRequest(world, tenant, pm, { eventDate: '2025-09-30' });
    world.clock.advance(3_600_000);
    const decided = await approve(pm.manager, request.id);
    expect(decided).toMatchObject({
      status: 'approved',
      decisionNotes: 'Well done.',
      decidedBy: { id: pm.manager.personId },
      canDecide: false,
    });
    expect(decided.decidedAt).toEqual(new Date('2025-11-12T07:00:00Z'));

    const history = await entriesOf(pm.employee.personId);
    expect(history.items).toHaveLength(1);
    expect(history.items[0]).toMatchObject({
      id: decided.entryId,
      kind: 'earn',
      points: 250,
      effectiveDate: '2025-09-30',
      quarter: '2025-Q2',
      year: 2025,
      sourceKey: `request:${request.id}`,
      by: { id: pm.manager.personId },
    });
    const totals = await tenant.run(() => world.ledger.totals([pm.employee.personId], ['2025-Q2', '2025', 'all']));
    expect(totals.get(pm.employee.personId)).toMatchObject({
      '2025-Q2': { regular: 250 },
      2025: { regular: 250 },
      all: { combined: 250 },
    });

    const events = await eventsOf(request.id);
    expect(events.map(({ type }) => type)).toEqual(['request.raised', 'request.approved']);
    expect(events[1]).toMatchObject({
      actor: { id: pm.manager.personId },
      data: {
        personId: pm.employee.personId,
        proposerId: pm.employee.personId,
        deciderId: pm.manager.personId,
        notes: 'Well done.',
      },
      before: { status: 'pending' },
      after: { status: 'approved' },
    });
  });

  test('22: a decision without notes is refused', () => {
    for (const notes of ['', '   ', undefined, null, 7]) {
      expect(decisionInput.safeParse({ decision: 'approve', notes }).success).toBe(false);
    }
    expect(decisionInput.safeParse({ decision: 'approve', notes: 'Fine.', points: 4000 }).success).toBe(false);
    expect(decisionInput.safeParse({ decision: 'withdraw', notes: 'Fine.' }).success).toBe(false);
  });

  test('33: an event of 28 June approved on 3 July counts for Q1', async () => {
    world.clock.set('2025-06-30T06:00:00Z');
    const request = await pendingRequest(world, tenant, pm, { eventDate: '2025-06-28' });
    world.clock.set('2025-07-03T06:00:00Z');
    expect((await approve(pm.manager, request.id)).period).toBe('2025-Q1');
    const totals = await tenant.run(() => world.ledger.totals([pm.employee.personId], ['2025-Q1', '2025-Q2']));
    expect(totals.get(pm.employee.personId)).toMatchObject({ '2025-Q1': { regular: 250 }, '2025-Q2': { regular: 0 } });
    const counted = await tenant.run(() => world.requests.counts(pm.manager, 'pm', '2025-Q1'));
    expect(counted).toMatchObject({ period: '2025-Q1', approved: 1, pending: 0 });
    expect(await tenant.run(() => world.requests.counts(pm.manager, 'pm', '2025-Q2'))).toMatchObject({ approved: 0 });
  });

  test('23: of 20 decisions at once one succeeds and 19 name the winner', async () => {
    const request = await pendingRequest(world, tenant, pm);
    world.clock.advance(1000);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        index % 2 === 0 ? approve(pm.manager, request.id) : reject(pm.manager, request.id),
      ),
    );
    const won = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    const lost = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    expect(won).toHaveLength(1);
    expect(lost).toHaveLength(19);
    const status = won[0]?.status;
    for (const error of lost) {
      expect(error).toMatchObject({
        status: 409,
        code: 'request.already_decided',
        message: `This request was already ${String(status)} by ${pm.manager.name}.`,
        extra: { current: { status, decidedBy: { id: pm.manager.personId, name: pm.manager.name } } },
      });
    }
    expect((await entriesOf(pm.employee.personId)).page.total).toBe(status === 'approved' ? 1 : 0);
    expect((await eventsOf(request.id)).map(({ type }) => type)).toEqual([
      'request.raised',
      `request.${String(status)}`,
    ]);
  });

  test('24: what is decided or withdrawn stays so', async () => {
    const [first, second, third] = [
      await pendingRequest(world, tenant, pm),
      await pendingRequest(world, tenant, pm),
      await pendingRequest(world, tenant, pm),
    ];
    await approve(pm.manager, first.id);
    expect(await failureOf(reject(pm.manager, first.id))).toMatchObject({
      status: 409,
      code: 'request.already_decided',
      extra: { current: { status: 'approved' } },
    });
    await tenant.run(() => world.requests.withdraw(pm.employee, second.id));
    expect(await failureOf(approve(pm.manager, second.id))).toMatchObject({
      status: 409,
      extra: { current: { status: 'withdrawn' } },
    });
    await reject(pm.manager, third.id);
    for (const { id } of [first, second, third]) {
      expect(await failureOf(tenant.run(() => world.requests.withdraw(pm.employee, id)))).toMatchObject({
        status: 409,
        code: 'request.already_decided',
      });
    }
    expect((await entriesOf(pm.employee.personId)).totals.regular).toBe(250);
  });

  test('24: a withdrawal racing a decision leaves one of them', async () => {
    const request = await pendingRequest(world, tenant, pm);
    const outcomes = await Promise.allSettled([
      approve(pm.manager, request.id),
      tenant.run(() => world.requests.withdraw(pm.employee, request.id)),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const { request: now } = await tenant.run(() => world.requests.detail(pm.employee, 'own', request.id));
    expect((await entriesOf(pm.employee.personId)).page.total).toBe(now.status === 'approved' ? 1 : 0);
  });

  test('25: another manager and people of other units neither see nor decide', async () => {
    const request = await pendingRequest(world, tenant, pm);
    const otherManager = await tenant.actor({ grade: 'D1', grants: ['pm'] });
    const validator = await tenant.actor({ grade: 'D1', grants: ['ta_va', 'marketing'] });
    const colleague = await tenant.actor({});
    for (const actor of [otherManager, validator, colleague]) {
      expect([403, 404]).toContain((await failureOf(approve(actor, request.id))).status);
      expect([403, 404]).toContain(
        (await failureOf(tenant.run(() => world.requests.detail(actor, 'pm', request.id)))).status,
      );
      expect(await failureOf(tenant.run(() => world.requests.detail(actor, 'own', request.id)))).toMatchObject({
        status: 404,
      });
    }
    const page = { number: 1, size: 20 };
    expect((await tenant.run(() => world.requests.queue(otherManager, 'pm', {}, page))).page.total).toBe(0);
    expect(await tenant.run(() => world.requests.counts(otherManager, 'pm'))).toMatchObject({
      pending: 0,
      assigned: 0,
    });
    expect(await failureOf(tenant.run(() => world.requests.queue(colleague, 'pm', {}, page)))).toMatchObject({
      status: 403,
    });
    // Through the address of a unit that the actor does decide for, it is not there either.
    expect(await failureOf(approve(validator, request.id, 'ta'))).toMatchObject({ status: 404 });
    expect((await approve(pm.manager, request.id)).status).toBe('approved');
  });

  test('25: within a unit with validators the item is seen by all of them and decided by the assigned one', async () => {
    const employee = await tenant.actor({});
    const assigned = await tenant.actor({ grade: 'C2', grants: ['ta_va'] });
    const other = await tenant.actor({ grade: 'C2', grants: ['ta_va'] });
    const request = await tenant.run(() =>
      world.requests.raise(employee, claim({ categoryCode: 'interviews', approverId: assigned.personId })),
    );
    const { request: seen } = await tenant.run(() => world.requests.detail(other, 'ta', request.id));
    expect(seen.canDecide).toBe(false);
    expect(await failureOf(approve(other, request.id, 'ta'))).toMatchObject({
      status: 403,
      code: 'request.not_assigned',
    });
    expect((await tenant.run(() => world.requests.detail(assigned, 'ta', request.id))).request.canDecide).toBe(true);
  });

  test('a validator takes over an item whose decider has left, and the audit says so', async () => {
    const employee = await tenant.actor({});
    const leaving = await tenant.person({ grade: 'C2', grants: ['ta_va'], exitDate: '2025-11-20' });
    const other = await tenant.actor({ grade: 'C2', grants: ['ta_va'] });
    const request = await tenant.run(() =>
      world.requests.raise(employee, claim({ categoryCode: 'interviews', approverId: leaving.id })),
    );
    world.clock.set('2025-11-21T06:00:00Z');
    expect((await tenant.run(() => world.requests.detail(other, 'ta', request.id))).request.canDecide).toBe(true);
    expect((await approve(other, request.id, 'ta')).approver.id).toBe(other.personId);
    expect((await eventsOf(request.id)).at(-1)).toMatchObject({
      before: { approverId: leaving.id },
      after: { approverId: other.personId },
    });
  });

  test('26: whoever proposes or gains does not decide, and admin alone does not either', async () => {
    const validator = await tenant.person({ grade: 'C2', grants: ['hr_va', 'hr_up'] });
    const beneficiary = await tenant.person({ grade: 'C2', grants: ['hr_va'] });
    const propose = (input: Readonly<Record<string, string>>) =>
      tenant.run(() =>
        world.requests.propose(actorFor(validator), {
          personId: beneficiary.id,
          categoryCode: 'feedback',
          eventDate: '2025-11-10',
          notes: 'Helped with the survey.',
          quantity: 1,
          validatorId: validator.id,
          acknowledgeDuplicate: false,
          ...input,
        }),
      );
    expect(await failureOf(propose({}))).toMatchObject({
      status: 422,
      code: 'request.other_eyes',
      errors: [{ path: 'validatorId' }],
    });
    expect(await failureOf(propose({ validatorId: beneficiary.id }))).toMatchObject({ code: 'request.other_eyes' });
    expect(await failureOf(propose({ personId: validator.id }))).toMatchObject({
      code: 'request.other_eyes',
      errors: [{ path: 'personId' }],
    });

    const third = await tenant.person({ grade: 'A1', grants: ['hr_va'] });
    const request = await propose({ validatorId: third.id });
    for (const actor of [actorFor(validator), await tenant.actor({ grants: ['hr'] })]) {
      expect(await failureOf(approve(actor, request.id, 'hr'))).toMatchObject({ status: 403 });
    }
    // For whom it is knows nothing of it yet.
    expect(await failureOf(approve(actorFor(beneficiary), request.id, 'hr'))).toMatchObject({ status: 404 });
    expect((await approve(actorFor(third), request.id, 'hr')).status).toBe('approved');
  });

  test('27: of 15 selected 13 are done and 2 reported, with one summary for each proposer', async () => {
    const colleague = await tenant.actor({ managerId: pm.manager.personId });
    const ids: string[] = [];
    for (let index = 0; index < 15; index += 1) {
      const employee = index < 10 ? pm.employee : colleague;
      ids.push((await pendingRequest(world, tenant, { ...pm, employee })).id);
    }
    const [gone, early] = [ids[0] ?? '', ids[12] ?? ''];
    await tenant.run(() => world.requests.withdraw(pm.employee, gone));
    await reject(pm.manager, early);

    const result = await tenant.run(() =>
      world.requests.decideMany(pm.manager, 'pm', [...ids, ids[1] ?? ''], 'approve', 'Thank you.'),
    );
    expect(result.done).toHaveLength(13);
    expect(result.failed).toEqual([
      {
        id: gone,
        code: 'request.already_decided',
        detail: `This request was already withdrawn by ${pm.employee.name}.`,
      },
      {
        id: early,
        code: 'request.already_decided',
        detail: `This request was already rejected by ${pm.manager.name}.`,
      },
    ]);
    const { items: summaries } = await tenant.run(() =>
      world.audit.list({ types: ['requests.bulk_decided'] }, { number: 1, size: 10 }),
    );
    const told = new Map(summaries.map(({ data }) => [(data as { proposerId: string }).proposerId, data]));
    expect(summaries).toHaveLength(2);
    expect(told.get(pm.employee.personId)).toMatchObject({ decision: 'approve', done: 9, failed: 1 });
    expect(told.get(colleague.personId)).toMatchObject({ done: 4, failed: 1 });
    const { items: approvals } = await tenant.run(() =>
      world.audit.list({ types: ['request.approved'] }, { number: 1, size: 50 }),
    );
    expect(approvals.map(({ data }) => (data as { bulk?: boolean }).bulk)).toEqual(
      Array.from({ length: 13 }, () => true),
    );
    expect((await entriesOf(pm.employee.personId)).totals.regular).toBe(9 * 250);
  });

  test('27: what an unexpected failure leaves is named and waits as before; what was decided is told', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 3; index += 1) ids.push((await pendingRequest(world, tenant, pm)).id);
    const [done = '', ...left] = ids;
    const { credit } = world.ledger;
    const failing = vi.spyOn(world.ledger, 'credit').mockImplementation((actor, entry) => {
      if (entry.source.id !== done) throw new Error('the disk is full');
      return credit(actor, entry);
    });
    const key = 'interrupted-decision';
    const decide = () => world.requests.decideMany(pm.manager, 'pm', ids, 'approve', 'Thank you.', { key });
    await expect(tenant.run(decide)).rejects.toThrow('the disk is full');
    failing.mockRestore();
    expect(await tenant.run(decide)).toMatchObject({
      done: [done],
      failed: left.map((id) => ({ id, code: 'request.not_reached' })),
    });
    expect((await entriesOf(pm.employee.personId)).totals.regular).toBe(250);
    const again = await tenant.run(() => world.requests.decideMany(pm.manager, 'pm', left, 'approve', 'Thank you.'));
    expect(again.done).toEqual(left);
  });

  test('27: an item of somebody else does not stop the others', async () => {
    const foreign = await pendingRequest(world, tenant, await team(tenant));
    const own = await pendingRequest(world, tenant, pm);
    const result = await tenant.run(() =>
      world.requests.decideMany(pm.manager, 'pm', [foreign.id, own.id], 'reject', 'No.'),
    );
    expect(result).toMatchObject({ done: [own.id], failed: [{ id: foreign.id, code: 'request.not_found' }] });
  });

  test('50: another organization does not exist', async () => {
    const request = await pendingRequest(world, tenant, pm);
    const elsewhere = await world.tenant();
    const admin = await elsewhere.actor({ grants: ['hr', 'central', 'pm'] });
    const attempts: (() => Promise<unknown>)[] = [
      () => world.requests.detail(admin, 'pm', request.id),
      () => world.requests.decide(admin, 'pm', request.id, { decision: 'approve', notes: 'x' }),
      () => world.requests.withdraw(admin, request.id),
    ];
    for (const attempt of attempts) {
      expect(await failureOf(elsewhere.run(attempt))).toMatchObject({ status: 404 });
    }
    expect(await elsewhere.run(() => world.requests.counts(admin, 'pm'))).toMatchObject({ pending: 0 });
    expect((await approve(pm.manager, request.id)).status).toBe('approved');
  });
});
