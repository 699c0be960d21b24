import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { account, signIn, type Agent } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { createCast, type Cast } from '../../support/cast.js';
import { raise } from '../../support/records.js';
import type { Person } from '../../../src/modules/people/index.js';

interface Figures {
  readonly period: string;
  readonly regular: number;
  readonly bonus: number;
  readonly combined: number;
}

describe('figures over HTTP', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openTestApp({ start: '2025-06-30T06:00:00Z' });
  });
  afterAll(() => app.close());

  async function credit(
    cast: Cast,
    person: Pick<Person, 'id'>,
    points: number,
    effectiveDate: string,
    kind: 'award' | 'bonus' = 'award',
  ) {
    const sourceKey = kind === 'bonus' ? `bonus:${person.id}:2025-Q3` : `award:${person.id}:${effectiveDate}:${points}`;
    await cast.tenant.run(() =>
      app.container.ledger.credit(cast.tenant.system, {
        personId: person.id,
        kind,
        points,
        categoryCode: kind === 'bonus' ? 'bonus' : 'initiative_ai',
        unit: kind === 'bonus' ? 'central' : 'pm',
        effectiveDate,
        sourceKey,
        source: { type: kind, id: sourceKey },
        reason: 'For the whole quarter.',
        basis: { value: points, quantity: 1, grade: 'C1', categoryVersion: 1 },
      }),
    );
    await app.settle();
  }

  async function get<T>(agent: Agent, path: string): Promise<T> {
    const answer = await agent.get(path);
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    return answer.body as T;
  }

  /** Every place that tells somebody's regular points of a period. */
  async function everyFigure(cast: Cast, agent: Agent, person: Person, period: string) {
    const central = await cast.as('central');
    const [quarters, from, to] = period.includes('-Q')
      ? [[period], ...rangeOf(period)]
      : [[1, 2, 3, 4].map((quarter) => `${period}-Q${quarter}`), `${period}-04-01`, `${Number(period) + 1}-03-31`];
    const summary = await get<Figures & { byCategory: { points: number }[] }>(
      agent,
      `/employee/points-summary?period=${period}`,
    );
    const history = await get<{ totals: Figures }>(agent, `/employee/history?period=${period}&status=credited`);
    const board = await get<{ rows: { personId: string; points: number }[] }>(
      agent,
      `/employee/leaderboard?period=${period}`,
    );
    const centralBoard = await get<{ rows: { personId: string; points: number }[] }>(
      central,
      `/central/leaderboard?period=${period}&size=100`,
    );
    const one = await get<{ quarters: Figures[] }>(central, `/central/employees/${person.id}`);
    const file = await central.post('/central/export').send({ format: 'csv', from, to });
    const lines = file.text.split('\r\n').filter((line) => line.startsWith(`${person.employeeId},`));
    const exported = lines
      .filter((line) => line.includes(',regular,'))
      .map((line) => Number(/,regular,(-?\d+),/.exec(line)?.[1]));
    const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
    return {
      summary: summary.regular,
      byCategory: sum(summary.byCategory.map(({ points }) => points)) - summary.bonus,
      history: history.totals.regular,
      leaderboard: board.rows.find(({ personId }) => personId === person.id)?.points ?? 0,
      centralLeaderboard: centralBoard.rows.find(({ personId }) => personId === person.id)?.points ?? 0,
      centralEmployee: sum(
        one.quarters.filter((quarter) => quarters.includes(quarter.period)).map(({ regular }) => regular),
      ),
      export: sum(exported),
    };
  }

  function rangeOf(quarter: string): [string, string] {
    const year = Number(quarter.slice(0, 4));
    const ranges: Record<string, [string, string]> = {
      Q1: [`${year}-04-01`, `${year}-06-30`],
      Q2: [`${year}-07-01`, `${year}-09-30`],
      Q3: [`${year}-10-01`, `${year}-12-31`],
      Q4: [`${year + 1}-01-01`, `${year + 1}-03-31`],
    };
    return ranges[quarter.slice(-2)] ?? ['', ''];
  }

  const all = (points: number) => ({
    summary: points,
    byCategory: points,
    history: points,
    leaderboard: points,
    centralLeaderboard: points,
    centralEmployee: points,
    export: points,
  });

  test('32: the day in Kolkata decides the quarter of a request', async () => {
    const cast = await createCast(app);
    for (const [instant, day, period] of [
      ['2026-02-10T06:00:00Z', '2026-02-10', '2025-Q4'],
      ['2026-03-31T18:00:00Z', '2026-03-31', '2025-Q4'],
      ['2026-03-31T18:40:00Z', '2026-04-01', '2026-Q1'],
    ] as const) {
      app.clock.set(instant);
      const agent = await signIn(app, cast.people.employee);
      expect(await get<{ today: string; quarter: Figures }>(agent, '/employee/dashboard')).toMatchObject({
        today: day,
        quarter: { period },
      });
      const central = await signIn(app, cast.people.central);
      expect(await get(central, '/central/dashboard?size=1')).toMatchObject({ kpis: { quarter: { period } } });
      expect(await get(central, `/central/employees/${cast.people.employee.id}`)).toMatchObject({
        quarter: { period },
      });
      const raised = await agent
        .post('/employee/raise-request')
        .send({ categoryCode: 'initiative_ai', eventDate: day, notes: 'Today.' });
      expect(raised.body).toMatchObject({ request: { period, eventDate: day } });
    }
    app.clock.set('2026-03-31T18:00:00Z');
    const early = await signIn(app, cast.people.employee);
    const tomorrow = await early
      .post('/employee/raise-request')
      .send({ categoryCode: 'mentoring', eventDate: '2026-04-01', notes: 'Tomorrow.' });
    expect(tomorrow.status).toBe(422);
  });

  test('33: an event of 28 June approved on 3 July is Q1 on every screen and in the export', async () => {
    app.clock.set('2025-06-30T06:00:00Z');
    const cast = await createCast(app);
    const request = await raise(cast, 'pm', { eventDate: '2025-06-28' });
    app.clock.set('2025-07-03T06:00:00Z');
    const manager = await signIn(app, cast.people.manager);
    await manager.post(`/pm/requests/${request.id}/decision`).send({ decision: 'approve', notes: 'Well done.' });
    await app.settle();
    const agent = await signIn(app, cast.people.employee);
    const central = await signIn(app, cast.people.central);
    const fresh: Cast = { ...cast, as: () => Promise.resolve(central) };
    expect(await everyFigure(fresh, agent, cast.people.employee, '2025-Q1')).toEqual(all(250));
    expect(await everyFigure(fresh, agent, cast.people.employee, '2025-Q2')).toEqual(all(0));
    expect(await everyFigure(fresh, agent, cast.people.employee, '2025')).toEqual(all(250));
    expect(await get(agent, '/employee/dashboard')).toMatchObject({
      quarter: { period: '2025-Q2', regular: 0 },
      year: { period: '2025', regular: 250 },
      total: { combined: 250 },
    });
    const dashboard = await get<{ items: { id: string; quarter: Figures; year: Figures }[] }>(
      central,
      '/central/dashboard?size=100',
    );
    expect(dashboard.items.find(({ id }) => id === cast.people.employee.id)).toMatchObject({
      quarter: { regular: 0 },
      year: { regular: 250 },
    });
    const ofDays = async (from: string, to: string) => {
      const { items } = await get<{ items: { id: string; range: Figures }[] }>(
        central,
        `/central/dashboard?from=${from}&to=${to}&size=100`,
      );
      return items.find(({ id }) => id === cast.people.employee.id)?.range.regular;
    };
    expect(await ofDays('2025-06-28', '2025-06-28')).toBe(250);
    expect(await ofDays('2025-06-29', '2025-07-03')).toBe(0);
    expect(await get(manager, '/pm/requests?status=approved&quarter=2025-Q1')).toMatchObject({ page: { total: 1 } });
    expect(await get(manager, '/pm/requests?status=approved&quarter=2025-Q2')).toMatchObject({ page: { total: 0 } });
  });

  test('34: Target 500: regular 500, bonus 1000, 85 % utilization, pending 300: apart on every screen', async () => {
    app.clock.set('2025-11-12T06:00:00Z');
    const cast = await createCast(app);
    const { tenant, people } = cast;
    await tenant.run(() =>
      app.container.targets.recordUtilization(tenant.system, {
        personId: people.employee.id,
        month: '2025-10',
        basisPoints: 8500,
        requestId: people.employee.id,
      }),
    );
    const config = await tenant.run(() => app.container.targets.configOn('2025-11-12'));
    await tenant.run(() =>
      app.container.targets.revise(tenant.system, '2025-11-12', {
        ...config,
        quarterly: { ...config.quarterly, C1: 500 },
      }),
    );
    await credit(cast, people.employee, 500, '2025-11-03');
    await credit(cast, people.employee, 1000, '2025-11-04', 'bonus');
    await raise(cast, 'ta', { quantity: 3 });
    const agent = await cast.as('employee');
    expect(await get(agent, '/employee/dashboard')).toMatchObject({
      total: { combined: 1500 },
      quarter: { regular: 500, bonus: 1000 },
      year: { regular: 500, bonus: 1000 },
      utilization: { average: 85, recorded: 1, of: 3 },
      pending: { total: 1, points: 300 },
    });
    expect(await get(agent, '/employee/history')).toMatchObject({
      totals: { regular: 500, bonus: 1000, combined: 1500 },
    });
    expect(await get(agent, '/employee/points-summary')).toMatchObject({ regular: 500, bonus: 1000, combined: 1500 });
    expect(await everyFigure(cast, agent, people.employee, '2025-Q3')).toEqual(all(500));
    const central = await cast.as('central');
    const table = await get<{ items: { id: string }[] }>(central, '/central/dashboard?size=100');
    expect(table.items.find(({ id }) => id === people.employee.id)).toMatchObject({
      ...{ quarter: { regular: 500, bonus: 1000 }, year: { regular: 500 }, total: { combined: 1500 } },
      quarterProgress: { points: 500, target: 500, percent: 100, reached: true },
      yearProgress: { points: 500, target: 2000, percent: 25 },
    });
    const [day, week] = ['2025-11-03', '2025-11-04'];
    const days = await get<{ items: { id: string }[] }>(central, `/central/dashboard?from=${day}&to=${week}&size=100`);
    expect(days.items.find(({ id }) => id === people.employee.id)).toMatchObject({
      range: { regular: 500, bonus: 1000, combined: 1500 },
    });
    const person = await get<{ quarters: { utilization: { average: number } }[] }>(
      central,
      `/central/employees/${people.employee.id}`,
    );
    expect(person).toMatchObject({
      totals: { regular: 500, bonus: 1000, combined: 1500 },
      ...{ quarter: { regular: 500 }, year: { regular: 500, progress: { target: 2000 } } },
      // The first milestone: 25 % of 2000.
      milestones: [{ percent: 25, pointsNeeded: 500, reached: true, amount: 1000 }, {}, {}, {}],
      pending: { count: 1, points: 300 },
      bonus: { eligible: false, awarded: true },
      entries: { totals: { regular: 500, bonus: 1000, combined: 1500 } },
    });
    expect(person.quarters[2]?.utilization.average).toBe(85);
    const shown = await central.get(`/central/employees/${people.employee.id}`).set('Accept', 'text/html');
    expect(shown.text).toMatch(/85\.0\s?%/);
    expect(shown.text).toMatch(/1,500/);
  });

  test('35: C1 with 3850: quarterly 50.0 %, yearly 12.5 %. 9000 of 7700: bar full, figures say 9000 / 7700, on every screen', async () => {
    app.clock.set('2025-11-12T06:00:00Z');
    const cast = await createCast(app);
    await credit(cast, cast.people.employee, 3850, '2025-11-03');
    await credit(cast, cast.people.colleague, 9000, '2025-11-03');
    expect(await get(await cast.as('employee'), '/employee/dashboard')).toMatchObject({
      quarterProgress: { points: 3850, target: 7700, percent: 50, reached: false, missing: 3850 },
      yearProgress: { points: 3850, target: 30_800, percent: 12.5 },
    });
    const colleague = await cast.as('colleague');
    expect(await get(colleague, '/employee/dashboard')).toMatchObject({
      quarterProgress: { points: 9000, target: 7700, reached: true, missing: 0 },
    });
    const page = await colleague.get('/employee/dashboard').set('Accept', 'text/html');
    expect(page.text).toMatch(/9,000 of 7,700/);
    const central = await cast.as('central');
    const table = await get<{ items: { id: string }[] }>(central, '/central/dashboard?size=100');
    const rowOf = ({ id }: Person) => table.items.find((row) => row.id === id);
    expect(rowOf(cast.people.employee)).toMatchObject({
      quarterProgress: { points: 3850, target: 7700, percent: 50 },
      yearProgress: { points: 3850, target: 30_800, percent: 12.5 },
    });
    expect(rowOf(cast.people.colleague)).toMatchObject({
      quarterProgress: { points: 9000, target: 7700, reached: true },
    });
    expect(await get(central, `/central/employees/${cast.people.employee.id}`)).toMatchObject({
      quarter: { progress: { percent: 50 } },
      year: { progress: { percent: 12.5 } },
      quarters: [{}, {}, { progress: { points: 3850, target: 7700, percent: 50 } }, {}],
    });
    for (const path of ['/central/dashboard?size=100', `/central/employees/${cast.people.colleague.id}`]) {
      const shown = await central.get(path).set('Accept', 'text/html');
      // The bar is full, and the figures go on.
      expect(shown.text).toMatch(/value="100" max="100"[^>]*aria-valuetext="9,000 of 7,700"/);
      expect(shown.text).toMatch(/9,000 of 7,700<\/span>/);
    }
  });

  test('acceptance 37: 900, 900, 500: ranks 1, 1, 3; average 766.67; the third needs 400 and is at 33.3', async () => {
    app.clock.set('2025-11-12T06:00:00Z');
    const cast = await createCast(app);
    await credit(cast, cast.people.colleague, 900, '2025-11-03');
    await credit(cast, cast.people.manager, 900, '2025-11-03');
    await credit(cast, cast.people.employee, 500, '2025-11-03');
    const board = await get<{ rows: { rank: number; points: number }[] }>(
      await cast.as('employee'),
      '/employee/leaderboard?period=2025-Q3',
    );
    expect(board).toMatchObject({
      period: '2025-Q3',
      me: { rank: 3, points: 500, percentile: 33.3, toNext: 400 },
      average: 766.67,
      participants: 3,
    });
    expect(board.rows.map(({ rank, points }) => [rank, points])).toEqual([
      [1, 900],
      [1, 900],
      [3, 500],
    ]);
    expect(await get(await cast.as('dp'), '/employee/leaderboard?period=2025-Q3')).toMatchObject({
      me: { rank: null, points: 0, percentile: null },
    });
  });

  test('acceptance 37: the ninth of many sees the top five and the own surroundings; central pages through all', async () => {
    app.clock.set('2025-11-12T06:00:00Z');
    const cast = await createCast(app);
    const people: Person[] = [];
    for (let place = 1; place <= 14; place += 1) {
      const person = await account(app, cast.tenant, { email: `place${place}@${cast.tenant.organization.slug}.com` });
      people.push(person);
      await credit(cast, person, 2000 - place * 100, '2025-11-03');
    }
    const ninth = people[8];
    const tenth = people[9];
    if (ninth === undefined || tenth === undefined) throw new Error('not enough people');
    const tenthAgent = await signIn(app, tenth);
    await tenthAgent.post('/employee/profile').send({ leaderboardOptOut: true });
    await app.settle();
    const board = await get<{ rows: { rank: number; personId: string | null; name: string | null }[] }>(
      await signIn(app, ninth),
      '/employee/leaderboard?period=2025-Q3',
    );
    expect(board.rows.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5, 7, 8, 9, 10, 11]);
    expect(board.rows.find(({ rank }) => rank === 10)).toMatchObject({ personId: null, name: null });
    expect(JSON.stringify(board)).not.toContain(tenth.id);
    expect(await get(tenthAgent, '/employee/leaderboard?period=2025-Q3')).toMatchObject({ me: { rank: 10 } });
    const whole = await get<{ rows: { personId: string | null }[] }>(
      await cast.as('central'),
      '/central/leaderboard?period=2025-Q3&size=10&page=1',
    );
    expect(whole.rows).toHaveLength(10);
    expect(whole.rows[9]?.personId).toBe(tenth.id);
  });
});
