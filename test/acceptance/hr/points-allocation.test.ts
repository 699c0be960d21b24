import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPage, signIn, submit, type Agent } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { createCast, type Cast } from '../../support/cast.js';
import { allocate, newCategory } from '../../support/points.js';
import { traces } from '../../support/records.js';
import { failureOf } from '../../support/requests.js';
import { actorFor } from '../../support/world.js';

const ADDRESS = '/hr/points-allocation';

describe('allocating points', () => {
  let app: TestApp;
  let cast: Cast;
  let hr: Agent;
  beforeAll(async () => {
    app = await openTestApp();
    await anew();
  });
  afterAll(() => app.close());

  /** A company in which nobody has points yet. */
  async function anew(): Promise<void> {
    cast = await createCast(app);
    hr = await cast.as('hrAdmin');
  }

  const body = (changes: object = {}) => ({
    personId: cast.people.employee.id,
    categoryCode: 'feedback',
    notes: 'Honest feedback, on time.',
    ...changes,
  });

  it('gives the points of the category, tells the person in the giver’s words, and records who gave them', async () => {
    await anew();
    const answer = await hr.post(ADDRESS).send(body());
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      entry: { points: 100, kind: 'award', quarter: '2025-Q3', by: { name: cast.people.hrAdmin.name } },
    });
    await app.settle();
    const employee = await cast.as('employee');
    expect((await openPage(employee, '/employee/notifications')).text).toContain(
      'You were awarded 100 points: Feedback.',
    );
    expect((await employee.get('/employee/points-summary')).body).toMatchObject({ regular: 100 });
  });

  it('works by a form in two steps: named by employee id, confirmed with what comes of it, then given once', async () => {
    await anew();
    await allocate(cast);
    const { employee } = cast.people;
    const checked = await submit(hr, `${ADDRESS}/preview`, {
      person: employee.employeeId,
      categoryCode: 'feedback',
      eventDate: '2025-11-11',
      notes: 'Helped to improve the survey.',
    });
    expect(checked.status).toBe(200);
    expect(checked.text).toContain('rises from 100 to 200 regular points');
    const hidden = Object.fromEntries(
      [...checked.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)].map(([, name, value]) => [
        name,
        value,
      ]),
    ) as Record<string, string>;
    const names = ['_idempotencyKey', 'personId', 'categoryCode', 'eventDate', 'quantity', 'notes'];
    const fields = Object.fromEntries(names.map((name) => [name, hidden[name] ?? '']));
    expect(fields).toMatchObject({ personId: employee.id, categoryCode: 'feedback', eventDate: '2025-11-11' });
    const [first, second] = await Promise.all([submit(hr, ADDRESS, fields), submit(hr, ADDRESS, fields)]);
    expect([first.status, second.status]).toEqual([303, 303]);
    expect((await (await cast.as('employee')).get('/employee/points-summary')).body).toMatchObject({ regular: 200 });
  });

  it('says at the field who could be meant, and keeps what was typed', async () => {
    const [twin, other] = [
      await cast.tenant.person({ name: 'Jo Brown' }),
      await cast.tenant.person({ name: 'Jo Brown' }),
    ];
    const refused = await submit(hr, `${ADDRESS}/preview`, {
      person: 'Jo Brown',
      categoryCode: 'feedback',
      notes: 'Thanks.',
    });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(twin.employeeId);
    expect(refused.text).toContain(other.employeeId);
    expect(refused.text).toContain('value="Jo Brown"');
    expect(refused.text).toContain('href="#field-person"');
  });

  it.each<[string, (people: Cast['people']) => object, number, string]>([
    ['oneself', ({ hrAdmin }) => ({ personId: hrAdmin.id }), 422, 'award.other_eyes'],
    ['a category of another unit', () => ({ categoryCode: 'market_impact' }), 422, 'award.category_not_offered'],
    ['a category that is no award', () => ({ categoryCode: 'interviews' }), 422, 'award.category_not_offered'],
    ['a category that is not there', () => ({ categoryCode: 'nothing' }), 422, 'award.category_not_offered'],
    ['nobody', () => ({ personId: '0123456789abcdef01234567' }), 422, 'award.person_not_active'],
    ['no words', () => ({ notes: ' ' }), 422, 'input.invalid'],
    ['points', () => ({ points: 4000 }), 422, 'input.invalid'],
    ['tomorrow', () => ({ eventDate: '2025-11-13' }), 422, 'request.event_in_future'],
    ['91 days ago', () => ({ eventDate: '2025-08-13' }), 422, 'request.event_too_old'],
    ['a quantity that is not counted', () => ({ quantity: 2 }), 422, 'request.quantity_not_accepted'],
    ['a quantity of [5]', () => ({ quantity: [5] }), 422, 'input.invalid'],
  ])('refuses %s and gives nothing', async (_what, changes, status, code) => {
    const before = await traces(app);
    const answer = await hr.post(ADDRESS).send(body(changes(cast.people)));
    expect(answer.body).toMatchObject({ status, code });
    expect(await traces(app)).toEqual(before);
  });

  it('counts awards against the limit, says when it is possible again, and frees it by a reversal', async () => {
    const categoryCode = await newCategory(cast, { frequency: 'quarterly', max: 1, gradeValues: { C1: 250, D1: 0 } });
    const entry = await allocate(cast, { categoryCode });
    expect(entry.points).toBe(250);
    const second = await hr.post(ADDRESS).send(body({ categoryCode }));
    expect(second.body).toMatchObject({
      code: 'request.limit_reached',
      detail: expect.stringContaining('1 Jan 2026') as string,
    });
    expect((await hr.post(ADDRESS).send(body({ categoryCode, personId: cast.people.manager.id }))).body).toMatchObject({
      code: 'request.not_eligible',
    });
    await hr.post(`/hr/entries/${entry.id}/reversal`).send({ reason: 'A mistake.' });
    expect((await hr.post(ADDRESS).send(body({ categoryCode }))).status).toBe(201);

    const limited = await newCategory(cast, { frequency: 'one-time', max: 1 });
    const answers = await Promise.all([1, 2, 3].map(() => hr.post(ADDRESS).send(body({ categoryCode: limited }))));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422, 422]);
  });

  it('lets managers award their own reports only, and nobody without the right', async () => {
    const { container } = app;
    const { tenant, people } = cast;
    const award = (actor: keyof Cast['people'], personId: string, categoryCode: string) =>
      tenant.run(() =>
        container.requests.award(actorFor(people[actor]), { personId, categoryCode, notes: 'Well done.' }),
      );
    expect(await award('manager', people.employee.id, 'initiative_ai')).toMatchObject({ points: 250 });
    expect(await failureOf(award('otherManager', people.employee.id, 'initiative_ai'))).toMatchObject({ status: 404 });
    expect(await failureOf(award('manager', people.otherManager.id, 'initiative_ai'))).toMatchObject({ status: 404 });
    expect(await failureOf(award('manager', people.manager.id, 'initiative_ai'))).toMatchObject({
      code: 'award.other_eyes',
    });
    expect(await award('marketing', people.employee.id, 'market_impact')).toMatchObject({ points: 200 });
    for (const nobody of ['employee', 'hrAdmin', 'central', 'ta'] as const) {
      expect(await failureOf(award(nobody, people.colleague.id, 'market_impact'))).toMatchObject({ status: 403 });
    }
  });

  it('answers a key again with the first answer, also by another device, and refuses it for another body', async () => {
    const key = 'a2f5d0a4-93c6-4a6f-8d3b-0c8b0b0f4c21';
    const send = (agent: Agent, changes: object = {}) =>
      agent.post(ADDRESS).set('Idempotency-Key', key).send(body(changes));
    const first = await send(hr);
    expect(first.status).toBe(201);
    const again = await send(await signIn(app, cast.people.hrAdmin));
    expect(again.status).toBe(201);
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect((await send(hr, { notes: 'Something else.' })).body).toMatchObject({
      status: 422,
      code: 'idempotency.key_reused',
    });
    expect((await hr.post(ADDRESS).set('Idempotency-Key', 'short').send(body())).body).toMatchObject({
      status: 422,
      code: 'idempotency.key_invalid',
    });
    app.clock.advance(8 * 86_400_000);
    // The answer is forgotten by then, the points are not.
    const late = await send(await signIn(app, cast.people.hrAdmin));
    expect(late.body).toMatchObject({ status: 409, code: 'ledger.already_credited' });
    app.clock.set('2025-11-12T06:00:00Z');
  });
});
