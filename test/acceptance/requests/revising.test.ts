import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PersonActor } from '../../../src/kernel/actor.js';
import type { Person } from '../../../src/modules/people/index.js';
import { proposeRequestInput, reviseProposalInput, type RequestView } from '../../../src/modules/requests/index.js';
import { failureOf } from '../../support/requests.js';
import { actorFor, createWorld, WORLD_START, type Tenant, type World } from '../../support/world.js';

describe('changing a pending proposal', () => {
  let world: World;
  let tenant: Tenant;
  let updater: PersonActor;
  let validator: Person;
  let other: Person;
  let person: Person;

  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    world.clock.set(WORLD_START);
    tenant = await world.tenant();
    updater = await tenant.actor({ grants: ['ta_up', 'pmo_up'] });
    validator = await tenant.person({ grants: ['ta_va', 'pmo_va'] });
    other = await tenant.person({ grants: ['ta_va', 'pmo_va'] });
    person = await tenant.person({ grade: 'B2' });
  });

  const body = (input: Readonly<Record<string, unknown>> = {}) => ({
    categoryCode: 'interviews',
    eventDate: '2025-09-01',
    quantity: 3,
    notes: 'Interviewed for the data team.',
    validatorId: validator.id,
    ...input,
  });
  const propose = (input: Readonly<Record<string, unknown>> = {}) =>
    tenant.run(() =>
      world.requests.propose(updater, proposeRequestInput.parse({ personId: person.id, ...body(input) })),
    );
  const revise = (
    { id }: Pick<RequestView, 'id'>,
    input: Readonly<Record<string, unknown>> = {},
    unit: 'ta' | 'pmo' = 'ta',
    actor = updater,
  ) => tenant.run(() => world.requests.reviseProposal(actor, unit, id, reviseProposalInput.parse(body(input))));
  const decide = (id: string, decision: 'approve' | 'reject' = 'approve', by = validator) =>
    tenant.run(() => world.requests.decide(actorFor(by), 'ta', id, { decision, notes: 'Checked.' }));
  const eventsOf = (id: string) => tenant.run(() => world.audit.ofSubject(id));
  const pointsOf = async (period: '2025-Q2' | '2025-Q3') =>
    (await tenant.run(() => world.ledger.totals([person.id], [period]))).get(person.id)?.[period]?.regular;

  test('points, grade, category version and period are of today, and the audit has before and after', async () => {
    const proposal = await propose();
    await tenant.run(() => world.catalog.revise(tenant.system, 'interviews', { gradeValues: { C1: 150 } }));
    await tenant.run(() => world.people.edit(tenant.system, person.id, { grade: 'C1' }));
    const { request, fields, pointsBefore } = await revise(proposal, { quantity: 5, eventDate: '2025-10-01' });
    expect(request).toMatchObject({
      ...{ id: proposal.id, status: 'pending', points: 750, value: 150, quantity: 5, grade: 'C1' },
      ...{ eventDate: '2025-10-01', period: '2025-Q3', approver: { id: validator.id } },
    });
    expect(pointsBefore).toBe(300);
    expect([...fields].sort()).toEqual(['eventDate', 'grade', 'points', 'quantity']);
    expect((await eventsOf(proposal.id)).at(-1)).toMatchObject({
      type: 'request.revised',
      data: { points: 750, approverId: validator.id, fields },
      before: { quantity: 3, points: 300, grade: 'B2', eventDate: '2025-09-01' },
      after: { quantity: 5, points: 750, grade: 'C1', eventDate: '2025-10-01' },
    });
    await decide(proposal.id);
    expect([await pointsOf('2025-Q2'), await pointsOf('2025-Q3')]).toEqual([0, 750]);
    const { items } = await tenant.run(() => world.ledger.history({ personIds: [person.id] }, { number: 1, size: 5 }));
    expect(items).toMatchObject([{ points: 750, basis: { value: 150, quantity: 5, grade: 'C1', categoryVersion: 2 } }]);
  });

  test('what is the same changes nothing and tells nobody', async () => {
    const proposal = await propose();
    expect(await revise(proposal)).toMatchObject({ fields: [], request: { points: 300 } });
    expect((await eventsOf(proposal.id)).map(({ type }) => type)).toEqual(['request.proposed']);
  });

  test('another validator gets it, with both told by one reassignment', async () => {
    const proposal = await propose();
    world.clock.advance(3_600_000);
    const { request } = await revise(proposal, { validatorId: other.id });
    expect(request).toMatchObject({ approver: { id: other.id }, assignedAt: new Date('2025-11-12T07:00:00Z') });
    const [revised, reassigned] = (await eventsOf(proposal.id)).slice(-2);
    expect(revised).toMatchObject({ type: 'request.revised', data: { fields: ['validator'] } });
    expect(reassigned).toMatchObject({
      type: 'request.reassigned',
      data: { fromId: validator.id, toId: other.id, cause: 'reassigned' },
    });
    expect(await failureOf(decide(proposal.id))).toMatchObject({ code: 'request.not_assigned' });
    expect((await decide(proposal.id, 'approve', other)).status).toBe('approved');
  });

  test('the rules of proposing hold: validator, window, category of the unit, eligibility, who it is', async () => {
    const proposal = await propose();
    const stranger = await tenant.person({ grants: ['hr_va'] });
    const cases: [Record<string, unknown>, string, string][] = [
      [{ validatorId: stranger.id }, 'request.validator_not_allowed', 'validatorId'],
      [{ validatorId: updater.personId }, 'request.validator_not_allowed', 'validatorId'],
      [{ eventDate: '2024-10-31' }, 'request.event_too_old', 'eventDate'],
      [{ eventDate: '2025-12-01' }, 'request.event_in_future', 'eventDate'],
      [{ categoryCode: 'spot_award', quantity: 1 }, 'request.category_not_offered', 'categoryCode'],
      [{ categoryCode: 'nothing' }, 'request.category_not_offered', 'categoryCode'],
    ];
    for (const [input, code, path] of cases) {
      expect(await failureOf(revise(proposal, input)), code).toMatchObject({ status: 422, code, errors: [{ path }] });
    }
    await tenant.run(() => world.people.deactivate(tenant.system, person.id, 'Left.'));
    expect(await failureOf(revise(proposal, { quantity: 4 }))).toMatchObject({
      code: 'request.person_not_active',
      errors: [],
    });
    expect((await eventsOf(proposal.id)).map(({ type }) => type)).toEqual(['request.proposed']);
  });

  test('limits count the others, not the proposal itself', async () => {
    const spot = { categoryCode: 'spot_award', quantity: 1, eventDate: '2025-11-10' };
    const proposal = await propose(spot);
    const [second] = [await propose({ ...spot, categoryCode: 'r_and_r' })];
    expect((await revise(proposal, { ...spot, notes: 'Saved the release.' }, 'pmo')).fields).toEqual(['notes']);
    expect(await failureOf(revise(second, spot, 'pmo'))).toMatchObject({ code: 'request.limit_reached' });
    await tenant.run(() => world.requests.withdraw(updater, proposal.id));
    expect((await revise(second, spot, 'pmo')).request.category.code).toBe('spot_award');
  });

  test('19: a duplicate is a warning, acknowledged once as long as category and day stay', async () => {
    await propose();
    const proposal = await propose({ eventDate: '2025-08-01' });
    const same = { eventDate: '2025-09-01' };
    expect(await failureOf(revise(proposal, same))).toMatchObject({ status: 409, code: 'request.duplicate' });
    const { request } = await revise(proposal, { ...same, acknowledgeDuplicate: true });
    expect(request.duplicateAcknowledged).toBe(true);
    expect((await revise(proposal, { ...same, quantity: 4 })).request).toMatchObject({ duplicateAcknowledged: true });
    expect((await revise(proposal, { eventDate: '2025-07-01' })).request).toMatchObject({
      duplicateAcknowledged: false,
    });
  });

  test('a proposal of somebody else, of another unit or organization does not exist', async () => {
    const proposal = await propose();
    const colleague = await tenant.actor({ grants: ['ta_up'] });
    expect(await failureOf(revise(proposal, {}, 'ta', colleague))).toMatchObject({ status: 404 });
    expect(await failureOf(revise(proposal, {}, 'pmo'))).toMatchObject({ status: 404 });
    const elsewhere = await world.tenant();
    const foreign = await elsewhere.actor({ grants: ['ta_up'] });
    expect(
      await failureOf(
        elsewhere.run(() =>
          world.requests.reviseProposal(foreign, 'ta', proposal.id, reviseProposalInput.parse(body())),
        ),
      ),
    ).toMatchObject({ status: 404 });
  });

  test('24: what is decided or withdrawn is not changed any more', async () => {
    for (const end of ['approve', 'reject', 'withdraw'] as const) {
      const proposal = await propose({ acknowledgeDuplicate: true });
      if (end === 'withdraw') await tenant.run(() => world.requests.withdraw(updater, proposal.id));
      else await decide(proposal.id, end);
      const before = await eventsOf(proposal.id);
      const failure = await failureOf(revise(proposal, { quantity: 9, acknowledgeDuplicate: true }));
      expect(failure).toMatchObject({ status: 409, code: 'request.already_decided' });
      expect(await eventsOf(proposal.id)).toHaveLength(before.length);
    }
    const withdrawn = await propose({ acknowledgeDuplicate: true });
    await tenant.run(() => world.requests.withdraw(updater, withdrawn.id));
    expect(await failureOf(decide(withdrawn.id))).toMatchObject({
      status: 409,
      extra: { current: { status: 'withdrawn' } },
    });
  });

  test('23: 20 changes and decisions at once end in one state, and what was credited is what it says', async () => {
    const proposal = await propose();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        index % 4 === 0 ? decide(proposal.id) : revise(proposal, { quantity: 4 + index }),
      ),
    );
    const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    for (const failure of failures) expect(failure).toMatchObject({ status: 409, code: 'request.already_decided' });
    const { request } = await tenant.run(() => world.requests.detail(updater, 'own', proposal.id));
    expect(request.status).toBe('approved');
    const { items } = await tenant.run(() => world.ledger.history({ personIds: [person.id] }, { number: 1, size: 5 }));
    expect(items).toMatchObject([{ points: request.points, basis: { quantity: request.quantity } }]);
    expect(request.points).toBe(request.quantity * 100);
    const types = (await eventsOf(proposal.id)).map(({ type }) => type);
    expect(types.filter((type) => type === 'request.approved')).toHaveLength(1);
    expect(types.at(-1)).toBe('request.approved');
  });
});
