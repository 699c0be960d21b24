import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newEntry, openLedgerWorld, type LedgerWorld } from '../../../test/support/ledger-world.js';
import { quietly } from '../../platform/request-context.js';
import type { BoardDifference } from './board-difference.js';
import { LAYOUT } from './board.model.js';
import type { BoardViewer } from './board.js';
import { describeBoardDifference } from './describe-board-difference.js';
import { SECTION_MAX } from './tally.js';

let world: LedgerWorld;
beforeAll(async () => {
  world = await openLedgerWorld();
});
afterAll(() => world.close());
beforeEach(() => world.newOrganization());

const PERIOD = '2025-Q3';
const everything: BoardViewer = { viewerId: null, viewAll: true, seesOptedOut: true };
const collection = (name: string) => world.storage.connection.collection(name);

const own = (filter: object) => ({ ...filter, organization: world.actor.organizationId });

async function differences(): Promise<BoardDifference[]> {
  const found: BoardDifference[] = [];
  for await (const difference of world.leaderboard.verify()) found.push(difference);
  return found;
}

/** People with so many points each, on boards. */
async function company(points: readonly number[]): Promise<string[]> {
  const ids = points.map((_, index) => world.person({ department: index % 2 === 0 ? 'IT' : 'Sales' }));
  const entries = ids.flatMap((id, index) => {
    const worth = points[index] ?? 0;
    return worth > 0 ? [newEntry(id, { points: worth })] : [];
  });
  await quietly(() => world.storage.run(() => world.ledger.creditMany(world.actor, entries)));
  await world.leaderboard.rebuild();
  return ids;
}

describe('verify', () => {
  it('finds nothing where all is right, also while points are on their way', () =>
    world.run(async () => {
      const [ann = ''] = await company([300, 200, 200, 0]);
      await world.leaderboard.page(PERIOD, everything);
      await world.leaderboard.standings(PERIOD, { class: 'regular' }, { number: 1, size: 5 });
      expect(await differences()).toEqual([]);
      await world.ledger.credit(world.actor, newEntry(ann, { points: 50 }));
      const looking = differences();
      await world.outbox.relay.drain();
      expect(await looking).toEqual([]);
    }));

  it('names a changed row, a lost one, a changed sum and a changed count, and a rebuild mends all of it', () =>
    world.run(async () => {
      const [ann = '', bob = '', cyd = ''] = await company([300, 200, 100]);
      await world.leaderboard.page(PERIOD, everything);
      await world.leaderboard.page(PERIOD, { ...everything, filter: { department: 'IT' } });
      await collection('boards').updateOne({ person: ann, period: PERIOD }, { $set: { regular: 900 } });
      await collection('boards').deleteOne({ person: bob, period: 'all' });
      await collection('boards').updateOne({ person: cyd, period: PERIOD }, { $set: { name: 'Somebody else' } });
      await collection('board_sums').updateOne(own({ period: '2025' }), { $inc: { regular: 7 } });
      const scope = JSON.stringify(['IT', null]);
      await collection('board_tallies').updateOne(own({ scope }), {
        $inc: { 'counts.0': 1, participants: 1, sum: 100 },
      });
      const found = await differences();
      expect(found.map((difference) => [difference.type, difference.personId, difference.period])).toEqual([
        ...[
          'score.wrong',
          'score.wrong',
          'score.wrong',
          'sum.wrong',
          'sum.wrong',
          'sum.wrong',
          'tally.wrong',
          'tally.wrong',
        ].map((type, index) => [type, [ann, bob, cyd][index] ?? null, expect.any(String) as string]),
      ]);
      expect(found.map(describeBoardDifference)).toEqual([
        `person ${ann}: the board of ${PERIOD} says 900 regular and 0 bonus, it should say 300 regular and 0 bonus`,
        `person ${bob}: the board of all has no row, it should say 200 regular and 0 bonus`,
        `person ${cyd}: the board of ${PERIOD} says something else of the person (name)`,
        'the sum of 2025 says 607 regular and 0 bonus, the rows say 600 regular and 0 bonus',
        `the sum of ${PERIOD} says 600 regular and 0 bonus, the rows say 1200 regular and 0 bonus`,
        'the sum of all says 600 regular and 0 bonus, the rows say 400 regular and 0 bonus',
        `the regular board of ${PERIOD} for IT: the counts say 3 of 3 people with 500 points, the rows say 2 of 2 people with 1000 points`,
        `the regular board of ${PERIOD}: the counts say 3 of 3 people with 600 points, the rows say 3 of 3 people with 1200 points`,
      ]);
      expect((await world.leaderboard.rebuild()).corrected).toBeGreaterThanOrEqual(5);
      expect(await differences()).toEqual([]);
      expect(await world.leaderboard.rebuild()).toEqual({ people: 3, corrected: 0 });
      const board = await world.leaderboard.page(PERIOD, { ...everything, viewerId: bob });
      expect(board).toMatchObject({ participants: 3, average: 200, me: { rank: 2, toNext: 100 } });
    }));

  it('a category whose rows are being written lacks some rightly, and whoever looks next writes the rest', () =>
    world.run(async () => {
      const [ann = '', bob = ''] = await company([300, 200]);
      const key = `${PERIOD} spot_award`;
      // As it is after a stop at the very beginning.
      await collection('board_versions').updateOne(own({}), { $set: { filled: [key] } });
      world.clock.advance(1000);
      expect(await differences()).toEqual([]);
      const look = async () => {
        const filter = { categoryCode: 'spot_award' };
        const { rows } = await world.leaderboard.page(PERIOD, { ...everything, filter });
        return rows.map(({ personId, points }) => [personId, points]);
      };
      const both = [
        [ann, 300],
        [bob, 200],
      ];
      expect(await look()).toEqual(both);
      expect(await collection('board_versions').findOne(own({}))).toMatchObject({ filled: [key], complete: [key] });
      expect(await differences()).toEqual([]);
      await collection('boards').deleteOne(own({ person: ann, period: key }));
      expect((await differences()).map(describeBoardDifference)).toEqual([
        `person ${ann}: the board of ${key} has no row, it should say 300 regular and 0 bonus`,
        `the sum of ${key} says 500 regular and 0 bonus, the rows say 200 regular and 0 bonus`,
        `the regular board of ${key}: the counts say 2 of 2 people with 500 points, the rows say 1 of 1 people with 200 points`,
      ]);
      await world.leaderboard.rebuild();
      expect(await differences()).toEqual([]);
      expect(await look()).toEqual(both);
    }));

  it('boards without places, as an earlier version wrote them, are made anew by whoever looks first', () =>
    world.run(async () => {
      await company([300, 200, 100]);
      await collection('boards').updateMany(own({}), { $unset: { regularKey: '', bonusKey: '' } });
      for (const name of ['board_tallies', 'board_sums']) await collection(name).deleteMany(own({}));
      await collection('board_versions').updateOne(own({}), {
        $unset: { day: '', filled: '', complete: '', layout: '' },
      });
      expect(await differences()).toEqual([]);
      const { leaderboard } = await world.otherProcess();
      const [board, sums] = await Promise.all([leaderboard.page(PERIOD, everything), leaderboard.sums(PERIOD)]);
      expect(board.rows.map(({ rank, points }) => [rank, points])).toEqual([
        [1, 300],
        [2, 200],
        [3, 100],
      ]);
      expect(sums.regular).toBe(600);
      expect(await collection('board_versions').findOne(own({}))).toMatchObject({ layout: LAYOUT });
      world.clock.advance(1000);
      expect(await differences()).toEqual([]);
    }));

  it(
    'counts by sections: ranks, pages and both orders of hundreds with few different points',
    { timeout: 60_000 },
    () =>
      world.run(async () => {
        const count = SECTION_MAX * 3;
        const points = (index: number) => [100, 100, 100, 50, 400][index % 5] ?? 0;
        // The board is looked at first, so that its sections grow and are cut.
        await company([100]);
        await world.leaderboard.page(PERIOD, everything);
        await world.leaderboard.standings(PERIOD, { class: 'regular' }, { number: 1, size: 1 });
        const before = [...world.people.keys()].map((id) => ({ id, points: 100 }));
        const ids = await company(Array.from({ length: count }, (_, index) => points(index)));
        const all = [...before, ...ids.map((id, index) => ({ id, points: points(index) }))].sort(
          (one, other) => other.points - one.points || (one.id < other.id ? -1 : 1),
        );
        expect(await differences()).toEqual([]);
        const tally = await collection('board_tallies').findOne(own({ period: PERIOD, class: 'regular' }));
        const counts = tally?.['counts'] as number[];
        expect(counts.length).toBeGreaterThan(3);
        expect(Math.max(...counts)).toBeLessThanOrEqual(SECTION_MAX);
        for (const index of [77, 200, all.length - 1]) {
          const { id, points: worth } = all[index] ?? { id: '', points: 0 };
          const board = await world.leaderboard.page(PERIOD, { viewerId: id, viewAll: true }, { number: 1, size: 10 });
          expect(board.me?.rank).toBe(1 + all.filter((one) => one.points > worth).length);
          expect(board.mine?.page).toBe(1 + Math.floor(index / 10));
        }
        const turned = [...all].sort((one, other) => one.points - other.points || (one.id < other.id ? -1 : 1));
        for (const number of [4, Math.ceil(all.length / 30)]) {
          const page = { number, size: 30 };
          const part = (of: typeof all) => of.slice((number - 1) * 30, number * 30).map(({ id }) => id);
          const down = await world.leaderboard.standings(PERIOD, { class: 'regular' }, page);
          const up = await world.leaderboard.standings(PERIOD, { class: 'regular', descending: false }, page);
          expect(down.items.map(({ personId }) => personId)).toEqual(part(all));
          expect(up.items.map(({ personId }) => personId)).toEqual(part(turned));
        }
        // Most of them leave; what is left stands in few sections.
        for (const id of ids.slice(0, count - 20)) world.person({ id, status: 'deactivated' });
        expect((await world.leaderboard.rebuild()).corrected).toBeGreaterThan(0);
        expect(await differences()).toEqual([]);
        const left = await collection('board_tallies').findOne(own({ period: PERIOD, class: 'regular' }));
        expect((left?.['counts'] as number[]).length).toBe(1);
        expect((await world.leaderboard.page(PERIOD, everything)).participants).toBe(21);
      }),
  );
});
