import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PersonActor } from '../../../src/kernel/actor.js';
import { raiseRequestInput } from '../../../src/modules/requests/index.js';
import { actorFor, createWorld, WORLD_START, type Tenant, type World } from '../../support/world.js';
import { claim, failureOf, team } from '../../support/requests.js';

describe('raising a request', () => {
  let world: World;
  let tenant: Tenant;
  let central: PersonActor;

  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    world.clock.set(WORLD_START);
    tenant = await world.tenant();
    central = await tenant.actor({ grants: ['central'] });
  });

  const raise = (actor: PersonActor, input: Readonly<Record<string, unknown>> = {}) =>
    tenant.run(() => world.requests.raise(actor, claim(input)));
  const nothingStored = () =>
    tenant.run(() =>
      world.storage.connection.collection('requests').countDocuments({ organization: tenant.organization.id }),
    );

  test('acceptance 13: the value of the grade counts and is frozen', async () => {
    await tenant.run(() =>
      world.catalog.revise(tenant.system, 'initiative_ai', { baseValue: 100, gradeValues: { C1: 250 } }),
    );
    const { manager, employee } = await team(tenant, { grade: 'C1' });
    const d2 = await tenant.actor({ managerId: manager.personId, grade: 'D2' });
    const request = await raise(employee);
    expect(request).toMatchObject({ points: 250, value: 250, grade: 'C1', status: 'pending', period: '2025-Q3' });
    expect((await raise(d2)).points).toBe(100);

    await tenant.run(() => world.catalog.revise(tenant.system, 'initiative_ai', { gradeValues: { C1: 300 } }));
    await tenant.run(() => world.requests.decide(manager, 'pm', request.id, { decision: 'approve', notes: 'Useful.' }));
    const entry = await tenant.run(() => world.ledger.findBySource(`request:${request.id}`));
    expect(entry).toMatchObject({ points: 250, kind: 'earn', basis: { value: 250, quantity: 1, grade: 'C1' } });
  });

  test('acceptance 14: a grade value of 0 is not eligible and never falls back to the base value', async () => {
    const { employee } = await team(tenant, { grade: 'A1' });
    const junior = await tenant.actor({ grade: 'B2' });
    const approver = await tenant.actor({ grade: 'D1', grants: ['presales'] });
    for (const attempt of [
      raise(employee, { categoryCode: 'mentoring' }),
      raise(junior, { categoryCode: 'presales_e2e', approverId: approver.personId }),
    ]) {
      const refused = await failureOf(attempt);
      expect(refused).toMatchObject({ status: 422, code: 'request.not_eligible' });
      expect(refused.message).toContain('not eligible');
    }
    expect(await nothingStored()).toBe(0);

    const c1 = await tenant.actor({ grade: 'C1' });
    expect((await raise(c1, { categoryCode: 'presales_e2e', approverId: approver.personId })).points).toBe(500);
  });

  test('acceptance 15: the manager decides pm requests, and there is no choice', async () => {
    const { manager, employee } = await team(tenant);
    const otherManager = await tenant.actor({ grade: 'D1', grants: ['pm'] });
    expect((await raise(employee)).approver.id).toBe(manager.personId);
    expect(
      await failureOf(raise(employee, { approverId: otherManager.personId, eventDate: '2025-11-09' })),
    ).toMatchObject({
      code: 'request.approver_fixed',
    });
    const options = await tenant.run(() => world.requests.options(employee));
    expect(options.categories.find(({ code }) => code === 'initiative_ai')).toMatchObject({
      eligible: true,
      fixedApprover: true,
      approvers: [{ id: manager.personId, name: manager.name }],
    });
  });

  test('acceptance 15: without a manager, or with one who lost the duty or left, the reason is named', async () => {
    const alone = await tenant.actor({});
    expect(await failureOf(raise(alone))).toMatchObject({
      status: 422,
      code: 'request.no_approver',
      errors: [{ path: 'approverId', message: expect.stringContaining('no manager') as string }],
    });

    const exiting = await tenant.person({ name: 'Jo Brown', grants: ['pm'], exitDate: '2025-11-20' });
    const employee = await tenant.actor({ managerId: exiting.id });
    world.clock.set('2025-11-21T06:00:00Z');
    const refused = await failureOf(raise(employee));
    expect(refused.message).toContain('Jo Brown is no longer active');
    const options = await tenant.run(() => world.requests.options(employee));
    expect(options.categories.find(({ code }) => code === 'initiative_ai')).toMatchObject({
      eligible: false,
      approvers: [],
    });
    expect(await nothingStored()).toBe(0);
  });

  test('16: who may not decide is not offered, and refused when posted', async () => {
    const employee = await tenant.person({ grade: 'C1', grants: ['presales'] });
    const fit = await tenant.person({ grade: 'C2', grants: ['presales'] });
    const unfit = [
      await tenant.person({ grade: 'B1', grants: ['presales'] }),
      await tenant.person({ grade: 'D1', grants: ['presales'], exitDate: '2025-11-11' }),
      await tenant.person({ grade: 'D1', grants: ['marketing'] }),
      employee,
    ];
    const actor = actorFor(employee);
    const options = await tenant.run(() => world.requests.options(actor));
    expect(options.categories.find(({ code }) => code === 'presales_rfp')?.approvers).toEqual([
      { id: fit.id, name: fit.name },
    ]);
    for (const { id } of unfit) {
      const refused = await failureOf(raise(actor, { categoryCode: 'presales_rfp', approverId: id }));
      expect(refused).toMatchObject({
        status: 422,
        code: 'request.approver_not_allowed',
        errors: [{ path: 'approverId' }],
      });
    }
    expect(await failureOf(raise(actor, { categoryCode: 'presales_rfp' }))).toMatchObject({
      code: 'request.approver_missing',
    });
    expect(await nothingStored()).toBe(0);
  });

  test('16: validators decide for units that work with them', async () => {
    const employee = await tenant.actor({});
    const validator = await tenant.actor({ grade: 'C2', grants: ['ta_va'] });
    const updater = await tenant.actor({ grade: 'C2', grants: ['ta_up'] });
    const options = await tenant.run(() => world.requests.options(employee));
    expect(options.categories.find(({ code }) => code === 'interviews')?.approvers.map(({ id }) => id)).toEqual([
      validator.personId,
    ]);
    expect(
      await failureOf(raise(employee, { categoryCode: 'interviews', approverId: updater.personId })),
    ).toMatchObject({
      code: 'request.approver_not_allowed',
    });
    expect((await raise(employee, { categoryCode: 'interviews', approverId: validator.personId })).approver.id).toBe(
      validator.personId,
    );
  });

  test('17: category, day and evidence are refused at their field, and nothing is stored', async () => {
    const { employee } = await team(tenant);
    const marketing = await tenant.actor({ grade: 'D1', grants: ['marketing'] });
    await tenant.run(() => world.catalog.setStatus(tenant.system, 'mentoring', 'inactive'));
    const cases: [Readonly<Record<string, unknown>>, string, string][] = [
      [{ categoryCode: 'mentoring' }, 'request.category_not_offered', 'categoryCode'],
      [{ categoryCode: 'market_impact' }, 'request.category_not_offered', 'categoryCode'],
      [{ categoryCode: 'no_such' }, 'request.category_not_offered', 'categoryCode'],
      [{ eventDate: '2025-11-13' }, 'request.event_in_future', 'eventDate'],
      [{ eventDate: '2025-08-13' }, 'request.event_too_old', 'eventDate'],
      [{ categoryCode: 'mindshare', approverId: marketing.personId }, 'request.evidence_missing', 'attachmentIds'],
      [{ link: 'https://example.com/post' }, 'request.link_not_accepted', 'link'],
      [{ attachmentIds: ['0123456789abcdef01234567'] }, 'attachment.not_available', 'attachmentIds'],
    ];
    for (const [input, code, path] of cases) {
      expect(await failureOf(raise(employee, input))).toMatchObject({ status: 422, code, errors: [{ path }] });
    }
    expect(await nothingStored()).toBe(0);
    expect((await raise(employee, { eventDate: '2025-08-14' })).eventDate).toBe('2025-08-14');
    expect((await raise(employee, { eventDate: '2025-11-12' })).eventDate).toBe('2025-11-12');
  });

  test('17: the day is that of the organization, not of the server', async () => {
    const { employee } = await team(tenant);
    world.clock.set('2025-11-12T19:00:00Z');
    expect((await raise(employee, { eventDate: '2025-11-13' })).eventDate).toBe('2025-11-13');
  });

  test('acceptance 18: the third mindshare of a quarter is refused with the day from which it is possible again', async () => {
    const employee = await tenant.actor({ grade: 'C1' });
    const marketing = await tenant.actor({ grade: 'D1', grants: ['marketing'] });
    const post = (eventDate: string) =>
      raise(employee, {
        categoryCode: 'mindshare',
        approverId: marketing.personId,
        link: `https://example.com/posts/${eventDate}`,
        eventDate,
      });
    const first = await post('2025-10-01');
    await post('2025-11-01');
    await post('2025-09-30');
    const refused = await failureOf(post('2025-11-05'));
    expect(refused).toMatchObject({ status: 422, code: 'request.limit_reached', errors: [{ path: 'categoryCode' }] });
    expect(refused.message).toContain('possible again from 1 Jan 2026');
    const options = await tenant.run(() => world.requests.options(employee));
    expect(options.categories.find(({ code }) => code === 'mindshare')).toMatchObject({
      possibleAgainFrom: '2026-01-01',
    });

    await tenant.run(() => world.requests.withdraw(employee, first.id));
    expect((await post('2025-11-05')).status).toBe('pending');
  });

  test('acceptance 18: awards use up the limit, and what is reversed gives it back', async () => {
    const { employee } = await team(tenant, { grade: 'B1' });
    const award = (day: string) =>
      tenant.run(() =>
        world.ledger.credit(tenant.system, {
          personId: employee.personId,
          kind: 'award',
          points: 250,
          categoryCode: 'mentoring',
          unit: 'pm',
          effectiveDate: day,
          sourceKey: `award:${day}`,
          source: { type: 'award', id: day },
          reason: 'Mentored a newcomer',
          basis: { value: 250, quantity: 1, grade: 'B1', categoryVersion: 1 },
        }),
      );
    const entry = await award('2025-10-20');
    await award('2025-10-21');
    expect(await failureOf(raise(employee, { categoryCode: 'mentoring' }))).toMatchObject({
      code: 'request.limit_reached',
    });
    await tenant.run(() => world.ledger.reverse(tenant.system, { entryId: entry.id, reason: 'Entered twice' }));
    expect((await raise(employee, { categoryCode: 'mentoring' })).status).toBe('pending');
  });

  test('acceptance 20: what the server decides is refused in a body', () => {
    const body = { categoryCode: 'initiative_ai', eventDate: '2025-11-10', notes: 'Did it.' };
    expect(raiseRequestInput.safeParse(body).success).toBe(true);
    for (const extra of [
      { points: 4000 },
      { status: 'approved' },
      { personId: central.personId },
      { grade: 'D1' },
      { organization: 'x' },
    ]) {
      expect(raiseRequestInput.safeParse({ ...body, ...extra }).success, JSON.stringify(extra)).toBe(false);
    }
  });

  test('17: notes are mandatory', () => {
    for (const notes of ['', '  \n ', undefined, 5, ['x'], 'a\u0000b', 'x'.repeat(4001)]) {
      expect(
        raiseRequestInput.safeParse({ categoryCode: 'initiative_ai', eventDate: '2025-11-10', notes }).success,
      ).toBe(false);
    }
  });

  test('acceptance 21: points are value times quantity', async () => {
    const employee = await tenant.actor({});
    const validator = await tenant.actor({ grade: 'C2', grants: ['ta_va'] });
    const interviews = { categoryCode: 'interviews', approverId: validator.personId };
    expect(await raise(employee, { ...interviews, quantity: 3 })).toMatchObject({
      points: 300,
      quantity: 3,
      value: 100,
      status: 'pending',
    });
    expect(await raise(employee, { ...interviews, quantity: '2', eventDate: '2025-11-09' })).toMatchObject({
      points: 200,
    });
    for (const quantity of [0, 1.5, -1, 0.5, 1e9, '1e3', '1.5', Number.NaN, Infinity, true, [5]]) {
      expect(
        raiseRequestInput.safeParse({ ...interviews, eventDate: '2025-11-09', notes: 'x', quantity }).success,
        String(quantity),
      ).toBe(false);
    }
  });

  test('acceptance 21: a category that counts nothing takes no quantity', async () => {
    const { employee } = await team(tenant);
    expect(await failureOf(raise(employee, { quantity: 2 }))).toMatchObject({
      status: 422,
      errors: [{ path: 'quantity' }],
    });
    expect(await nothingStored()).toBe(0);
  });

  test('what can be raised is offered with its points, evidence and deciders', async () => {
    const employee = await tenant.actor({ grade: 'B2' });
    const validator = await tenant.person({ grade: 'C2', grants: ['ta_va'] });
    const { categories } = await tenant.run(() => world.requests.options(employee));
    const byCode = new Map(categories.map((category) => [category.code, category]));
    const interviews = await tenant.run(() => world.catalog.byCode('interviews'));
    expect(byCode.get('interviews')).toEqual({
      id: interviews.id,
      code: 'interviews',
      name: 'Interviews',
      unit: 'ta',
      description: '',
      points: 100,
      eligible: true,
      evidence: 'none',
      linkAccepted: false,
      quantity: true,
      approvers: [{ id: validator.id, name: validator.name }],
      fixedApprover: false,
    });
    expect(byCode.get('presales_rfp')).toMatchObject({
      eligible: false,
      points: 0,
      reason: expect.stringContaining('B2 is not eligible') as string,
    });
    expect(byCode.get('mindshare')).toMatchObject({
      eligible: false,
      approvers: [],
      linkAccepted: true,
      reason: expect.stringContaining('nobody') as string,
    });
    for (const code of ['spot_award', 'market_impact', 'utilization', 'bonus']) expect(byCode.has(code)).toBe(false);
  });

  test('19: a duplicate is a warning that lists what is there, and is marked when sent anyway', async () => {
    const { manager, employee } = await team(tenant);
    const first = await raise(employee);
    const warned = await failureOf(raise(employee));
    expect(warned).toMatchObject({
      status: 409,
      code: 'request.duplicate',
      extra: { duplicates: [{ id: first.id, status: 'pending' }] },
    });
    const second = await raise(employee, { acknowledgeDuplicate: true });
    expect([first.duplicateAcknowledged, second.duplicateAcknowledged]).toEqual([false, true]);
    const detail = await tenant.run(() => world.requests.detail(manager, 'pm', second.id));
    expect(detail.request.duplicateAcknowledged).toBe(true);
    expect(detail.duplicates.map(({ id }) => id)).toEqual([first.id]);
  });

  test('two raises at once do not both pass the limit', async () => {
    const employee = await tenant.actor({ grade: 'A1' });
    const marketing = await tenant.actor({ grade: 'D1', grants: ['marketing'] });
    const days = ['2025-11-01', '2025-11-02', '2025-11-03', '2025-11-04', '2025-11-05', '2025-11-06'];
    const outcomes = await Promise.allSettled(
      days.map((eventDate) =>
        raise(employee, {
          categoryCode: 'mindshare',
          approverId: marketing.personId,
          link: 'https://example.com/p',
          eventDate,
        }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'request.limit_reached' });
    }
    expect(await nothingStored()).toBe(1);
  });

  test('two raises at once do not both escape the warning', async () => {
    const { employee } = await team(tenant);
    const outcomes = await Promise.allSettled([raise(employee), raise(employee), raise(employee), raise(employee)]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'request.duplicate' });
    }
  });
});
