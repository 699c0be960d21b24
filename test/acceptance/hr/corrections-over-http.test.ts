import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { openPage, submit, type Agent } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { createCast, type Cast } from '../../support/cast.js';
import { allocate, newCategory } from '../../support/points.js';
import { traces } from '../../support/records.js';

interface Figures {
  readonly regular: number;
  readonly combined: number;
}

interface Analytics {
  readonly total: { readonly points: number };
  readonly byCategory: { readonly regular: number }[];
  readonly byUnit: { readonly regular: number }[];
  readonly byMonth: { readonly regular: number }[];
  readonly byGrade: { readonly points: number }[];
}

describe('corrections over HTTP', () => {
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

  async function get<T>(agent: Agent, path: string): Promise<T> {
    const answer = await agent.get(path);
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    return answer.body as T;
  }

  const adjust = (entryId: string, body: object, agent = hr) =>
    agent
      .post(`/hr/people/${cast.people.employee.id}/adjustments`)
      .send({ entryId, points: 300, reason: 'Counted twice.', ...body });

  /** What every screen and the export say about the employee's points, each read on its own. */
  async function everyScreen() {
    const { id, employeeId } = cast.people.employee;
    const employee = await cast.as('employee');
    const central = await cast.as('central');
    const dashboard = await get<{ total: Figures; quarter: Figures; year: Figures }>(employee, '/employee/dashboard');
    const history = await get<{ totals: Figures }>(employee, '/employee/history');
    const summary = await get<Figures & { quarter: number; year: number; byCategory: { points: number }[] }>(
      employee,
      '/employee/points-summary',
    );
    const quarterly = await get<Figures>(employee, '/employee/points-summary?period=2025-Q3');
    const board = await get<{ me: { points: number } }>(employee, '/employee/leaderboard?period=2025-Q3');
    const boardOfAll = await get<{ rows: { personId: string; points: number }[] }>(
      central,
      '/central/leaderboard?period=all&size=100',
    );
    const all = await get<{ items: { id: string; quarter: Figures; year: Figures; total: Figures }[] }>(
      central,
      '/central/dashboard?size=100',
    );
    const one = await get<{ totals: Figures; quarters: { period: string; regular: number }[] }>(
      central,
      `/central/employees/${id}`,
    );
    const entries = await get<{ totals: Figures }>(hr, `/hr/people/${id}/entries`);
    const file = await central.post('/central/export').send({ format: 'csv', from: '2025-10-01', to: '2025-12-31' });
    const analytics = await get<Analytics>(central, '/central/analytics?period=2025');
    const analyticsOfHr = await get<Analytics>(hr, '/hr/analytics?period=2025-Q3');
    const statement = await get<{ totals: Figures; entries: { points: number }[]; byCategory: { points: number }[] }>(
      employee,
      '/employee/statement?year=2025',
    );
    const sumOf = (rows: readonly { points?: number; regular?: number }[]) =>
      rows.reduce((sum, { points, regular }) => sum + (points ?? regular ?? 0), 0);
    const lines = file.text.split('\r\n').filter((line) => line.startsWith(`${employeeId},`));
    const row = all.items.find((person) => person.id === id);
    return {
      dashboardTotal: dashboard.total.combined,
      dashboardQuarter: dashboard.quarter.regular,
      dashboardYear: dashboard.year.regular,
      history: history.totals.regular,
      summary: summary.regular,
      summaryQuarter: summary.quarter,
      summaryYear: summary.year,
      byCategory: summary.byCategory.reduce((sum, { points }) => sum + points, 0),
      quarterly: quarterly.regular,
      board: board.me.points,
      boardOfAll: boardOfAll.rows.find(({ personId }) => personId === id)?.points,
      centralQuarter: row?.quarter.regular,
      centralYear: row?.year.regular,
      centralTotal: row?.total.combined,
      centralPerson: one.totals.combined,
      centralPersonQuarter: one.quarters.find(({ period }) => period === '2025-Q3')?.regular,
      entries: entries.totals.regular,
      analytics: analytics.total.points,
      analyticsQuarter: analyticsOfHr.total.points,
      analyticsByCategory: sumOf(analytics.byCategory),
      analyticsByUnit: sumOf(analytics.byUnit),
      analyticsByMonth: sumOf(analyticsOfHr.byMonth),
      analyticsByGrade: sumOf(analyticsOfHr.byGrade),
      statement: statement.totals.regular,
      statementEntries: sumOf(statement.entries),
      statementByCategory: sumOf(statement.byCategory),
      export: lines.reduce((sum, line) => sum + Number(/,regular,(-?\d+),/.exec(line)?.[1] ?? 0), 0),
    };
  }

  const everywhere = async (points: number) =>
    Object.fromEntries(Object.keys(await everyScreen()).map((screen) => [screen, points]));

  it('36: 400 corrected to 300 with a reason: an entry of -100, every screen 300, both values in the audit, the person told', async () => {
    await anew();
    const categoryCode = await newCategory(cast);
    const entry = await allocate(cast, { categoryCode });
    await app.settle();
    expect(await everyScreen()).toEqual(await everywhere(400));

    const page = await openPage(hr, `/hr/entries/${entry.id}`);
    expect(page.text).toContain('falls from 400 to 0');
    const preview = await submit(hr, `/hr/entries/${entry.id}/correction`, {
      points: '300',
      reason: 'One session was counted twice.',
      basedOn: '400',
    });
    expect(preview.text).toContain('falls from 400 to 300');
    expect(await everyScreen()).toEqual(await everywhere(400));

    const corrected = await adjust(entry.id, { reason: 'One session was counted twice.' });
    expect(corrected.status).toBe(201);
    expect(corrected.body).toMatchObject({
      entry: { points: -100, kind: 'adjustment', quarter: '2025-Q3', categoryCode, correctsEntryId: entry.id },
    });
    await app.settle();
    expect(await everyScreen()).toEqual(await everywhere(300));

    const { id } = (corrected.body as { entry: { id: string } }).entry;
    const [event] = await app.container.storage.connection.collection('events').find({ 'subject.id': id }).toArray();
    expect(event).toMatchObject({
      type: 'points.credited',
      before: { points: 400 },
      after: { points: 300 },
      actor: { name: cast.people.hrAdmin.name },
    });
    const employee = await cast.as('employee');
    const told = await openPage(employee, '/employee/notifications');
    expect(told.text).toContain('were corrected from 400 to 300');
    const mails = await app.container.storage.connection
      .collection('mails')
      .find({ 'to.address': cast.people.employee.email, subject: /corrected from 400 to 300/ })
      .toArray();
    expect(mails).toHaveLength(1);
    expect(mails[0]?.['text']).toContain('One session was counted twice.');
    expect((await get<{ items: object[] }>(hr, `/hr/people/${cast.people.employee.id}/entries`)).items).toMatchObject([
      { points: -100, kind: 'adjustment', worth: null },
      { points: 400, kind: 'award', worth: 300, reversed: false },
    ]);
  });

  it('takes points back: every screen 0, the person told why, nothing left to correct', async () => {
    await anew();
    const entry = await allocate(cast);
    await adjust(entry.id, { points: 80 });
    const reversal = await submit(hr, `/hr/entries/${entry.id}/reversal`, {
      reason: 'Was for somebody else.',
      basedOn: '80',
    });
    expect(reversal.status).toBe(303);
    await app.settle();
    const screens = await everyScreen();
    expect({ ...screens, board: 0, boardOfAll: 0 }).toEqual(await everywhere(0));
    const told = await openPage(await cast.as('employee'), '/employee/notifications');
    expect(told.text).toContain('80 points of yours were taken back');
    expect((await adjust(entry.id, { points: 50 })).body).toMatchObject({
      status: 409,
      code: 'ledger.already_reversed',
    });
    const again = await hr.post(`/hr/entries/${entry.id}/reversal`).send({ reason: 'Twice.' });
    expect(again.body).toMatchObject({ status: 409, code: 'ledger.already_reversed' });
  });

  test.each<[string, object, number, string]>([
    ['no reason', { reason: ' ' }, 422, 'reason'],
    ['below 0', { points: -1 }, 422, 'points'],
    ['1e9', { points: 1e9 }, 422, 'points'],
    ['half a point', { points: 0.5 }, 422, 'points'],
    ['"1e3"', { points: '1e3' }, 422, 'points'],
    ['true', { points: true }, 422, 'points'],
    ['[5]', { points: [5] }, 422, 'points'],
    ['nothing', { points: null }, 422, 'points'],
    ['an operator', { points: { $gt: 0 } }, 422, 'points'],
    ['no change', { points: 100 }, 422, 'points'],
    ['a person in the body', { personId: '0123456789abcdef01234567' }, 422, 'personId'],
    ['a reason of 100 kB', { reason: 'x'.repeat(20_000) }, 422, 'reason'],
    ['control characters', { reason: 'a\u0000b' }, 422, 'reason'],
    ['an id that is none', { entryId: '../x' }, 422, 'entryId'],
  ])('refuses a correction with %s, and writes nothing', async (_what, body, status, path) => {
    const entry = await allocate(cast);
    const before = await traces(app);
    const answer = await adjust(entry.id, body);
    expect({ status: answer.status, path: (answer.body as { errors: { path: string }[] }).errors[0]?.path }).toEqual({
      status,
      path,
    });
    expect(await traces(app)).toEqual(before);
  });

  it('shows the form again with what was typed and the words at the field', async () => {
    const entry = await allocate(cast);
    const refused = await submit(hr, `/hr/entries/${entry.id}/correction`, { points: '-5', reason: '<b>Why</b>' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('&lt;b&gt;Why&lt;/b&gt;');
    expect(refused.text).toContain('id="field-points-error"');
    const reversal = await submit(hr, `/hr/entries/${entry.id}/reversal`, { reason: '' });
    expect(reversal.status).toBe(422);
    expect(reversal.text).toContain('href="#field-reversal-reason"');
  });

  it('lets one of two corrections at once win; the other learns what the entry is worth now', async () => {
    for (let round = 0; round < 5; round += 1) {
      const entry = await allocate(cast);
      const [one, other] = await Promise.all([
        adjust(entry.id, { points: 60, basedOn: 100 }),
        adjust(entry.id, { points: 40, basedOn: 100 }),
      ]);
      expect([one.status, other.status].sort()).toEqual([201, 409]);
      const lost = one.status === 409 ? one : other;
      expect(lost.body).toMatchObject({ code: 'ledger.changed_meanwhile' });
      const worth = one.status === 201 ? 60 : 40;
      expect(await get(hr, `/hr/entries/${entry.id}`)).toMatchObject({ worth, corrections: [{ points: worth - 100 }] });
    }
  });

  it('refuses own entries, bonuses and corrections of corrections', async () => {
    const { tenant, people } = cast;
    const credit = (personId: string, kind: 'award' | 'bonus') =>
      tenant.run(() =>
        app.container.ledger.credit(tenant.system, {
          ...{ personId, kind, points: 1000, categoryCode: kind === 'bonus' ? 'bonus' : 'feedback' },
          ...{ unit: kind === 'bonus' ? 'central' : 'hr', effectiveDate: '2025-11-03', reason: 'A quarter.' },
          sourceKey: `${kind}:${personId}`,
          source: { type: kind, id: personId },
          basis: { value: 1000, quantity: 1, grade: 'C1', categoryVersion: 1 },
        }),
      );
    const own = await credit(people.hrAdmin.id, 'award');
    const refusedOwn = await hr
      .post(`/hr/people/${people.hrAdmin.id}/adjustments`)
      .send({ entryId: own.id, points: 2000, reason: 'More.' });
    expect(refusedOwn.body).toMatchObject({ status: 403, code: 'ledger.own_entry' });
    expect((await openPage(hr, `/hr/entries/${own.id}`)).text).toContain('somebody else of HR');

    const bonus = await credit(people.employee.id, 'bonus');
    expect((await adjust(bonus.id, {})).body).toMatchObject({
      status: 403,
      detail: 'Bonuses are corrected by central.',
    });
    expect((await hr.post(`/hr/entries/${bonus.id}/reversal`).send({ reason: 'No.' })).status).toBe(403);

    const entry = await allocate(cast);
    const { body } = await adjust(entry.id, { points: 50 });
    const correction = (body as { entry: { id: string } }).entry.id;
    expect((await adjust(correction, { points: 10 })).body).toMatchObject({
      status: 422,
      code: 'ledger.not_correctable',
    });
    expect((await openPage(hr, `/hr/entries/${correction}`)).text).toContain(`/hr/entries/${entry.id}`);
  });

  it('finds an entry only under its person, and none of another organization', async () => {
    const entry = await allocate(cast);
    const { colleague } = cast.people;
    const other = await hr
      .post(`/hr/people/${colleague.id}/adjustments`)
      .send({ entryId: entry.id, points: 10, reason: 'Not this one.' });
    expect(other.status).toBe(404);

    const elsewhere = await (await createCast(app)).as('hrAdmin');
    expect((await elsewhere.get(`/hr/entries/${entry.id}`)).status).toBe(404);
    expect((await elsewhere.get(`/hr/people/${entry.personId}/entries`)).status).toBe(404);
    expect((await adjust(entry.id, {}, elsewhere)).status).toBe(404);
    expect((await elsewhere.post(`/hr/entries/${entry.id}/reversal`).send({ reason: 'No.' })).status).toBe(404);
    expect((await (await cast.as('employee')).get(`/hr/entries/${entry.id}`)).status).toBe(403);
    expect((await (await cast.as('central')).get(`/hr/entries/${entry.id}`)).status).toBe(403);
    expect(await get(hr, `/hr/entries/${entry.id}`)).toMatchObject({ worth: 100, corrections: [] });
  });
});
