import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { findTools } from '../../../scripts/find-tools.mjs';
import { newEntry, openLedgerWorld, type LedgerWorld } from '../../../test/support/ledger-world.js';
import { startRedis, type RedisServer } from '../../../test/support/redis.js';
import { silentLogger } from '../../../test/support/temporary-storage.js';
import { connectRedis, type RedisClients } from '../../platform/redis/index.js';
import type { BoardPage, BoardViewer, Standing } from './board.js';
import type { BoardPerson } from './board-people.js';
import { describeBoardDifference } from './describe-board-difference.js';
import type { LeaderboardModule } from './leaderboard.module.js';
import { PREFIX } from './redis-lists.js';

const withRedis = findTools().redisServer !== undefined;

let world: LedgerWorld;
let server: RedisServer | undefined;
let clients: RedisClients | undefined;
const boards: [string, LeaderboardModule][] = [];
beforeAll(async () => {
  world = await openLedgerWorld();
  boards.push(['database', world.leaderboard]);
  if (!withRedis) return;
  server = await startRedis();
  clients = connectRedis({ url: server.url, logger: silentLogger });
  await vi.waitFor(() => clients?.client('boards').ping());
  boards.push(['redis', (await world.otherProcess({ redis: clients })).leaderboard]);
});
afterAll(async () => {
  await clients?.close();
  await server?.stop();
  await world.close();
});

const PERIOD = '2025-Q3';
const PEOPLE = 9;
const DAYS = ['2025-11-10', '2025-11-12', '2025-11-14'] as const;

type Step =
  | {
      readonly do: 'credit';
      readonly who: number;
      readonly points: number;
      readonly bonus: boolean;
      readonly category: string;
    }
  | { readonly do: 'correct'; readonly which: number; readonly points: number }
  | { readonly do: 'change'; readonly who: number; readonly to: Partial<BoardPerson> }
  | { readonly do: 'day'; readonly day: string };

const who = fc.nat(PEOPLE - 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('credit' as const),
      who,
      points: fc.constantFrom(50, 100, 100, 150, 400),
      bonus: fc.integer({ min: 0, max: 4 }).map((chance) => chance === 0),
      category: fc.constantFrom('mentoring', 'interviews'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('correct' as const),
      which: fc.nat(20),
      points: fc.constantFrom(0, 50, 250),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('change' as const),
      who,
      to: fc.oneof(
        fc.record({ department: fc.constantFrom('IT', 'Sales') }),
        fc.record({ grade: fc.constantFrom('C1', 'B1') }),
        fc.record({ status: fc.constantFrom('active' as const, 'deactivated' as const) }),
        fc.record({ exitDate: fc.constantFrom(null, '2025-11-11', '2025-11-13') }),
        fc.boolean().map((leaderboardOptOut) => ({ preferences: { leaderboardOptOut } })),
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('day' as const), day: fc.constantFrom(...DAYS) }) },
);

interface Credited {
  readonly entryId: string;
  readonly person: string;
  readonly class: 'regular' | 'bonus';
  readonly category: string;
  points: number;
}

/** What a board must say, computed in the plainest way from people and what was credited. */
function expectedPage(
  people: readonly BoardPerson[],
  credits: readonly Credited[],
  today: string,
  viewer: BoardViewer,
  page: { number: number; size: number },
): BoardPage {
  const { class: of = 'regular', filter = {} } = viewer;
  const pointsOf = (id: string) =>
    credits
      .filter((one) => one.person === id && one.class === of)
      .filter(({ category }) => filter.categoryCode === undefined || category === filter.categoryCode)
      .reduce((sum, { points }) => sum + points, 0);
  const ranked = people
    .filter((person) => person.status === 'active' && (person.exitDate === null || person.exitDate >= today))
    .filter(({ department }) => filter.department === undefined || department === filter.department)
    .filter(({ grade }) => filter.grade === undefined || grade === filter.grade)
    .map((person) => ({ person, points: pointsOf(person.id) }))
    .filter(({ points }) => points > 0)
    .sort((one, other) => other.points - one.points || (one.person.id < other.person.id ? -1 : 1));
  const rank = (points: number) => 1 + ranked.filter((one) => one.points > points).length;
  const row = ({ person, points }: (typeof ranked)[number]) => {
    const hidden =
      person.preferences.leaderboardOptOut && viewer.seesOptedOut !== true && person.id !== viewer.viewerId;
    return { rank: rank(points), personId: hidden ? null : person.id, name: hidden ? null : person.name, points };
  };
  const n = ranked.length;
  const own = ranked.findIndex(({ person }) => person.id === viewer.viewerId);
  const mine = ranked[own];
  const shown = viewer.viewAll
    ? ranked.slice((page.number - 1) * page.size, page.number * page.size)
    : ranked.filter((_, index) => index < 5 || (own >= 0 && Math.abs(index - own) <= 2));
  const better = ranked.filter((one) => mine !== undefined && one.points > mine.points).at(-1);
  const self = people.find(({ id }) => id === viewer.viewerId);
  const leftOut =
    self === undefined ||
    (filter.department !== undefined && self.department !== filter.department) ||
    (filter.grade !== undefined && self.grade !== filter.grade);
  return {
    period: PERIOD,
    rows: shown.map(row),
    me:
      mine === undefined
        ? leftOut
          ? null
          : { rank: null, points: 0, percentile: null, toNext: ranked.at(-1)?.points ?? null }
        : {
            rank: rank(mine.points),
            points: mine.points,
            percentile: Math.round(((n - rank(mine.points) + 1) * 1000) / n) / 10,
            toNext: better === undefined ? null : better.points - mine.points,
          },
    average: n === 0 ? 0 : Math.round((ranked.reduce((sum, { points }) => sum + points, 0) * 100) / n) / 100,
    participants: n,
    ...(viewer.viewAll && { page: { ...page, total: n } }),
    ...(viewer.viewAll &&
      mine !== undefined && {
        mine: {
          page: Math.floor(own / page.size) + 1,
          rows: ranked.filter((_, index) => Math.abs(index - own) <= 2).map(row),
        },
      }),
  };
}

function expectedStandings(
  people: readonly BoardPerson[],
  credits: readonly Credited[],
  today: string,
  wish: { class: 'regular' | 'bonus'; department?: string; grade?: string; descending: boolean },
): Standing[] {
  const sum = (id: string, of: 'regular' | 'bonus') =>
    credits.filter((one) => one.person === id && one.class === of).reduce((total, { points }) => total + points, 0);
  return people
    .filter((person) => person.status === 'active' && (person.exitDate === null || person.exitDate >= today))
    .filter(({ department }) => wish.department === undefined || department === wish.department)
    .filter(({ grade }) => wish.grade === undefined || grade === wish.grade)
    .map(({ id }) => ({ personId: id, regular: sum(id, 'regular'), bonus: sum(id, 'bonus') }))
    .sort(
      (one, other) =>
        (wish.descending ? other[wish.class] - one[wish.class] : one[wish.class] - other[wish.class]) ||
        (one.personId < other.personId ? -1 : 1),
    );
}

async function play(steps: readonly Step[]): Promise<void> {
  world.newOrganization();
  world.clock.set('2025-11-12T06:00:00Z');
  await world.run(async () => {
    const ids = Array.from({ length: PEOPLE }, (_, index) =>
      world.person({ department: index % 2 === 0 ? 'IT' : 'Sales', grade: index % 3 === 0 ? 'C1' : 'B1' }),
    );
    const person = (index: number) => ids[index] ?? '';
    const credits: Credited[] = [];
    for (const [index, one] of steps.entries()) {
      if (one.do === 'credit') {
        const id = person(one.who);
        const { points, bonus, category } = one;
        const entry = await world.ledger.credit(
          world.actor,
          newEntry(id, { points, categoryCode: category, ...(bonus && { kind: 'bonus' }) }),
        );
        credits.push({ entryId: entry.id, person: id, class: bonus ? 'bonus' : 'regular', category, points });
        await world.leaderboard.project(id);
      } else if (one.do === 'correct') {
        const credited = credits[one.which % Math.max(1, credits.length)];
        if (credited === undefined || credited.points === one.points || credited.points === 0) continue;
        const { entryId, person: id } = credited;
        if (one.points === 0) await world.ledger.reverse(world.actor, { entryId, reason: 'x' });
        else await world.ledger.adjust(world.actor, { entryId, points: one.points, reason: 'x' });
        credited.points = one.points;
        await world.leaderboard.project(id);
      } else if (one.do === 'change') {
        const known = world.people.get(person(one.who));
        world.person({ ...known, ...one.to });
        await world.leaderboard.project(person(one.who));
      } else {
        world.clock.set(`${one.day}T06:00:00Z`);
        // Never the very moment of an earlier step: what another process wrote since then would not be looked for.
        world.clock.advance(index * 60_000);
      }
      world.clock.advance(1000);
      if (index % 4 !== 3 && index !== steps.length - 1) continue;
      const today = world.clock.now().toISOString().slice(0, 10);
      const people = [...world.people.values()];
      const viewers: BoardViewer[] = [
        { viewerId: null, viewAll: true, seesOptedOut: true },
        { viewerId: person(index % PEOPLE), viewAll: false },
        { viewerId: person(3), viewAll: true, filter: { department: 'IT' } },
        { viewerId: person(6), viewAll: false, filter: { grade: 'C1' } },
        { viewerId: person(1), viewAll: true, filter: { department: 'Sales', grade: 'B1' } },
        { viewerId: person(2), viewAll: false, class: 'bonus' },
        { viewerId: person(4), viewAll: true, filter: { categoryCode: 'mentoring' } },
        { viewerId: person(5), viewAll: false, filter: { categoryCode: 'interviews', department: 'Sales' } },
        { viewerId: person(7), viewAll: true, class: 'bonus', filter: { categoryCode: 'mentoring', grade: 'B1' } },
      ];
      for (const viewer of viewers) {
        const page = { number: 1 + (index % 2), size: 3 };
        const expected = expectedPage(people, credits, today, viewer, page);
        for (const [name, board] of boards)
          expect({ name, ...(await board.page(PERIOD, viewer, page)) }).toEqual({ name, ...expected });
        // The same people as a team are ranked in memory.
        const team = { ...viewer, filter: { ...viewer.filter, personIds: ids } };
        expect(await world.leaderboard.page(PERIOD, team, page)).toEqual(expected);
      }
      for (const descending of [true, false]) {
        for (const scope of [{}, { department: 'IT' }, { grade: 'B1' }]) {
          const wish = { class: 'regular' as const, ...scope, descending };
          const expected = expectedStandings(people, credits, today, wish);
          const found: Standing[] = [];
          for (let number = 1; number <= 4; number += 1) {
            const { items, page } = await world.leaderboard.standings(PERIOD, wish, { number, size: 3 });
            expect(page.total).toBe(expected.length);
            found.push(...items);
          }
          expect(found).toEqual(expected);
        }
      }
      const sum = (of: string) =>
        credits.filter((credit) => credit.class === of).reduce((total, { points }) => total + points, 0);
      const [regular, bonus] = [sum('regular'), sum('bonus')];
      expect(await world.leaderboard.sums(PERIOD)).toEqual({ regular, bonus, combined: regular + bonus });
    }
    for await (const difference of world.leaderboard.verify()) expect(describeBoardDifference(difference)).toBe('');
  });
}

describe('boards', () => {
  it(
    'say the same from the database, in Redis, in memory and by plain counting, through any sequence of changes',
    { timeout: 90_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 16 }), (steps) => play(steps)),
        { numRuns: 4 },
      );
    },
  );

  const redisIt = it.skipIf(!withRedis);
  const everything: BoardViewer = { viewerId: null, viewAll: true, seesOptedOut: true };

  redisIt('in Redis are filled again when they went, and come from the database while it is away', async () => {
    world.newOrganization();
    const [, redisBoards] = boards[1] ?? [];
    await world.run(async () => {
      const ids = [world.person(), world.person(), world.person()];
      const credit = async (index: number, points: number) => {
        const id = ids[index] ?? '';
        await world.ledger.credit(world.actor, newEntry(id, { points }));
        await world.leaderboard.project(id);
        world.clock.advance(1000);
      };
      const same = async () => {
        const board = await redisBoards?.page(PERIOD, everything);
        expect(board).toEqual(await world.leaderboard.page(PERIOD, everything));
        return board?.rows.map(({ points }) => points);
      };
      const redis = clients?.client('boards');
      await credit(0, 100);
      expect(await same()).toEqual([100]);
      // What is shown really comes from there.
      const [set = ''] = (await redis?.keys(`${PREFIX}:${world.actor.organizationId}:${PERIOD}:*]`)) ?? [];
      expect(await redis?.zrange(set, 0, '-1', 'WITHSCORES')).toEqual([ids[0], '-100']);
      await redis?.flushall();
      await credit(1, 300);
      expect(await same()).toEqual([300, 100]);
      await redis?.del(set);
      expect(await same()).toEqual([300, 100]);
      await redis?.zadd(set, -700, 'nobody');
      expect(await same()).toEqual([300, 100]);
      server?.freeze();
      await credit(2, 200);
      expect(await same()).toEqual([300, 200, 100]);
      server?.thaw();
      await vi.waitFor(() => redis?.ping());
      await credit(2, 200);
      expect(await same()).toEqual([400, 300, 100]);
      await server?.kill();
      await credit(0, 500);
      expect(await same()).toEqual([600, 400, 300]);
      await server?.restart();
      await vi.waitFor(() => redis?.ping(), { timeout: 10_000 });
      expect(await same()).toEqual([600, 400, 300]);
    });
  });

  redisIt('in Redis leave nothing behind where there is nobody, whatever department is asked for', async () => {
    world.newOrganization();
    const [, redisBoards] = boards[1] ?? [];
    await world.run(async () => {
      const id = world.person({ department: 'Sales' });
      await world.ledger.credit(world.actor, newEntry(id, { points: 100 }));
      await world.leaderboard.project(id);
      const look = async (filter: Required<BoardViewer>['filter']) =>
        (await redisBoards?.page(PERIOD, { ...everything, filter }))?.rows.map(({ points }) => points);
      const kept = () => clients?.client('boards').keys(`${PREFIX}:${world.actor.organizationId}:*`);
      // It was away a moment ago.
      world.clock.advance(2000);
      expect(await look({ department: 'Sales' })).toEqual([100]);
      const before = (await kept())?.sort();
      expect(before).toHaveLength(3);
      for (const name of ['Nowhere', '*', '":["', 'x'.repeat(100)]) {
        expect(await look({ department: name })).toEqual([]);
        expect(await look({ grade: name })).toEqual([]);
        expect(await look({ categoryCode: name })).toEqual([]);
      }
      expect((await kept())?.sort()).toEqual(before);
    });
  });

  redisIt('in Redis that were tampered with are named, and mended by a rebuild', async () => {
    world.newOrganization();
    const [, redisBoards] = boards[1] ?? [];
    await world.run(async () => {
      const ids = [world.person(), world.person()];
      for (const [index, id] of ids.entries())
        await world.ledger.credit(world.actor, newEntry(id, { points: 100 * (index + 1) }));
      await redisBoards?.rebuild();
      world.clock.advance(1000);
      await redisBoards?.page(PERIOD, everything);
      const differences = async () => {
        const found: string[] = [];
        for await (const difference of redisBoards?.verify() ?? []) found.push(describeBoardDifference(difference));
        return found;
      };
      expect(await differences()).toEqual([]);
      const redis = clients?.client('boards');
      const [set = ''] = (await redis?.keys(`${PREFIX}:${world.actor.organizationId}:${PERIOD}:*]`)) ?? [];
      await redis?.zadd(set, -900, ids[0] ?? '');
      expect(await differences()).toEqual([
        `the regular board of ${PERIOD}: the list in Redis says 2 of 2 people with 1100 points, the rows say 2 of 2 people with 300 points`,
      ]);
      await redisBoards?.rebuild();
      expect(await differences()).toEqual([]);
      expect((await redisBoards?.page(PERIOD, everything))?.rows.map(({ points }) => points)).toEqual([200, 100]);
    });
  });
});
