import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Person } from '../../../src/modules/people/index.js';
import { openPage, signIn, submit, type Agent } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { createCast, type Cast, type Role } from '../../support/cast.js';
import { hiddenFields } from '../../support/page-forms.js';
import { newCategory, type EntryBody } from '../../support/points.js';
import { raise, traces } from '../../support/records.js';

interface Awarded {
  readonly items: readonly {
    id: string;
    personId: string;
    categoryName: string;
    worth: number;
    points: number;
    reversed: boolean;
  }[];
  readonly page: { readonly total: number };
  readonly categories: readonly { code: string; worth: { points: number; eligible: boolean } | null }[];
}

describe('awards over HTTP', () => {
  let app: TestApp;
  let cast: Cast;
  let manager: Agent;
  /** Of the manager's team, without points yet. */
  let person: Person;
  beforeAll(async () => {
    app = await openTestApp();
    cast = await createCast(app);
    manager = await cast.as('manager');
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    person = await cast.tenant.person({ managerId: cast.people.manager.id });
  });

  const body = (changes: object = {}) => ({
    personId: person.id,
    categoryCode: 'initiative_ai',
    notes: 'Made the whole team quicker.',
    ...changes,
  });
  const award = (agent: Agent, changes: object = {}, address = '/pm/awards') => agent.post(address).send(body(changes));
  async function get<T>(role: Role, path: string): Promise<T> {
    const answer = await (await cast.as(role)).get(path);
    expect(answer.status, `${path}: ${answer.text.slice(0, 200)}`).toBe(200);
    return answer.body as T;
  }

  it('a manager awards the own team, Marketing exactly 200: told to the person, in every figure', async () => {
    person = cast.people.employee;
    const first = await award(manager);
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({
      entry: { points: 250, kind: 'award', unit: 'pm', quarter: '2025-Q3', by: { name: cast.people.manager.name } },
    });
    const marketing = await cast.as('marketing');
    const impact = await award(marketing, { categoryCode: 'market_impact' }, '/marketing/awards');
    expect(impact.body).toMatchObject({ entry: { points: 200, unit: 'marketing' } });
    await app.settle();

    const employee = await cast.as('employee');
    const told = (await openPage(employee, '/employee/notifications')).text;
    expect(told).toContain('You were awarded 250 points: Initiative');
    expect(told).toContain('You were awarded 200 points: Market impact.');
    const mail = await app.container.storage.connection
      .collection('mails')
      .findOne({ 'to.address': cast.people.employee.email, text: /Made the whole team quicker/ });
    expect(mail).not.toBeNull();

    const { id } = cast.people.employee;
    const summary = await get<{ regular: number; quarter: number }>('employee', '/employee/points-summary');
    const history = await get<{ totals: { regular: number } }>('employee', '/employee/history');
    const board = await get<{ rows: { personId: string; points: number }[] }>(
      'employee',
      '/employee/leaderboard?period=2025-Q3',
    );
    const central = await get<{ items: { id: string; quarter: { regular: number } }[] }>(
      'central',
      '/central/dashboard?size=100',
    );
    const one = await get<{ quarters: { period: string; regular: number }[] }>('central', `/central/employees/${id}`);
    expect({
      summary: summary.regular,
      quarter: summary.quarter,
      history: history.totals.regular,
      board: board.rows.find(({ personId }) => personId === id)?.points,
      central: central.items.find((row) => row.id === id)?.quarter.regular,
      one: one.quarters.find(({ period }) => period === '2025-Q3')?.regular,
    }).toEqual({ summary: 450, quarter: 450, history: 450, board: 450, central: 450, one: 450 });
    expect((await get<{ points: number }>('manager', '/pm/dashboard')).points).toBe(250);
    expect((await get<{ points: number }>('marketing', '/marketing/dashboard')).points).toBe(200);
  });

  it('refuses whatever is not the giver’s to give, and writes nothing', async () => {
    const inactive = await newCategory(cast, { unit: 'pm' });
    const hr = await cast.as('hrAdmin');
    expect((await hr.post(`/hr/categories/${inactive}/status`).send({ status: 'inactive' })).status).toBe(200);
    const junior = await cast.tenant.person({ grade: 'A1', managerId: cast.people.manager.id });
    const marketing = await cast.as('marketing');
    const impact = { categoryCode: 'market_impact' };
    const before = await traces(app);
    const refused: [string, PromiseLike<{ body: unknown }>, number, string][] = [
      ['points in the body', award(manager, { points: 4000 }), 422, 'input.invalid'],
      ['another team’s person', award(manager, { personId: cast.people.otherManager.id }), 404, 'person.not_found'],
      ['nobody', award(manager, { personId: '0123456789abcdef01234567' }), 404, 'person.not_found'],
      ['oneself', award(manager, { personId: cast.people.manager.id }), 422, 'award.other_eyes'],
      ['an inactive category', award(manager, { categoryCode: inactive }), 422, 'award.category_not_offered'],
      ['another unit’s category', award(manager, impact), 422, 'award.category_not_offered'],
      [
        'a grade that is not eligible',
        award(manager, { personId: junior.id, categoryCode: 'mentoring' }),
        422,
        'request.not_eligible',
      ],
      ['no words', award(manager, { notes: ' ' }), 422, 'input.invalid'],
      [
        'market impact twice at once',
        award(marketing, { ...impact, quantity: 2 }, '/marketing/awards'),
        422,
        'request.quantity_not_accepted',
      ],
      [
        'market impact of 4000',
        award(marketing, { ...impact, points: 4000 }, '/marketing/awards'),
        422,
        'input.invalid',
      ],
      [
        'mindshare as an award',
        award(marketing, { categoryCode: 'mindshare' }, '/marketing/awards'),
        422,
        'award.category_not_offered',
      ],
      [
        'an employee',
        award(await cast.as('employee'), { personId: cast.people.colleague.id }),
        403,
        'access.forbidden',
      ],
      ['HR for a team', award(hr), 403, 'access.forbidden'],
    ];
    for (const [what, sent, status, code] of refused) {
      expect((await sent).body, what).toMatchObject({ status, code });
    }
    expect(await traces(app)).toEqual(before);
  });

  it('the same key 20 times at once is one entry and one answer, from form and API', async () => {
    const key = randomUUID();
    const devices = await Promise.all([1, 2, 3, 4].map(() => signIn(app, cast.people.manager)));
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, attempt) => {
        const device = devices[attempt % devices.length] as Agent;
        return attempt % 4 === 3
          ? submit(device, '/pm/awards', { ...body(), _idempotencyKey: key })
          : device.post('/pm/awards').set('Idempotency-Key', key).send(body());
      }),
    );
    expect(answers.map(({ status }) => status).filter((status) => ![201, 303, 409].includes(status))).toEqual([]);
    const ids = answers.flatMap(({ body: answer }) => (answer as { entry?: EntryBody }).entry?.id ?? []);
    expect(new Set(ids).size).toBe(1);
    const again = await manager.post('/pm/awards').set('Idempotency-Key', key).send(body());
    expect(again.body).toMatchObject({ entry: { id: ids[0] } });
    const totals = await cast.tenant.run(() => app.container.ledger.totals([person.id], ['all']));
    expect(totals.get(person.id)?.all.regular).toBe(250);
  });

  it('reviews before it grants: worth, limit, quarter, and what the person has of that day, to be acknowledged', async () => {
    const { employee, otherManager } = cast.people;
    await raise(cast, 'pm', { categoryCode: 'mentoring', eventDate: '2025-11-11' });
    const form = (await openPage(manager, '/pm/awards')).text;
    expect(form).toContain(`<option value="${employee.id}">`);
    expect(form).not.toContain(`<option value="${otherManager.id}">`);
    const fields = { person: employee.id, categoryCode: 'mentoring', eventDate: '2025-11-11', notes: 'Took in two.' };
    const foreign = await submit(manager, '/pm/awards/preview', { ...fields, person: otherManager.id });
    expect(foreign.status).toBe(422);
    expect(foreign.text).toContain('There is no such person in your team.');
    expect(foreign.text).not.toContain(otherManager.name);
    // Whoever is not in the team is told like nobody, however the person is named.
    for (const person of [otherManager.name, otherManager.email, otherManager.employeeId, 'Nobody Atall']) {
      const answer = await manager.post('/pm/awards/preview').send({ ...fields, person });
      expect(answer.body, person).toMatchObject({
        status: 422,
        errors: [{ path: 'person', message: 'There is no such person in your team.' }],
      });
      expect(answer.text).not.toContain(otherManager.id);
    }
    expect(foreign.text).toContain('Took in two.');

    // Managers see all points of their people; Marketing sees nowhere what other units gave somebody.
    const quarterOf = async (agent: Agent, path: string, changes: object) =>
      ((await agent.post(path).send({ ...fields, ...changes })).body as { quarter: object | null }).quarter;
    expect(await quarterOf(manager, '/pm/awards/preview', {})).toMatchObject({ before: expect.any(Number) as number });
    const [marketing, impact] = [await cast.as('marketing'), { categoryCode: 'market_impact' }];
    expect(await quarterOf(marketing, '/marketing/awards/preview', impact)).toBeNull();
    const reviewed = await submit(marketing, '/marketing/awards/preview', { ...fields, ...impact });
    expect(reviewed.status).toBe(200);

    const review = await submit(manager, '/pm/awards/preview', fields);
    expect(review.status).toBe(200);
    expect(review.text).toContain('2 of 4 in the quarter with this one');
    expect(review.text).toContain('rises from 450 to 700 regular points');
    expect(review.text).toContain('Requested and not decided yet: 250 points');
    const sent = hiddenFields(review.text, '/pm/awards');
    const unacknowledged = await submit(manager, '/pm/awards', sent);
    expect(unacknowledged.status).toBe(409);
    expect(unacknowledged.text).toContain('These are other points, give them as well');
    const granted = await submit(manager, '/pm/awards', { ...sent, acknowledgeDuplicate: 'true' });
    expect([granted.status, granted.headers['location']]).toEqual([303, '/pm/awards']);
    expect((await openPage(manager, '/pm/awards')).text).toContain(`${employee.name} got 250 points and is told so.`);

    // What came up since the review is shown as well.
    const clean = await submit(manager, '/pm/awards/preview', { ...fields, eventDate: '2025-11-10' });
    expect(clean.text).not.toContain('acknowledgeDuplicate');
    await award(manager, { personId: employee.id, categoryCode: 'mentoring', eventDate: '2025-11-10' });
    const since = await submit(manager, '/pm/awards', hiddenFields(clean.text, '/pm/awards'));
    expect(since.status).toBe(409);
    expect(since.text).toContain('Granted: 250 points');

    await award(manager, { personId: employee.id, categoryCode: 'mentoring' });
    const full = await submit(manager, '/pm/awards/preview', { ...fields, eventDate: '2025-11-09' });
    expect(full.status).toBe(422);
    expect(full.text).toContain('possible again from 1 Jan 2026');
  });

  it('lists what was granted, newest first: in pm what I granted, elsewhere what the unit granted; with corrections', async () => {
    cast = await createCast(app);
    manager = await cast.as('manager');
    person = cast.people.employee;
    const { employee, colleague, hrAdmin } = cast.people;
    const worths = await get<Awarded>('manager', `/pm/awards?for=${employee.id}`);
    expect(worths.categories.map(({ code, worth }) => [code, worth?.points])).toEqual([
      ['initiative_ai', 250],
      ['mentoring', 250],
    ]);
    const first = (await award(manager)).body as { entry: EntryBody };
    app.clock.advance(1000);
    const second = (await award(manager, { personId: colleague.id, categoryCode: 'mentoring' })).body as {
      entry: EntryBody;
    };
    const hr = await cast.as('hrAdmin');
    const correction = { entryId: second.entry.id, points: 200, reason: 'A day less.' };
    expect((await hr.post(`/hr/people/${colleague.id}/adjustments`).send(correction)).status).toBe(201);
    expect((await hr.post(`/hr/entries/${first.entry.id}/reversal`).send({ reason: 'A mistake.' })).status).toBe(201);

    const mine = await get<Awarded>('manager', '/pm/awards');
    expect(mine.items.map(({ personId, worth, points, reversed }) => [personId, worth, points, reversed])).toEqual([
      [colleague.id, 200, 250, false],
      [employee.id, 0, 250, true],
    ]);
    const page = (await openPage(manager, '/pm/awards')).text;
    expect(page).toContain('corrected from 250');
    expect(page).toContain('taken back by HR, was 250');
    expect((await get<Awarded>('otherManager', '/pm/awards')).page.total).toBe(0);
    for (const [filter, found] of [
      [`person=${encodeURIComponent(colleague.name)}`, 1],
      [`person=${employee.employeeId}`, 1],
      ['category=mentoring', 1],
      ['quarter=2025-Q2', 0],
      ['quarter=2025-Q3&size=1&page=2', 2],
    ] as const) {
      expect((await get<Awarded>('manager', `/pm/awards?${filter}`)).page.total, filter).toBe(found);
    }

    const marketing = await cast.as('marketing');
    await award(marketing, { categoryCode: 'market_impact' }, '/marketing/awards');
    const unit = await get<Awarded>('marketingOther', '/marketing/awards');
    expect(unit.items.map(({ categoryName }) => categoryName)).toEqual(['Market impact']);
    // A name leads to the person's page for whom it opens.
    const toPerson = `href="/marketing/employees/${employee.id}"`;
    expect((await openPage(marketing, '/marketing/awards')).text).toContain(toPerson);
    await get('marketing', `/marketing/employees/${employee.id}`);
    const marketingOther = await cast.as('marketingOther');
    expect((await openPage(marketingOther, '/marketing/awards')).text).not.toContain(toPerson);
    await hr.post('/hr/points-allocation').send(body({ categoryCode: 'feedback' }));
    expect((await openPage(hr, '/hr/points-allocation')).text).toContain(`Granted by HR`);
    expect((await get<Awarded>('hrAdmin', '/hr/points-allocation')).items).toMatchObject([
      { personId: employee.id, by: { name: hrAdmin.name } },
    ]);
  });
});
