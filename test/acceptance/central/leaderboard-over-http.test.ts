import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Person } from '../../../src/modules/people/index.js';
import { openPage } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { createCast, type Cast } from '../../support/cast.js';
import { newEntry } from '../../support/ledger-world.js';

interface Board {
  readonly rows: readonly { rank: number; personId: string | null; name: string | null; points: number }[];
  readonly me: { rank: number | null; points: number; percentile: number | null; toNext: number | null } | null;
  readonly average: number;
  readonly participants: number;
}

let app: TestApp;
let cast: Cast;
beforeAll(async () => {
  app = await openTestApp();
  cast = await createCast(app);
});
afterAll(() => app.close());

async function credit(person: Person, points: number, overrides: Parameters<typeof newEntry>[1] = {}): Promise<void> {
  await cast.tenant.run(() =>
    app.container.storage.run(() =>
      app.container.ledger.credit(cast.tenant.system, newEntry(person.id, { points, ...overrides })),
    ),
  );
}

async function board(role: Parameters<Cast['as']>[0], address: string): Promise<Board> {
  await app.settle();
  const answer = await (await cast.as(role)).get(address);
  expect(answer.status).toBe(200);
  return answer.body as Board;
}

const ranks = ({ rows }: Board) => rows.map(({ rank, points }) => [rank, points]);

it('37: 900, 900, 500: ranks 1, 1, 3; average 766.67; third needs 400, percentile 33.3. Ninth of many: top 5 and own row; 0 points: no rank.', async () => {
  const { employee, colleague, manager, otherManager } = cast.people;
  await credit(manager, 900);
  await credit(otherManager, 900);
  await credit(employee, 500);
  const three = await board('employee', '/employee/leaderboard?period=2025-Q3');
  expect(ranks(three)).toEqual([
    [1, 900],
    [1, 900],
    [3, 500],
  ]);
  expect(three).toMatchObject({
    average: 766.67,
    participants: 3,
    me: { rank: 3, points: 500, percentile: 33.3, toNext: 400 },
  });
  const without = await board('colleague', '/employee/leaderboard?period=2025-Q3');
  expect(without.me).toEqual({ rank: null, points: 0, percentile: null, toNext: 500 });

  // Nine more; the employee is the ninth of twelve then.
  for (let index = 0; index < 6; index += 1)
    await credit(await cast.tenant.person({ grade: 'B1' }), 1000 + 100 * index);
  for (let index = 0; index < 2; index += 1) await credit(await cast.tenant.person({ grade: 'B1' }), 300 - 100 * index);
  await credit(colleague, 100);
  const ninth = await board('employee', '/employee/leaderboard?period=2025-Q3');
  expect(ninth.me).toMatchObject({ rank: 9, points: 500, toNext: 400 });
  expect(ranks(ninth)).toEqual([
    [1, 1500],
    [2, 1400],
    [3, 1300],
    [4, 1200],
    [5, 1100],
    [7, 900],
    [7, 900],
    [9, 500],
    [10, 300],
    [11, 200],
  ]);
});

it('narrows to a category, alone and with other filters, also for bonus and teams; what was used stays a choice', async () => {
  const { employee, colleague } = cast.people;
  await credit(employee, 50, { categoryCode: 'mentoring' });
  await credit(colleague, 250, { categoryCode: 'mentoring' });
  const all = await board('employee', '/employee/leaderboard?period=2025-Q3&category=mentoring');
  expect(ranks(all)).toEqual([
    [1, 250],
    [2, 50],
  ]);
  expect(all).toMatchObject({ average: 150, participants: 2, me: { rank: 2, toNext: 200 } });
  const sales = await board('central', '/central/leaderboard?period=2025-Q3&category=mentoring&department=Sales');
  expect(sales.rows.map(({ personId }) => personId)).toEqual([colleague.id]);
  const team = await board('manager', '/pm/leaderboard?period=2025-Q3&category=mentoring');
  expect(team.participants).toBe(2);
  const bonus = await board('central', '/central/leaderboard?period=2025-Q3&category=mentoring&class=bonus');
  expect(bonus.participants).toBe(0);
  // A correction counts at once, and the board of the category follows.
  await credit(employee, 300, { categoryCode: 'mentoring' });
  const later = await board('employee', '/employee/leaderboard?period=2025-Q3&category=mentoring');
  expect(ranks(later)).toEqual([
    [1, 350],
    [2, 250],
  ]);
  const page = await openPage(await cast.as('central'), '/central/leaderboard?category=mentoring&class=bonus&grade=C1');
  expect(page.text).toContain('Nobody here has points in this period');
  for (const removed of [
    'grade=C1&amp;category=mentoring"',
    'grade=C1&amp;class=bonus',
    'category=mentoring&amp;class=bonus',
  ])
    expect(page.text).toContain(removed);
});

it('pages through all, with the own row and its neighbours below and the way to it', async () => {
  const central = await cast.as('central');
  await credit(cast.people.central, 20);
  await app.settle();
  const first = await openPage(central, '/central/leaderboard?period=2025-Q3&size=5');
  expect(first.text).toContain('Around you');
  const href = /href="([^"]*)"[^>]*>\s*<span>Go to my place/.exec(first.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
  expect(href).toContain('page=3');
  const mine = await openPage(central, href);
  expect(mine.text).toContain('aria-current="true"');
  expect(mine.text).not.toContain('Go to my place');
  const beyond = await openPage(central, '/central/leaderboard?period=2025-Q3&page=90');
  expect(beyond.text).toContain('The board ends before this page');
});

it('tells whom a filter means and who has no points so, and names no place of whom it leaves out', async () => {
  const { central: viewer } = cast.people;
  const address = '/central/leaderboard?period=2025-Q3&category=mentoring';
  const none = { rank: null, points: 0, percentile: null, toNext: 250 };
  expect((await board('central', address)).me).toEqual(none);
  expect((await board('central', `${address}&grade=${viewer.grade}`)).me).toMatchObject({ rank: null, points: 0 });
  expect((await board('central', `${address}&department=Nowhere`)).me).toBeNull();
  // Who looks at a team without being of it has no place there.
  expect((await board('manager', '/pm/leaderboard?period=2025-Q3&category=mentoring')).me).toBeNull();
  const page = await openPage(await cast.as('central'), address);
  expect(page.text).toContain('You have no points in this view yet; 2 people have.');
});

it('refuses the own team where a board is everybody’s', async () => {
  for (const [role, path] of [
    ['central', '/central/leaderboard'],
    ['employee', '/employee/leaderboard'],
  ] as const) {
    const agent = await cast.as(role);
    const answer = await agent.get(`${path}?team=mine`);
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ errors: [{ path: 'team', message: 'This board is everybody’s: all.' }] });
    await agent.get(`${path}?team=all`).expect(200);
  }
  await (await cast.as('manager')).get('/pm/leaderboard?team=mine').expect(200);
});
