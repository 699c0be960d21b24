import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { DEFAULT_TARGETS } from '../../../src/modules/targets/index.js';
import { account, openPage, signIn, type Agent } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { createCast, type Cast } from '../../support/cast.js';
import { newEntry } from '../../support/ledger-world.js';
import { allocate } from '../../support/points.js';
import { pdf, raise, upload } from '../../support/records.js';
import { problemsOfPage } from '../../support/valid-html.js';

interface Totals {
  readonly regular: number;
  readonly bonus: number;
  readonly combined: number;
}

interface Line {
  readonly id: string;
  readonly type: string;
  readonly kind: string;
  readonly status: string;
  readonly date: string;
  readonly points: number;
  readonly by: string;
  readonly notes: string | null;
}

interface HistoryBody {
  readonly items: readonly Line[];
  readonly page: { readonly number: number; readonly total: number };
  readonly totals: Totals;
}

const PRAISE = '=Two strong hires. Thank you!';

describe('the own figures over HTTP', () => {
  let app: TestApp;
  let cast: Cast;
  let employee: Agent;

  async function get<T>(agent: Agent, path: string): Promise<T> {
    const answer = await agent.get(path);
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    return answer.body as T;
  }

  const history = (query = '', agent = employee) => get<HistoryBody>(agent, `/employee/history${query}`);

  async function decide(unit: string, role: 'manager' | 'ta', id: string, decision: string, notes: string) {
    const answer = await (await cast.as(role)).post(`/${unit}/requests/${id}/decision`).send({ decision, notes });
    if (answer.status !== 200) throw new Error(answer.text);
  }

  /** 300 for interviews, 250 of the quarter before, 100 corrected to 60, a bonus of 1000; one pending, one rejected. */
  beforeAll(async () => {
    app = await openTestApp();
    cast = await createCast(app);
    employee = await cast.as('employee');
    const interviews = await raise(cast, 'ta', { quantity: 3 });
    await decide('ta', 'ta', interviews.id, 'approve', PRAISE);
    const attachmentIds = [await upload(employee, pdf('plan'))];
    const mentoring = await raise(cast, 'pm', { categoryCode: 'mentoring', eventDate: '2025-08-20', attachmentIds });
    await decide('pm', 'manager', mentoring.id, 'approve', 'Both released on their own.');
    await decide('pm', 'manager', (await raise(cast)).id, 'reject', 'Which team was it?');
    await raise(cast, 'pm', { eventDate: '2025-11-03' });
    const feedback = await allocate(cast);
    const hr = await cast.as('hrAdmin');
    const corrected = await hr
      .post(`/hr/people/${cast.people.employee.id}/adjustments`)
      .send({ entryId: feedback.id, points: 60, reason: 'Counted twice.' });
    expect(corrected.status).toBe(201);
    const bonus = (personId: string) =>
      newEntry(personId, {
        ...{ kind: 'bonus', points: 1000, categoryCode: 'bonus', unit: 'central', effectiveDate: '2025-11-11' },
        ...{ sourceKey: `bonus:${personId}:2025-Q3`, source: { type: 'bonus', id: personId } },
      });
    const { tenant, people } = cast;
    await tenant.run(() =>
      app.container.ledger.creditMany(tenant.system, [
        bonus(people.employee.id),
        newEntry(people.colleague.id, { points: 500, kind: 'award', source: { type: 'award', id: 'one' } }),
        bonus(people.colleague.id),
      ]),
    );
    await tenant.run(async () => {
      for (const [month, basisPoints] of [
        ['2025-10', 8750],
        ['2025-11', 7000],
      ] as const) {
        const record = { personId: people.employee.id, month, basisPoints, requestId: interviews.id };
        await app.container.targets.recordUtilization(tenant.system, record);
      }
    });
    await app.settle();
  });
  afterAll(() => app.close());

  it('34: history regular 500, bonus 1000, combined 1500, on the page as well', async () => {
    const colleague = await cast.as('colleague');
    expect((await history('', colleague)).totals).toEqual({ regular: 500, bonus: 1000, combined: 1500 });
    const { text } = await openPage(colleague, '/employee/history');
    const figures = [...text.matchAll(/stat-figure"><span class="num">([\d,]+)</g)].map(([, figure]) => figure);
    expect(figures).toEqual(['500', '1,000', '1,500', '2']);
  });

  test.each([
    ['', 7, 1610],
    ['?year=2025', 7, 1610],
    ['?year=2024', 0, 0],
    ['?quarter=2025-Q2', 1, 250],
    ['?period=2025-Q3', 6, 1360],
    ['?kind=adjustment', 1, -40],
    ['?source=request', 4, 550],
    ['?source=bonus', 1, 1000],
    ['?status=credited', 5, 1610],
    ['?status=rejected', 1, 0],
    ['?category=feedback', 2, 60],
    ['?from=2025-11-03&to=2025-11-10', 3, 300],
    ['?to=2025-08-31&status=pending', 0, 0],
  ])('totals follow the filter %s', async (query, lines, combined) => {
    const { page, totals, items } = await history(query);
    expect({ lines: page.total, shown: items.length, combined: totals.combined }).toEqual({
      lines,
      shown: lines,
      combined,
    });
  });

  it('puts the history in order by day or points, page by page', async () => {
    const all = async (sort: string) => {
      const pages = [1, 2, 3, 4].map((number) => history(`?sort=${sort}&size=2&page=${number}`));
      return (await Promise.all(pages)).flatMap(({ items }) => items);
    };
    const dates = (await all('-date')).map(({ date }) => date);
    expect(dates).toEqual([...dates].sort().reverse());
    expect(dates).toHaveLength(7);
    expect((await all('date')).map(({ date }) => date)).toEqual([...dates].reverse());
    expect((await all('-points')).map(({ points }) => points)).toEqual([1000, 300, 250, 250, 250, 100, -40]);
    const ids = (await all('points')).map(({ id }) => id);
    expect(new Set(ids).size).toBe(7);
  });

  it('says who decided in what words, not what the person wrote', async () => {
    const { items } = await history('?kind=earn&quarter=2025-Q3');
    expect(items).toMatchObject([{ by: cast.people.ta.name, notes: PRAISE }]);
    const { items: pending } = await history('?status=pending');
    expect(pending).toMatchObject([{ by: cast.people.manager.name, notes: null }]);
  });

  it.each([
    ['?from=2025-12-01&to=2025-11-01', 'from', 'The first day is after the last one.'],
    ['?year=2024&quarter=2025-Q3', 'quarter', 'Q3 FY 2025-26 is no quarter of FY 2024-25.'],
    ['?from=2025-02-30', 'from', 'Give a day that exists'],
    ['?status=paid', 'status', 'Choose a status from the list.'],
  ])('a wrong filter %s is told at its field and kept', async (query, field, message) => {
    const answer = await employee.get(`/employee/history${query}`);
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ errors: [{ path: field }] });
    const page = await openPage(employee, `/employee/history${query}&category=feedback`);
    expect(page.status).toBe(422);
    expect(page.text).toMatch(new RegExp(`id="field-filter-${field}-error">.*${message}`));
    expect(page.text).toContain('value="feedback" selected');
    expect(problemsOfPage(page.text)).toEqual([]);
  });

  it('the file has the lines of the filter in their order, harmless, and is noted', async () => {
    const answer = await employee.get('/employee/history/export?year=2025&sort=-points');
    expect(answer.headers['content-disposition']).toMatch(/attachment; filename="my-points_2025_-points_\d{14}\.csv"/);
    const rows = parse<Record<string, string>>(answer.text, { columns: true, bom: true });
    const shown = await history('?year=2025&sort=-points');
    expect(rows.map((row) => [row['date'], Number(row['points']), row['status']])).toEqual(
      shown.items.map(({ date, points, status }) => [date, points, status]),
    );
    expect(rows.find((row) => row['kind'] === 'earn')?.['notes']).toBe(`'${PRAISE}`);
    await app.settle();
    const audit = await (await cast.as('hrAdmin')).get('/hr/audit?type=export.taken');
    expect(JSON.stringify(audit.body)).toContain(cast.people.employee.name);
  });

  describe('why these points', () => {
    const entryOf = async (query: string) => {
      const { items } = await history(query);
      const [line] = items;
      if (line === undefined) throw new Error(`nothing in ${query}`);
      return line.id;
    };

    /** What the page says about an entry, by what it is called. */
    function factsOf(text: string): Record<string, string> {
      const plain = (html = '') =>
        html
          .replace(/<[^>]+>/g, '')
          .replace(/\s+/g, ' ')
          .trim();
      const pairs = text.matchAll(/<dt>(.*?)<\/dt><dd[^>]*>([\s\S]*?)<\/dd>/g);
      return Object.fromEntries([...pairs].map(([, name, value]) => [plain(name), plain(value)]));
    }

    it('an entry says what it was computed from, from which request, who decided it', async () => {
      const id = await entryOf('?kind=earn&quarter=2025-Q3');
      const body = await get<Record<string, unknown>>(employee, `/employee/entries/${id}`);
      expect(body).toMatchObject({
        entry: {
          id,
          points: 300,
          quarter: '2025-Q3',
          basis: { value: 100, quantity: 3, grade: 'C1', categoryVersion: 1 },
        },
        category: { code: 'interviews', name: 'Interviews', version: 1 },
        words: PRAISE,
        worth: 300,
        corrections: [],
        request: {
          request: { status: 'approved', attachments: [] },
          timeline: [{ type: 'request.raised' }, { type: 'request.approved' }],
        },
        bonus: null,
      });
      const { text } = await openPage(employee, `/employee/entries/${id}`);
      expect(text).toContain('100 × 3 = 300');
      expect(text).toContain(`${cast.people.ta.name} approved your request on 12 Nov 2025.`);
      const evidence = await openPage(employee, `/employee/entries/${await entryOf('?category=mentoring')}`);
      expect(evidence.text).toMatch(/href="\/attachments\/\w+">.*evidence\.pdf/);
      const list = await openPage(employee, '/employee/history');
      expect(list.text).toContain(`href="/employee/entries/${id}"`);
    });

    it('a corrected entry says what it is worth now, and the correction what it corrects', async () => {
      const award = await entryOf('?kind=award');
      const body = await get<{ corrections: { id: string }[] }>(employee, `/employee/entries/${award}`);
      expect(body).toMatchObject({
        entry: { points: 100 },
        worth: 60,
        corrections: [{ points: -40, reason: 'Counted twice.' }],
      });
      const correction = body.corrections[0]?.id ?? '';
      expect(await get(employee, `/employee/entries/${correction}`)).toMatchObject({
        entry: { kind: 'adjustment' },
        corrected: { id: award, points: 100 },
        worth: 60,
      });
      const { text } = await openPage(employee, `/employee/entries/${correction}`);
      expect(text).toContain(`href="/employee/entries/${award}"`);
      expect(text).toContain('−40');
      const { name } = cast.people.hrAdmin;
      expect(factsOf(text)).toMatchObject({
        'Points before corrections': '100 × 1 = 100',
        Category: expect.stringMatching(/^Feedback.*, version 1\b/),
        'Your grade then': expect.stringMatching(/^C1, 100 points is the value/),
        'Corrected by': expect.stringMatching(`^${name}, 12 Nov 2025`),
        'Corrected entry credited by': expect.stringMatching(`^${name}, 12 Nov 2025`),
      });
    });

    it('a bonus says its milestones with target and points', async () => {
      const id = await entryOf('?kind=bonus');
      expect(await get(employee, `/employee/entries/${id}`)).toMatchObject({
        request: null,
        bonus: { period: '2025-Q3', grade: 'C1', yearlyTarget: 30_800, yearPoints: 610, amount: 0 },
      });
      const { text } = await openPage(employee, `/employee/entries/${id}`);
      expect(text).toContain('610 of 30,800 points of the yearly target');
      expect(factsOf(text)).toMatchObject({
        Category: expect.stringMatching(/^Bonus, version 1\b/),
        'Your grade then': 'C1',
        'Judged by': 'Targets and milestones of the beginning, which nobody had changed',
      });
      expect(problemsOfPage(text)).toEqual([]);
    });

    it('a bonus says which configuration it was judged by, also its correction, whatever was set or withdrawn since', async () => {
      const place = await createCast(app);
      const { tenant, people } = place;
      const { targets, ledger } = app.container;
      const within = <T>(work: () => Promise<T>) => {
        app.clock.advance(60_000);
        return tenant.run(work);
      };
      const withC1 = (C1: number) => ({ ...DEFAULT_TARGETS, quarterly: { ...DEFAULT_TARGETS.quarterly, C1 } });
      const bonus = (personId: string) =>
        newEntry(personId, {
          ...{ kind: 'bonus', points: 1000, categoryCode: 'bonus', unit: 'central', effectiveDate: '2025-11-12' },
          ...{ sourceKey: `bonus:${personId}:2025-Q3`, source: { type: 'bonus', id: personId } },
        });
      const before = await within(() => ledger.credit(tenant.system, bonus(people.colleague.id)));
      await within(() => targets.revise(tenant.system, '2025-11-12', withC1(8000)));
      const planned = await within(() => targets.revise(tenant.system, '2025-12-01', withC1(8500)));
      const whilePlanned = await within(() => ledger.credit(tenant.system, bonus(people.ta.id)));
      await within(() => targets.withdraw(tenant.system, planned.id));
      const after = await within(() => ledger.credit(tenant.system, bonus(people.employee.id)));
      await within(() => targets.revise(tenant.system, '2025-11-12', withC1(9000)));
      const corrected = await within(() =>
        ledger.adjust(tenant.system, { entryId: after.id, points: 900, reason: 'One milestone too many.' }),
      );
      for (const [role, { id }, configSince, yearlyTarget, words] of [
        ['colleague', before, null, 30_800, 'of the beginning'],
        ['ta', whilePlanned, '2025-12-01', 34_000, 'that applied from 1 Dec 2025'],
        ['employee', after, '2025-11-12', 32_000, 'that applied from 12 Nov 2025'],
        ['employee', corrected, '2025-11-12', 32_000, 'that applied from 12 Nov 2025'],
      ] as const) {
        const agent = await place.as(role);
        expect(await get(agent, `/employee/entries/${id}`)).toMatchObject({ bonus: { configSince, yearlyTarget } });
        const { text } = await openPage(agent, `/employee/entries/${id}`);
        expect(factsOf(text)['Judged by'], role).toContain(words);
      }
    });

    it('does not exist for anybody else', async () => {
      const id = await entryOf('?kind=award');
      for (const role of ['colleague', 'manager', 'hrAdmin', 'central'] as const) {
        expect((await (await cast.as(role)).get(`/employee/entries/${id}`)).status).toBe(404);
      }
    });
  });

  it('the summary has every quarter and year with target, and the shape that clients rely on', async () => {
    const body = await get<Record<string, unknown>>(employee, '/employee/points-summary?period=2025-Q3');
    expect(body).toMatchObject({
      ...{ period: '2025-Q3', regular: 360, bonus: 1000, combined: 1360, quarter: 360, year: 610 },
      target: { quarter: 7700, year: 30_800 },
      utilization: { average: 78.7 },
      years: [
        {
          ...{
            period: '2025',
            regular: 610,
            bonus: 1000,
            target: 30_800,
            reached: false,
            missing: 30_190,
            grade: 'C1',
          },
          quarters: [
            { period: '2025-Q1', regular: 0, target: 7700 },
            { period: '2025-Q2', regular: 250 },
            { period: '2025-Q3', regular: 360, bonus: 1000, missing: 7340 },
          ],
        },
      ],
    });
    const { text } = await openPage(employee, '/employee/points-summary');
    expect(text).toContain('Target reached in 0 of 2 quarters.');
    expect(text).toContain('7,340 points missing');
  });

  it('utilization says what each quarter means for the bonus, and that A1 is exempt', async () => {
    const year = await get<{ quarters: { period: string }[] }>(employee, '/employee/utilization');
    expect(year).toMatchObject({ year: 2025, average: 78.7, recorded: 2, of: 8 });
    expect(year.quarters.at(-1)).toMatchObject({
      ...{
        period: '2025-Q3',
        average: 78.7,
        recorded: 2,
        of: 3,
        counted: 52.5,
        threshold: 80,
        enough: false,
        over: false,
      },
      months: [
        { month: '2025-10', state: 'recorded', percent: 87.5 },
        { month: '2025-11', state: 'recorded', percent: 70 },
        { month: '2025-12', state: 'later', percent: null },
      ],
    });
    expect((await openPage(employee, '/employee/utilization')).text).toContain('So far 52.5% of 80.0% needed');
    const junior = await signIn(app, await account(app, cast.tenant, { grade: 'A1' }));
    expect(await get(junior, '/employee/utilization')).toMatchObject({
      quarters: [{}, {}, { exempt: true, enough: true }],
    });
    expect((await openPage(junior, '/employee/utilization')).text).toContain('Grade A1 gets a bonus whatever');
    const later = await openPage(employee, '/employee/utilization?year=2026');
    expect(later.status).toBe(422);
    expect(later.text).toContain('This fiscal year has not begun yet.');
  });

  it('the statement agrees with history and summary, to the point', async () => {
    const body = await get<{
      totals: Totals;
      entries: { points: number; words: string }[];
      byCategory: { points: number }[];
    }>(employee, '/employee/statement?year=2025');
    const shown = await history('?year=2025&status=credited');
    expect(body).toMatchObject({ period: '2025', running: true, asOf: '2025-11-12', totals: shown.totals });
    expect(body.entries.map(({ points }) => points)).toEqual(shown.items.map(({ points }) => points).reverse());
    const sum = (rows: readonly { points: number }[]) => rows.reduce((points, row) => points + row.points, 0);
    expect([sum(body.entries), sum(body.byCategory)]).toEqual([body.totals.combined, body.totals.combined]);
    const page = await openPage(employee, '/employee/statement');
    expect(page.text).toContain('The year is running: as of 12 Nov 2025.');
    expect(page.text).toContain(`=Two strong hires`);
    expect(problemsOfPage(page.text)).toEqual([]);
    expect(await get(employee, '/employee/statement?year=2024')).toMatchObject({ running: false, entries: [] });
    for (const year of ['2026', 'soon']) {
      const refused = await openPage(employee, `/employee/statement?year=${year}`);
      expect([refused.status, refused.text.includes(`value="${year}"`)]).toEqual([422, true]);
    }
  });
});
