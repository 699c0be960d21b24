import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PersonActor } from '../../../src/kernel/actor.js';
import type { Person } from '../../../src/modules/people/index.js';
import { proposeRequestInput, proposeUtilizationInput } from '../../../src/modules/requests/index.js';
import { actorFor, createWorld, WORLD_START, type Tenant, type World } from '../../support/world.js';
import { failureOf } from '../../support/requests.js';

describe('proposing points for somebody', () => {
  let world: World;
  let tenant: Tenant;
  let updater: PersonActor;
  let validator: Person;
  let person: Person;

  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    world.clock.set(WORLD_START);
    tenant = await world.tenant();
    updater = await tenant.actor({ grants: ['ta_up', 'pmo_up'] });
    validator = await tenant.person({ grade: 'B1', grants: ['ta_va', 'pmo_va'] });
    person = await tenant.person({ grade: 'B2' });
  });

  const propose = (input: Readonly<Record<string, unknown>> = {}, actor = updater) =>
    tenant.run(() =>
      world.requests.propose(
        actor,
        proposeRequestInput.parse({
          personId: person.id,
          categoryCode: 'interviews',
          eventDate: '2025-11-10',
          quantity: 4,
          notes: 'Interviewed for the data team.',
          validatorId: validator.id,
          ...input,
        }),
      ),
    );
  const utilization = (input: Readonly<Record<string, unknown>> = {}) =>
    tenant.run(() =>
      world.requests.proposeUtilization(
        updater,
        proposeUtilizationInput.parse({
          personId: person.id,
          month: '2025-10',
          utilization: '88',
          notes: 'Time sheets of October.',
          validatorId: validator.id,
          ...input,
        }),
      ),
    );
  const decide = (id: string, unit: 'ta' | 'pmo', decision: 'approve' | 'reject' = 'approve') =>
    tenant.run(() => world.requests.decide(actorFor(validator), unit, id, { decision, notes: 'Checked.' }));

  test('an updater proposes, a validator of the unit approves, the person gets the points', async () => {
    const request = await propose();
    expect(request).toMatchObject({
      kind: 'proposed',
      points: 400,
      proposer: { id: updater.personId },
      person: { id: person.id },
    });
    await decide(request.id, 'ta');
    const totals = await tenant.run(() => world.ledger.totals([person.id], ['all']));
    expect(totals.get(person.id)?.all.regular).toBe(400);
  });

  test('it takes the updater of the unit, an active person, a validator of the same unit, a category that is proposed', async () => {
    const stranger = await tenant.actor({ grants: ['hr_up'] });
    const gone = await tenant.person({ exitDate: '2025-11-01' });
    const otherValidator = await tenant.person({ grants: ['hr_va'] });
    expect(await failureOf(propose({}, stranger))).toMatchObject({ status: 403, code: 'request.not_updater' });
    expect(await failureOf(propose({ personId: gone.id }))).toMatchObject({
      code: 'request.person_not_active',
      errors: [{ path: 'personId' }],
    });
    expect(await failureOf(propose({ validatorId: otherValidator.id }))).toMatchObject({
      code: 'request.validator_not_allowed',
    });
    expect(await failureOf(propose({ categoryCode: 'value_add' }))).toMatchObject({
      code: 'request.category_not_offered',
    });
    expect(await failureOf(propose({ categoryCode: 'utilization' }))).toMatchObject({ status: 422 });
  });

  test('months count for talent acquisition, days for the others', async () => {
    expect((await propose({ eventDate: '2024-11-01' })).eventDate).toBe('2024-11-01');
    expect(await failureOf(propose({ eventDate: '2024-10-31' }))).toMatchObject({ code: 'request.event_too_old' });
    const spot = { categoryCode: 'spot_award', quantity: 1 };
    expect(await failureOf(propose({ ...spot, eventDate: '2025-08-13' }))).toMatchObject({
      code: 'request.event_too_old',
    });
    expect(await failureOf(propose({ ...spot, eventDate: '2025-11-13' }))).toMatchObject({
      code: 'request.event_in_future',
    });
    expect((await propose(spot)).points).toBe(400);
    expect(await failureOf(propose({ ...spot, eventDate: '2025-10-01' }))).toMatchObject({
      code: 'request.limit_reached',
    });
  });

  test('acceptance 31: the person does not see a proposal before it is approved, nor a rejected one', async () => {
    const beneficiary = actorFor(person);
    const [first, second] = [await propose(), await propose({ eventDate: '2025-11-09' })];
    await decide(first.id, 'ta');
    await decide(second.id, 'ta', 'reject');
    const mine = await tenant.run(() => world.requests.mine(beneficiary, {}, { number: 1, size: 20 }));
    expect(mine.items.map(({ id }) => id)).toEqual([first.id]);
    expect(await failureOf(tenant.run(() => world.requests.detail(beneficiary, 'own', second.id)))).toMatchObject({
      status: 404,
    });
    expect(await failureOf(tenant.run(() => world.requests.withdraw(beneficiary, second.id)))).toMatchObject({
      status: 404,
    });
    const { request } = await tenant.run(() => world.requests.detail(updater, 'own', second.id));
    expect(request.decisionNotes).toBe('Checked.');
  });

  test('acceptance 39: 88, 88% and 0.88 are 88.0 %, worth no points; 1% is 1.0 %', async () => {
    const months = ['2025-07', '2025-08', '2025-09', '2025-10'];
    const texts: unknown[] = ['88', '88%', 0.88, '1%'];
    for (const [index, month] of months.entries()) {
      const request = await utilization({ month, utilization: texts[index] });
      expect(request).toMatchObject({ points: 0, utilization: { month, basisPoints: index === 3 ? 100 : 8800 } });
      await decide(request.id, 'pmo');
    }
    const recorded = await tenant.run(() => world.targets.utilization([person.id], months));
    expect(recorded.get(person.id)?.months.map(({ percent }) => percent)).toEqual([88, 88, 88, 1]);
    expect(
      (await tenant.run(() => world.ledger.history({ personIds: [person.id] }, { number: 1, size: 1 }))).page.total,
    ).toBe(0);
    for (const text of ['101', '-1', '', 'much', '1e2']) {
      expect(await failureOf(utilization({ month: '2025-06', utilization: text })), text).toMatchObject({
        code: 'utilization.unreadable',
        errors: [{ path: 'utilization' }],
      });
    }
  });

  test('acceptance 39: a second record of a month is refused, pending or approved', async () => {
    const request = await utilization();
    expect(await failureOf(utilization({ utilization: '90' }))).toMatchObject({
      status: 422,
      code: 'utilization.already_recorded',
      errors: [{ path: 'month' }],
    });
    await decide(request.id, 'pmo');
    expect(await failureOf(utilization())).toMatchObject({ code: 'utilization.already_recorded' });
    const rejected = await utilization({ month: '2025-09' });
    await decide(rejected.id, 'pmo', 'reject');
    expect((await utilization({ month: '2025-09' })).status).toBe('pending');
    expect(await failureOf(utilization({ month: '2025-12' }))).toMatchObject({ code: 'request.event_in_future' });
  });

  test('acceptance 39: of several at once for the same month one is stored', async () => {
    const outcomes = await Promise.allSettled(
      ['80', '81', '82', '83'].map((text) => utilization({ utilization: text })),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});
