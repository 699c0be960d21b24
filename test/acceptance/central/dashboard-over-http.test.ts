import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../../../src/modules/people/index.js';
import type { CentralDashboard, CentralEmployee } from '../../../src/modules/reports/index.js';
import { account, openPage, type Agent } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { createCast, type Cast } from '../../support/cast.js';
import { submit } from '../../support/agents.js';
import { raise } from '../../support/records.js';

const DASHBOARD = '/central/dashboard';

describe('central’s dashboard and persons over HTTP', () => {
  let app: TestApp;
  let cast: Cast;
  let central: Agent;
  let gone: Person;
  let serial = 0;
  beforeAll(async () => {
    app = await openTestApp();
    cast = await createCast(app);
    central = await cast.as('central');
    const { employee, colleague, manager } = cast.people;
    gone = await account(app, cast.tenant, { name: 'Gail Erickson', email: 'gail@gone.example', grade: 'C1' });
    // Of the quarter 7700 of 7700, in its last and first days and in the quarter before.
    await credit(employee, 7000, '2025-11-03');
    await credit(employee, 700, '2025-10-01');
    await credit(employee, 300, '2025-06-30');
    await credit(employee, 1000, '2025-11-04', 'bonus');
    await credit(colleague, 9000, '2025-07-01');
    await credit(manager, 6700, '2025-11-05');
    await credit(gone, 400, '2025-11-06');
    for (const month of ['2025-10', '2025-11', '2025-12'])
      await cast.tenant.run(() =>
        app.container.targets.recordUtilization(cast.tenant.system, {
          personId: manager.id,
          month,
          basisPoints: 9000,
          requestId: manager.id,
        }),
      );
    await cast.tenant.run(() => app.container.people.deactivate(cast.tenant.system, gone.id, 'Left the company.'));
    await app.settle();
  });
  afterAll(() => app.close());

  async function credit(person: Person, points: number, effectiveDate: string, kind: 'award' | 'bonus' = 'award') {
    serial += 1;
    const key = kind === 'bonus' ? `bonus:${person.id}:2025-Q3` : `award:${serial}`;
    await cast.tenant.run(() =>
      app.container.ledger.credit(cast.tenant.system, {
        personId: person.id,
        kind,
        points,
        ...(kind === 'bonus'
          ? { categoryCode: 'bonus', unit: 'central' as const }
          : { categoryCode: 'initiative_ai', unit: 'pm' as const }),
        effectiveDate,
        sourceKey: key,
        source: { type: kind, id: key },
        reason: 'Beyond the job.',
        basis: { value: points, quantity: 1, grade: person.grade, categoryVersion: 1 },
      }),
    );
  }

  const list = async (query: string): Promise<CentralDashboard> => {
    const answer = await central.get(`${DASHBOARD}?${query}`);
    if (answer.status !== 200) throw new Error(`${query}: ${answer.status} ${answer.text}`);
    return answer.body as CentralDashboard;
  };
  const row = (data: CentralDashboard, { id }: Person) => data.items.find((one) => one.id === id);
  const ids = (data: CentralDashboard) => data.items.map(({ id }) => id);

  test('says how everybody and the company stand, people who left in the sums and out of the list', async () => {
    const { employee, colleague, manager } = cast.people;
    await raise(cast, 'pm');
    const data = await list('size=100');
    expect(data.kpis).toMatchObject({
      participants: 2,
      quarter: { period: '2025-Q3', regular: 14_800, bonus: 1000 },
      previousQuarter: { period: '2025-Q2', regular: 9000 },
      year: { period: '2025', regular: 24_100, bonus: 1000, combined: 25_100 },
      pending: 1,
      bonusPeople: 1,
    });
    expect(data.kpis.oldestPending).toEqual(app.clock.now().toISOString());
    expect(data.page.total).toBe(data.kpis.activePeople);
    expect(ids(data).slice(0, 3)).toEqual([colleague.id, employee.id, manager.id]);
    expect(row(data, employee)).toMatchObject({
      quarters: [{ regular: 300 }, { regular: 0 }, { period: '2025-Q3', regular: 7700, bonus: 1000 }, { regular: 0 }],
      quarterProgress: { points: 7700, target: 7700, percent: 100 },
      year: { regular: 8000 },
      total: { combined: 9000 },
      bonusState: { awarded: true, eligible: false, reason: expect.stringContaining('Already awarded') as string },
      range: null,
    });
    expect(row(data, gone)).toBeUndefined();
    expect(ids(await list('status=deactivated'))).toEqual([gone.id]);
    expect((await list('status=all&size=100')).page.total).toBe(data.page.total + 1);
    // 6700 of 6700 and 7700 of 7700 are alike; whoever was registered first stands first.
    expect(ids(await list('sort=quarterProgress&size=2'))).toEqual([manager.id, employee.id]);
    expect(ids(await list('eligible=true'))).toEqual([manager.id]);
    expect(ids(await list('eligible=true&department=Finance'))).toEqual([]);
    expect((await list(`manager=${manager.id}&sort=name`)).page.total).toBe(
      await cast.tenant.run(() => app.container.people.count({ managerId: manager.id, status: 'active' })),
    );
  });

  test('figures of days: 91 days of 4 x 7700 are 7678; single days by entries, whole quarters as stored', async () => {
    const { employee, colleague } = cast.people;
    const spring = await list('from=2025-04-01&to=2025-06-30&size=100');
    expect(spring.range).toEqual({ from: '2025-04-01', to: '2025-06-30', days: 91, period: '2025-Q1' });
    expect(row(spring, employee)?.range).toMatchObject({ regular: 300, progress: { points: 300, target: 7678 } });
    const days = await list('from=2025-06-30&to=2025-11-04&sort=points&size=100');
    expect(days.range).toMatchObject({ days: 128, period: null });
    expect(ids(days).slice(0, 2)).toEqual([colleague.id, employee.id]);
    expect(row(days, employee)?.range).toMatchObject({
      ...{ regular: 8000, bonus: 1000, combined: 9000 },
      progress: { target: Math.floor((30_800 * 128) / 365), percent: 74 },
    });
    // The day before the first one and the day after the last one do not count.
    expect(row(await list('from=2025-07-02&to=2025-11-02&size=100'), colleague)?.range?.regular).toBe(0);
    expect(row(await list('from=2025-10-02&to=2025-11-03&size=100'), employee)?.range?.combined).toBe(7000);
  });

  test('days that are no range come back at the field, with everything that was typed', async () => {
    for (const [query, path, typed] of [
      ['from=2025-07-01&to=2025-06-30&q=dylan', 'from', '2025-07-01'],
      ['from=2025-02-30&q=dylan', 'from', '2025-02-30'],
      ['to=soon&q=dylan', 'to', 'soon'],
    ] as const) {
      const problem = await central.get(`${DASHBOARD}?${query}`);
      expect(problem.status).toBe(422);
      expect(problem.body).toMatchObject({ errors: [expect.objectContaining({ path })] });
      const page = await openPage(central, `${DASHBOARD}?${query}`);
      expect(page.status).toBe(422);
      expect(page.text).toContain(`id="field-filter-${path}-error"`);
      expect(page.text).toContain(`value="${typed}"`);
      expect(page.text).toContain('value="dylan"');
    }
  });

  test('what is no filter at all is refused, as a page too', async () => {
    for (const query of ['manager=../x', 'sort=password', 'status=$ne', 'size=1e9', 'page=0', 'order[$ne]=1']) {
      const seen = [await central.get(`${DASHBOARD}?${query}`), await openPage(central, `${DASHBOARD}?${query}`)];
      expect({ query, statuses: seen.map(({ status }) => status) }).toEqual({
        query,
        // A field of another name is none of the filter's.
        statuses: query.startsWith('order[') ? [200, 200] : [422, 422],
      });
    }
  });

  test('the file has every row of the list in its order, and says who took it', async () => {
    const data = await list('sort=yearProgress&size=100');
    const file = await central.post('/central/employees/export').send({ sort: 'yearProgress' });
    expect(file.headers['content-disposition']).toMatch(/filename="progress_\d{8}-\d{6}\.csv"/);
    const rows = parse<Record<string, string>>(file.text, { columns: true, bom: true });
    expect(rows.map((line) => line['employee_id'])).toEqual(data.items.map(({ employeeId }) => employeeId));
    expect(rows.map((line) => Number(line['2025-Q3']))).toEqual(data.items.map(({ quarter }) => quarter.regular));
    const days = await central
      .post('/central/employees/export')
      .send({ from: '2025-06-30', to: '2025-11-04', department: 'Sales', head: true });
    expect(days.text.split('\r\n').slice(0, 2).join(' ')).toMatch(/2025-06-30 to 2025-11-04.*Sales.*Asia\/Kolkata/s);
    expect(days.text).toContain(`${cast.people.colleague.employeeId},`);
    expect(days.text).not.toContain(`${cast.people.employee.employeeId},`);
    const refused = await central.post('/central/employees/export').send({ from: '2025-07-01', to: '2025-06-30' });
    expect(refused.status).toBe(422);
    const form = await submit(central, '/central/employees/export', { q: 'zzz' });
    expect(form.status).toBe(200);
    const taken = await app.container.storage.connection
      .collection('events')
      .find({ organization: cast.tenant.organization.id, type: 'export.taken' })
      .toArray();
    expect(taken.map(({ data: facts }) => (facts as { rows: number }).rows)).toEqual([rows.length, 1, 0]);
    expect((await (await cast.as('hrAdmin')).post('/central/employees/export').send({})).status).toBe(403);
  });

  test('a person’s page: the year asked for, its entries, what was hidden from others, who left', async () => {
    const { employee } = cast.people;
    await (await cast.as('employee')).post('/employee/profile').send({ leaderboardOptOut: true });
    const one = async (query: string) =>
      (await central.get(`/central/employees/${employee.id}?${query}`)).body as CentralEmployee;
    const year = await one('');
    expect(year).toMatchObject({
      person: { id: employee.id, manager: { id: cast.people.manager.id }, optedOut: true },
      totals: { combined: 9000 },
      year: { period: '2025', regular: 8000, progress: { target: 30_800 } },
      milestones: [{ percent: 25, pointsNeeded: 7700, reached: true, amount: 1000 }, {}, {}, {}],
      bonus: { period: '2025-Q3', awarded: true, eligible: false },
      pending: { count: 1 },
      entries: { page: { total: 4 }, totals: { regular: 8000, bonus: 1000 } },
    });
    expect(year.quarters[3]).toMatchObject({ period: '2025-Q4', regular: 0, bonusState: null });
    expect(year.byMonth.filter(({ regular }) => regular > 0)).toEqual([
      { month: '2025-06', regular: 300, bonus: 0 },
      { month: '2025-10', regular: 700, bonus: 0 },
      { month: '2025-11', regular: 7000, bonus: 1000 },
    ]);
    expect((await one('quarter=3&kind=award')).entries).toMatchObject({
      page: { total: 2 },
      totals: { regular: 7700 },
    });
    expect(await one('year=2024')).toMatchObject({
      year: { period: '2024', regular: 0 },
      bonus: { period: '2024-Q4', eligible: false },
      entries: { page: { total: 0 } },
    });
    expect((await openPage(central, `/central/employees/${employee.id}?year=2024`)).status).toBe(200);
    const left = await openPage(central, `/central/employees/${gone.id}`);
    expect([left.status, left.text.includes('Gail Erickson')]).toEqual([200, true]);
    const other = await createCast(app);
    expect((await (await other.as('central')).get(`/central/employees/${employee.id}`)).status).toBe(404);
  });
});
