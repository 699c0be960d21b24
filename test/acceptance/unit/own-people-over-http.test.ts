import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '../../../src/modules/people/index.js';
import { account, openPage, signIn, type Agent } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { createCast, type Cast, type Role } from '../../support/cast.js';
import { allocate } from '../../support/points.js';
import { raise, type DecidingUnit } from '../../support/records.js';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly quarters: readonly { period: string; points: number }[];
  readonly year: number;
  readonly minimum: { expected: number; points: number; missing: number } | null;
  readonly pending: number;
}
interface List {
  readonly items: readonly Row[];
  readonly page: { number: number; size: number; total: number };
  readonly quarter: string;
  readonly points: string;
}
interface Detail {
  readonly quarter: { points: number };
  readonly year: { points: number };
  readonly total: { points: number };
  readonly years: readonly { year: string; quarters: { period: string; points: number }[]; points: number }[];
  readonly quarterProgress: unknown;
  readonly minimum: unknown;
  readonly utilization: unknown;
  readonly byCategory: readonly { code: string; points: number; count: number }[];
  readonly pending: { items: { id: string }[]; page: { total: number } };
  readonly decided: readonly { id: string; status: string }[];
  readonly entries: {
    items: { categoryCode: string; points: number; words: string | null; requestId: string | null }[];
    total: number;
    page: { total: number };
  };
}

describe('own people over HTTP', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openTestApp();
  });
  afterAll(() => app.close());

  async function get<T>(agent: Agent, path: string): Promise<T> {
    const answer = await agent.get(path);
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    return answer.body as T;
  }

  const DECIDERS: Readonly<Partial<Record<DecidingUnit, Role>>> = { pm: 'manager', ta: 'ta', ld: 'ld', pmo: 'pmo' };

  async function decide(cast: Cast, unit: DecidingUnit, id: string, decision: 'approve' | 'reject' = 'approve') {
    const agent = await cast.as(DECIDERS[unit] ?? (unit as Role));
    const answer = await agent
      .post(`/${unit}/requests/${id}/decision`)
      .send({ decision, notes: 'Seen with own eyes.' });
    if (answer.status !== 200) throw new Error(`${unit}: ${answer.status} ${answer.text}`);
    await app.settle();
  }

  const rowOf = (list: List, person: Pick<Person, 'id'>) => list.items.find(({ id }) => id === person.id);
  const inQuarter = (row: Row | undefined, period: string) =>
    row?.quarters.find((quarter) => quarter.period === period)?.points;

  it('25: what is not decided by somebody is not found, and the person’s history neither', async () => {
    const cast = await createCast(app);
    const other = await createCast(app);
    const { employee } = cast.people;
    await raise(cast);
    const stranger = await cast.as('otherManager');
    const unknown = await stranger.get('/pm/employees/0123456789abcdef01234567');
    expect(unknown.status).toBe(404);
    for (const [agent, path] of [
      [stranger, `/pm/employees/${employee.id}`],
      [await other.as('manager'), `/pm/employees/${employee.id}`],
      [await other.as('dp'), `/dp/employees/${employee.id}`],
      [await cast.as('dp'), `/dp/employees/${cast.people.otherManager.id}`],
      [await cast.as('ta'), `/ta/employees/${employee.id}`],
      [await cast.as('manager'), `/pm/employees/${cast.people.ta.id}`],
    ] as const) {
      const answer = await agent.get(path);
      // The same answer as for somebody who does not exist.
      expect({ path, status: answer.status, code: (answer.body as { code: string }).code }).toEqual({
        ...{ path, status: 404, code: (unknown.body as { code: string }).code },
      });
      expect(answer.text).not.toContain(employee.name);
    }
    expect(await get<List>(stranger, '/pm/employees?status=all')).toMatchObject({ items: [], page: { total: 0 } });
    expect((await stranger.post('/pm/employees/export').send({})).text).not.toContain(employee.name);
    // A manager looks at the own team only, whatever is asked for.
    const team = await get<List>(await cast.as('manager'), '/pm/employees');
    expect(new Set(team.items.map(({ id }) => id))).toEqual(new Set([employee.id, cast.people.colleague.id]));
  });

  it('shows the same figures to the person, the manager, the delivery partner and central, after everything', async () => {
    const cast = await createCast(app);
    const { employee } = cast.people;
    const everywhere = async (period: string) => {
      const [year = ''] = period.split('-');
      const own = await get<{ regular: number }>(
        await cast.as('employee'),
        `/employee/points-summary?period=${period}`,
      );
      const central = await get<{ quarters: { period: string; regular: number }[] }>(
        await cast.as('central'),
        `/central/employees/${employee.id}`,
      );
      const figures: Record<string, unknown> = {
        own: own.regular,
        central: central.quarters.find((quarter) => quarter.period === period)?.regular,
      };
      for (const [unit, role] of [
        ['pm', 'manager'],
        ['dp', 'dp'],
      ] as const) {
        const agent = await cast.as(role);
        figures[`${unit} list`] = inQuarter(rowOf(await get<List>(agent, `/${unit}/employees`), employee), period);
        const detail = await get<Detail>(agent, `/${unit}/employees/${employee.id}`);
        figures[`${unit} person`] = detail.years
          .find((row) => row.year === year)
          ?.quarters.find((quarter) => quarter.period === period)?.points;
        expect(detail.entries.total).toBe(detail.total.points);
        expect(detail.byCategory.reduce((sum, { points }) => sum + points, 0)).toBe(detail.total.points);
        expect(detail.year.points).toBe(rowOf(await get<List>(agent, `/${unit}/employees`), employee)?.year);
      }
      const file = await (await cast.as('manager')).post('/pm/employees/export').send({});
      const [head, ...lines] = file.text.replace('\uFEFF', '').split('\r\n');
      const line = lines.find((text) => text.startsWith(`${employee.employeeId},`))?.split(',');
      figures['file'] = Number(line?.[head?.split(',').indexOf(period) ?? -1]);
      return figures;
    };
    const all = (points: number) => ({
      ...{ own: points, central: points, 'pm list': points, 'pm person': points },
      ...{ 'dp list': points, 'dp person': points, file: points },
    });

    const mentoring = await raise(cast, 'pm', { categoryCode: 'mentoring', eventDate: '2025-09-10' });
    const interviews = await raise(cast, 'ta', { quantity: 3 });
    expect(await everywhere('2025-Q3')).toEqual(all(0));
    await decide(cast, 'pm', mentoring.id);
    await decide(cast, 'ta', interviews.id);
    expect(await everywhere('2025-Q2')).toEqual(all(250));
    expect(await everywhere('2025-Q3')).toEqual(all(300));
    const award = await allocate(cast);
    expect(await everywhere('2025-Q3')).toEqual(all(400));
    const hr = await cast.as('hrAdmin');
    const correction = await hr
      .post(`/hr/people/${employee.id}/adjustments`)
      .send({ entryId: award.id, points: 40, reason: 'Counted twice.' });
    expect(correction.status).toBe(201);
    expect(await everywhere('2025-Q3')).toEqual(all(340));

    // The unit sees its own points only, and nothing of what others gave.
    const ta = await cast.as('ta');
    const list = await get<List>(ta, '/ta/employees');
    expect(list.points).toBe('unit');
    expect(rowOf(list, employee)).toMatchObject({ year: 300, minimum: null });
    const detail = await get<Detail>(ta, `/ta/employees/${employee.id}`);
    expect(detail).toMatchObject({
      ...{ quarter: { points: 300 }, year: { points: 300 }, total: { points: 300 } },
      ...{ quarterProgress: null, utilization: null, minimum: null },
    });
    expect(detail.byCategory).toEqual([expect.objectContaining({ code: 'interviews', points: 300, count: 1 })]);
    expect(detail.entries.items.map(({ categoryCode }) => categoryCode)).toEqual(['interviews']);
    expect(JSON.stringify(detail)).not.toMatch(/mentoring|feedback/i);

    // What the manager sees of progress is what the person sees.
    const dashboard = await get<Pick<Detail, 'quarterProgress' | 'utilization'>>(
      await cast.as('employee'),
      '/employee/dashboard',
    );
    const seen = await get<Detail>(await cast.as('manager'), `/pm/employees/${employee.id}`);
    expect(seen.quarterProgress).toMatchObject({ target: 7700, points: 340, missing: 7360 });
    expect(dashboard.quarterProgress).toMatchObject({ target: 7700, points: 340, missing: 7360 });
    // Points of other units are seen, the words of their requests are not.
    const lines = seen.entries.items.map(({ categoryCode, words, requestId }) => ({ categoryCode, words, requestId }));
    expect(lines).toContainEqual({ categoryCode: 'interviews', words: null, requestId: null });
    expect(lines).toContainEqual({ categoryCode: 'mentoring', words: expect.any(String), requestId: mentoring.id });
  });

  it('lets units look at whom they have something of: validators at all, the others at what is theirs', async () => {
    const cast = await createCast(app);
    const { employee, colleague } = cast.people;
    const seen = async (role: Role, unit: string) =>
      (await get<List>(await cast.as(role), `/${unit}/employees`)).items.map(({ id }) => id);

    const rejected = await raise(cast, 'ta');
    await decide(cast, 'ta', rejected.id, 'reject');
    expect(await seen('ta', 'ta')).toEqual([employee.id]);
    expect(await seen('taOther', 'ta')).toEqual([employee.id]);
    expect(await seen('taUpdater', 'ta')).toEqual([]);
    const proposed = await cast.tenant.run(async () =>
      app.container.requests.propose(await cast.tenant.actor(cast.people.taUpdater), {
        ...{ personId: colleague.id, categoryCode: 'interviews', eventDate: '2025-11-03', quantity: 2 },
        ...{ notes: 'Two rounds on Monday.', validatorId: cast.people.ta.id },
        ...{ attachmentIds: [], acknowledgeDuplicate: false },
      }),
    );
    expect(await seen('taUpdater', 'ta')).toEqual([colleague.id]);
    expect((await (await cast.as('taUpdater')).get(`/ta/employees/${employee.id}`)).status).toBe(404);
    expect((await get<Detail>(await cast.as('taUpdater'), `/ta/employees/${colleague.id}`)).pending.items).toEqual([
      expect.objectContaining({ id: proposed.id }),
    ]);
    expect(rowOf(await get<List>(await cast.as('ta'), '/ta/employees'), colleague)?.pending).toBe(1);

    await raise(cast, 'presales');
    expect(await seen('presales', 'presales')).toEqual([employee.id]);
    expect(await seen('presalesOther', 'presales')).toEqual([]);
    // Presales expects 1000 of C1; A1 and the like are expected nothing.
    const [row] = (await get<List>(await cast.as('presales'), '/presales/employees')).items;
    expect(row).toMatchObject({ minimum: { expected: 1000, points: 0, missing: 1000 }, pending: 1 });

    // Whom one granted points to, without any request.
    const granter = await cast.tenant.actor(cast.people.marketing);
    await cast.tenant.run(() =>
      app.container.requests.award(granter, {
        ...{ personId: colleague.id, categoryCode: 'market_impact', notes: 'Spoke for us.' },
        idempotencyKey: 'own-people-market-impact',
      }),
    );
    await app.settle();
    expect(await seen('marketing', 'marketing')).toEqual([colleague.id]);
    expect(await seen('marketingOther', 'marketing')).toEqual([]);
    expect((await (await cast.as('marketingOther')).get(`/marketing/employees/${colleague.id}`)).status).toBe(404);
  });

  it('says what is missing to the expected minimum, sorts, filters and pages a team of 26', async () => {
    const cast = await createCast(app);
    const manager = await cast.as('manager');
    const { manager: boss } = cast.people;
    const team: Person[] = [];
    for (let index = 0; index < 24; index += 1) {
      const own = { managerId: boss.id, grade: 'B1', location: index === 0 ? 'UK' : 'India' };
      team.push(await cast.tenant.person({ ...own, name: `Guy Gilbert ${String.fromCodePoint(65 + index)}` }));
    }
    const [first, second, third] = team as [Person, Person, Person];
    const credit = (person: Person, points: number) =>
      cast.tenant.run(() =>
        app.container.ledger.credit(cast.tenant.system, {
          ...{ personId: person.id, kind: 'award', points, categoryCode: 'initiative_ai', unit: 'pm' },
          ...{ effectiveDate: '2025-11-03', sourceKey: `award:${person.id}`, reason: 'For the whole quarter.' },
          source: { type: 'award', id: person.id },
          basis: { value: points, quantity: 1, grade: 'B1', categoryVersion: 1 },
        }),
      );
    await credit(first, 250);
    await credit(second, 500);
    await credit(third, 900);
    await app.settle();

    const one = await get<List>(manager, '/pm/employees');
    expect(one.page).toEqual({ number: 1, size: 20, total: 26 });
    expect(one.items).toHaveLength(20);
    const two = await get<List>(manager, '/pm/employees?page=2');
    expect(two.items).toHaveLength(6);
    const names = [...one.items, ...two.items].map(({ name }) => name);
    expect(new Set([...one.items, ...two.items].map(({ id }) => id)).size).toBe(26);
    expect(names).toEqual([...names].sort((a, b) => a.toLowerCase().localeCompare(b.toLowerCase())));

    const best = await get<List>(manager, '/pm/employees?sort=-q3&size=3');
    expect(best.items.map((row) => [row.id, row.year])).toEqual([
      [third.id, 900],
      [second.id, 500],
      [first.id, 250],
    ]);
    expect(best.page.total).toBe(26);
    const last = await get<List>(manager, '/pm/employees?sort=year&size=20&page=2');
    expect(last.items.at(-1)?.id).toBe(third.id);
    expect(rowOf(best, first)?.minimum).toEqual({ expected: 500, points: 250, missing: 250 });
    expect(rowOf(best, second)?.minimum).toEqual({ expected: 500, points: 500, missing: 0 });

    const below = await get<List>(manager, '/pm/employees?below=true&size=100');
    expect(below.page.total).toBe(24);
    expect(rowOf(below, first)).toBeDefined();
    expect(rowOf(below, second)).toBeUndefined();
    const page = await openPage(manager, '/pm/employees?q=guy&location=UK');
    expect(page.text).toContain('missing 250');
    expect(page.text).toContain('Minimum Q3 FY 2025-26');
    expect(page.text).not.toContain('missing 500');
    // A year that is over is judged by its last quarter, in which nobody had anything.
    const earlier = await get<List>(manager, `/pm/employees?year=2024&q=${first.employeeId}`);
    expect(earlier).toMatchObject({ quarter: '2024-Q4', items: [{ year: 0, minimum: { missing: 500 } }] });

    // Who left stays with the last manager.
    await cast.tenant.run(() => app.container.people.deactivate(cast.tenant.system, first.id, 'Moved on.'));
    expect((await get<List>(manager, '/pm/employees?status=deactivated')).items.map(({ id }) => id)).toEqual([
      first.id,
    ]);
    expect((await get<List>(manager, '/pm/employees')).page.total).toBe(25);
    expect((await get<Detail>(manager, `/pm/employees/${first.id}`)).total.points).toBe(250);

    // The team's board ranks within the team; everybody's ranks them among all.
    await credit(await cast.tenant.person({ grade: 'D1' }), 5000);
    await app.settle();
    interface Board {
      readonly rows: readonly { rank: number; personId: string | null; name: string | null; points: number }[];
      readonly average: number;
      readonly participants: number;
    }
    const mine = await get<Board>(manager, '/pm/leaderboard');
    expect(mine).toMatchObject({ average: 700, participants: 2 });
    expect(mine.rows.map(({ rank, points }) => [rank, points])).toEqual([
      [1, 900],
      [2, 500],
    ]);
    const everybody = await get<Board>(manager, '/pm/leaderboard?team=all');
    expect(everybody.rows.map(({ rank, points }) => [rank, points])).toEqual([
      [1, 5000],
      [2, 900],
      [3, 500],
    ]);
    // Whoever opted out keeps the rank and has no name, also for the own manager; the list of the team hides nobody.
    const kevin = await cast.tenant.person({ managerId: boss.id, name: 'Kevin Brown' });
    const hiding = await cast.tenant.actor(kevin);
    await cast.tenant.run(() => app.container.people.changePreferences(hiding, { leaderboardOptOut: true }));
    expect((await get<List>(manager, '/pm/employees?q=kevin')).items.map(({ id }) => id)).toEqual([kevin.id]);
    await credit(kevin, 700);
    await app.settle();
    expect((await get<Board>(manager, '/pm/leaderboard')).rows).toEqual([
      expect.objectContaining({ rank: 1, points: 900, name: third.name }),
      { rank: 2, points: 700, personId: null, name: null },
      expect.objectContaining({ rank: 3, points: 500 }),
    ]);
  });

  it('shows a delivery partner everything that waits for the own people, 20 a page, and lets nothing be done', async () => {
    const cast = await createCast(app);
    const dp = await cast.as('dp');
    const { employee, colleague } = cast.people;
    for (let index = 0; index < 20; index += 1) await raise(cast);
    const interviews = await raise(cast, 'ta', { notes: 'Known to those who decide.' });
    await raise(cast, 'marketing');

    interface Pending {
      readonly items: readonly { id: string; person: { id: string }; approver: { name: string }; category: object }[];
      readonly page: { total: number };
    }
    const first = await get<Pending>(dp, '/dp/pending');
    const second = await get<Pending>(dp, '/dp/pending?page=2');
    expect([first.items.length, second.items.length, first.page.total]).toEqual([20, 2, 22]);
    expect(second.items[0]).toMatchObject({ id: interviews.id, approver: { name: cast.people.ta.name } });
    expect(JSON.stringify([first, second])).not.toContain('Known to those who decide');
    expect((await get<Pending>(dp, '/dp/pending?category=interviews')).items).toHaveLength(1);
    expect(rowOf(await get<List>(dp, '/dp/employees'), employee)?.pending).toBe(22);
    expect(rowOf(await get<List>(await cast.as('manager'), '/pm/employees'), employee)?.pending).toBe(20);
    const page = await openPage(dp, '/dp/pending?page=2');
    expect(page.text).not.toMatch(/href="\/(ta|pm|marketing)\//);
    expect(page.text).not.toContain('Known to those who decide');

    await decide(cast, 'ta', interviews.id);
    const dashboard = await get<Record<string, unknown>>(dp, '/dp/dashboard');
    expect(dashboard).toMatchObject({
      ...{ quarter: '2025-Q3', people: 2, points: 100, participation: { withPoints: 1, percent: 50 } },
      pending: { page: { total: 21 } },
      approvals: [{ id: interviews.id, person: { id: employee.id }, decidedBy: { name: cast.people.ta.name } }],
      belowMinimum: { total: 2, items: [{ id: colleague.id }, { id: employee.id }] },
    });
    expect(JSON.stringify(dashboard)).not.toContain('Known to those who decide');

    // A decision is nobody's but the decider's.
    const waiting = first.items[0]?.id ?? '';
    for (const unit of ['pm', 'ta']) {
      expect((await dp.get(`/${unit}/requests/${waiting}`)).status).toBe(403);
      const decision = { decision: 'approve', notes: 'Let me.' };
      expect((await dp.post(`/${unit}/requests/${waiting}/decision`).send(decision)).status).toBe(403);
    }
    for (const route of ['requests', 'awards', 'proposals']) expect((await dp.get(`/dp/${route}`)).status).toBe(404);
    // Another delivery partner of the same organization sees nobody of them.
    const other = await signIn(app, await account(app, cast.tenant, { grants: ['dp'] }));
    expect(await get<Pending>(other, '/dp/pending')).toMatchObject({ items: [] });
    expect((await other.get(`/dp/employees/${employee.id}`)).status).toBe(404);
    expect(await get<Record<string, unknown>>(other, '/dp/dashboard')).toMatchObject({
      ...{ people: 0, points: 0, participation: { withPoints: 0, percent: null }, approvals: [] },
    });
  });
});
