import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { account, openPage, type Agent } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { createCast, type Cast } from '../../support/cast.js';
import { raise } from '../../support/records.js';
import { problemsOfPage } from '../../support/valid-html.js';

interface Dashboard {
  readonly view: string;
  readonly period: string;
  readonly counts: Readonly<Record<'pending' | 'assigned' | 'approved' | 'rejected', number>>;
  readonly points: number | null;
  readonly participation: { readonly total: { readonly participants: number } } | null;
}

interface Categories {
  readonly people: number;
  readonly byCategory: readonly {
    readonly people: number;
    readonly participants: number;
    readonly eligible: number;
    readonly percent: number | null;
  }[];
}

describe('figures of units over HTTP', () => {
  let app: TestApp;
  let cast: Cast;
  beforeAll(async () => {
    app = await openTestApp();
    cast = await createCast(app);
    const manager = await cast.as('manager');
    const decide = (agent: Agent, unit: string, id: string, decision: string) =>
      agent.post(`/${unit}/requests/${id}/decision`).send({ decision, notes: 'Seen.' });
    for (const decision of ['approve', 'approve', 'reject']) {
      await decide(manager, 'pm', (await raise(cast)).id, decision);
    }
    await decide(manager, 'pm', (await raise(cast, 'pm', { eventDate: '2025-09-29' })).id, 'approve');
    await raise(cast);
    await raise(cast);
    await decide(await cast.as('marketing'), 'marketing', (await raise(cast, 'marketing')).id, 'approve');
    await decide(await cast.as('presales'), 'presales', (await raise(cast, 'presales')).id, 'approve');
    await app.settle();
  });
  afterAll(() => app.close());

  async function get<T>(agent: Agent, path: string): Promise<T> {
    const answer = await agent.get(path);
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    return answer.body as T;
  }

  /** The figure of each card of a page that leads somewhere, with where it leads. */
  async function cards(agent: Agent, path: string) {
    const { text } = await openPage(agent, path);
    const found = text.matchAll(
      /class="stretched-link" href="([^"]+)">([^<]+)<\/a><\/p>\s*<p class="stat-figure"><span class="num">([\d,]+)</g,
    );
    return [...found].map(([, href = '', label = '', figure = '']) => ({
      label,
      href: href.replaceAll('&amp;', '&'),
      figure: Number(figure.replaceAll(',', '')),
    }));
  }

  it('every card leads to the queue with the very requests that it counts', async () => {
    const manager = await cast.as('manager');
    for (const [period, expected] of [
      ['', [2, 2, 1]],
      ['?period=2025-Q2', [2, 1, 0]],
      ['?period=2025', [2, 3, 1]],
      ['?period=2024', [2, 0, 0]],
    ] as const) {
      const shown = await cards(manager, `/pm/dashboard${period}`);
      expect(shown.map(({ figure }) => figure)).toEqual(expected);
      for (const { href, figure } of shown) {
        const { page } = await get<{ page: { total: number } }>(manager, href);
        expect({ href, total: page.total }).toEqual({ href, total: figure });
      }
    }
  });

  it('answers the same as JSON, this quarter unless said, and refuses what is no period', async () => {
    const manager = await cast.as('manager');
    const now = await get<Dashboard>(manager, '/pm/dashboard');
    expect(now).toMatchObject({ view: 'team', period: '2025-Q3', points: 500, participation: null });
    expect(now.counts).toEqual({ pending: 2, assigned: 2, approved: 2, rejected: 1 });
    expect(await get(manager, '/pm/dashboard?period=2025')).toMatchObject({ period: '2025', points: 750 });
    for (const period of ['all', '2025-Q5', 'soon']) {
      expect((await manager.get(`/pm/dashboard?period=${period}`)).status).toBe(422);
    }
  });

  it('a kept answer does not outlive a decision', async () => {
    const manager = await cast.as('manager');
    const before = await get<Dashboard>(manager, '/pm/dashboard?period=2025-Q3');
    const request = await raise(cast);
    expect((await get<Dashboard>(manager, '/pm/dashboard?period=2025-Q3')).counts.pending).toBe(
      before.counts.pending + 1,
    );
    await manager.post(`/pm/requests/${request.id}/decision`).send({ decision: 'approve', notes: 'Seen.' });
    expect(await get(manager, '/pm/dashboard?period=2025-Q3')).toMatchObject({
      counts: { pending: before.counts.pending, approved: before.counts.approved + 1 },
      points: Number(before.points) + 250,
    });
  });

  it('another team’s manager and another organization see none of it', async () => {
    const other = await get<Dashboard>(await cast.as('otherManager'), '/pm/dashboard?period=2025');
    expect(other).toMatchObject({ counts: { pending: 0, approved: 0, rejected: 0 }, points: 0 });
    const elsewhere = await createCast(app);
    const market = await get<{ total: object }>(await elsewhere.as('marketing'), '/marketing/market?period=2025');
    expect(market.total).toMatchObject({ points: 0, participants: 0 });
    const analytics = await get<{ total: object; pending: number }>(
      await elsewhere.as('pmarch'),
      '/pmarch/analytics?period=2025',
    );
    expect(analytics).toMatchObject({ total: { points: 0, count: 0 }, pending: 0, top: [] });
  });

  it('pre-sales sees participation by grade with its definition', async () => {
    const presales = await cast.as('presales');
    const { participation } = await get<Dashboard>(presales, '/presales/dashboard');
    expect(participation?.total.participants).toBe(1);
    const { text } = await openPage(presales, '/presales/dashboard');
    expect(text).toContain('Participation by grade');
    expect(text).toContain('Everybody counts once');
  });

  it('analytics: the company for PM-Architects, the own people for delivery partners, nobody else', async () => {
    const company = await get<{ total: { points: number } }>(
      await cast.as('pmarch'),
      '/pmarch/analytics?period=2025-Q3',
    );
    const assigned = await get<{ total: { points: number; heads: number } }>(
      await cast.as('dp'),
      '/dp/analytics?period=2025-Q3',
    );
    expect(company.total.points).toBe(assigned.total.points);
    expect(assigned.total.heads).toBe(2);
    // One person: for HR, and for nobody else who looks at the company.
    const sales = '/analytics?period=2025-Q3&department=Sales';
    expect(await get(await cast.as('pmarch'), `/pmarch${sales}`)).toMatchObject({
      withheld: true,
      total: { heads: 0 },
    });
    const ofHr = await get<{ withheld: boolean; total: object }>(await cast.as('hrAdmin'), `/hr${sales}`);
    expect(ofHr).toMatchObject({ withheld: false, total: { points: 0, heads: 1 } });
    for (const [role, path] of [
      ['manager', '/pmarch/analytics'],
      ['pmarch', '/dp/analytics'],
      ['dp', '/pmarch/analytics'],
      ['presales', '/marketing/market'],
      ['employee', '/pmarch/analytics'],
    ] as const) {
      expect({ role, path, status: (await (await cast.as(role)).get(path)).status }).toEqual({
        role,
        path,
        status: 403,
      });
    }
    const backwards = await (await cast.as('pmarch')).get('/pmarch/analytics?from=2025-07-01&to=2025-06-30');
    expect(backwards.status).toBe(422);
    expect(backwards.body).toMatchObject({ errors: [{ path: 'from' }] });
  });

  it('analytics of HR and central: the same figures, bonuses apart, each with how it is counted', async () => {
    const answers = [];
    for (const [role, path] of [
      ['hrAdmin', '/hr/analytics?period=2025'],
      ['central', '/central/analytics?period=2025'],
    ] as const) {
      answers.push(await get<Record<string, unknown>>(await cast.as(role), path));
      const { text } = await openPage(await cast.as(role), path);
      expect(text).toContain('Bonus points');
      expect(text).toContain('Took part: eligible people with at least one activity in these days');
    }
    expect(answers[0]).toEqual(answers[1]);
    const { byCategory, people } = answers[0] as unknown as Categories;
    expect(byCategory.length).toBeGreaterThan(0);
    const { text } = await openPage(await cast.as('hrAdmin'), '/hr/analytics?period=2025');
    const [, table = ''] = /<section[^>]*aria-label="Categories, [^"]*">([\s\S]*?)<\/section>/.exec(text) ?? [];
    const shown = (column: string) =>
      [...table.matchAll(new RegExp(`<td data-column="${column}"[^>]*>([\\s\\S]*?)</td>`, 'g'))].map(([, cell = '']) =>
        cell.replace(/<[^>]+>/g, '').trim(),
      );
    expect(shown('people')).toEqual([...byCategory.map((row) => `${row.people}`), `${people}`]);
    expect(shown('took').slice(0, -1)).toEqual(byCategory.map(({ participants }) => `${participants}`));
    expect(shown('eligible').slice(0, -1)).toEqual(byCategory.map(({ eligible }) => `${eligible}`));
    expect(shown('share').slice(0, -1)).toEqual(byCategory.map(({ percent }) => `${percent?.toFixed(1)}%`));
    expect(text).toContain('eligible is for whose grade it is worth something');
    const { total } = await get<{ total: { points: number } }>(
      await cast.as('pmarch'),
      '/pmarch/analytics?period=2025',
    );
    expect(total.points).toBeGreaterThanOrEqual(1000);
    expect(answers[0]).toMatchObject({ bonus: 0, withheld: false, total });
    expect((await openPage(await cast.as('pmarch'), '/pmarch/analytics?period=2025')).text).not.toContain(
      'Bonus points',
    );
  });

  it('the page of a wrong range comes back with what was typed and the message at the field', async () => {
    for (const [role, path] of [
      ['pmarch', '/pmarch/analytics'],
      ['hrAdmin', '/hr/analytics'],
      ['central', '/central/analytics'],
    ] as const) {
      const query = 'from=2025-07-01&to=2025-06-30&location=India';
      const answer = await (await cast.as(role)).get(`${path}?${query}`).set('Accept', 'text/html');
      expect(answer.status).toBe(422);
      expect(problemsOfPage(answer.text)).toEqual([]);
      expect(answer.text).toContain('<a href="#field-filter-from">The first day is after the last one.</a>');
      expect(answer.text).toContain('>Clear all</');
      expect(answer.text).toContain('value="2025-07-01"');
      expect(answer.text).toContain('value="2025-06-30"');
      expect(answer.text).toMatch(/<option value="India" selected>/);
    }
  });

  it('the market lists the people of a location, page by page', async () => {
    const marketing = await cast.as('marketing');
    for (let index = 0; index < 24; index += 1) {
      const person = await account(app, cast.tenant, {
        email: `uk${index}@${cast.tenant.organization.slug}.com`,
        location: 'UK',
      });
      await cast.tenant.run(() =>
        app.container.ledger.credit(cast.tenant.system, {
          ...{ personId: person.id, kind: 'award', points: 200, categoryCode: 'market_impact', unit: 'marketing' },
          ...{ effectiveDate: '2025-11-03', sourceKey: `award:${person.id}`, source: { type: 'award', id: person.id } },
          ...{ reason: 'Seen by the market.', basis: { value: 200, quantity: 1, grade: 'C1', categoryVersion: 1 } },
        }),
      );
    }
    const second = await get<{ total: object; people: { items: unknown[]; page: object } }>(
      marketing,
      '/marketing/market?location=UK&page=2',
    );
    expect(second.people.page).toEqual({ number: 2, size: 20, total: 24 });
    expect(second.people.items).toHaveLength(4);
    expect(second.total).toMatchObject({ points: 24 * 200 + 200, participants: 25 });
    const page = await openPage(marketing, '/marketing/market?location=UK&region=non-us&page=2');
    expect(page.text).toContain('People with points in UK');
    expect(page.text).toContain('page=1');
    expect((await marketing.get('/marketing/market?location=Nowhere')).status).toBe(404);
  });

  it('every page is valid HTML in every state', async () => {
    for (const [role, path] of [
      ['manager', '/pm/dashboard?period=2024'],
      ['hrAdmin', '/hr/analytics?period=2025&location=India'],
      ['central', '/central/analytics?from=2025-09-29&to=2025-11-12&unit=pm'],
      ['taUpdater', '/ta/dashboard'],
      ['ta', '/ta/dashboard?period=2025'],
      ['presales', '/presales/dashboard?period=2025'],
      ['hrAdmin', '/hr/dashboard'],
      ['pmarch', '/pmarch/analytics?from=2025-06-02&to=2025-11-12&department=IT&grade=C1&location=India'],
      ['pmarch', '/pmarch/analytics?period=2019-Q1'],
      ['dp', '/dp/analytics'],
      ['marketing', '/marketing/market?period=2019&region=us&location=US'],
      ['marketing', '/marketing/market?location=India'],
    ] as const) {
      const { status, text } = await openPage(await cast.as(role), path);
      expect({ path, status, problems: problemsOfPage(text) }).toEqual({ path, status: 200, problems: [] });
    }
  });
});
