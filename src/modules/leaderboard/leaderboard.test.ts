import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newEntry, openLedgerWorld, type LedgerWorld } from '../../../test/support/ledger-world.js';
import type { BoardViewer } from './board.js';
import type { LeaderboardModule } from './leaderboard.module.js';

let world: LedgerWorld;
let other: LeaderboardModule;
beforeAll(async () => {
  world = await openLedgerWorld();
  other = (await world.otherProcess()).leaderboard;
});
afterAll(() => world.close());
beforeEach(() => world.newOrganization());

const everything: BoardViewer = { viewerId: null, viewAll: true, seesOptedOut: true };
const rows = async (viewer: BoardViewer = everything, board = world.leaderboard) =>
  (await board.page('2025-Q3', viewer)).rows.map(({ personId, points }) => [personId, points]);

async function credit(person: string, points: number, overrides: Parameters<typeof newEntry>[1] = {}) {
  const entry = await world.ledger.credit(world.actor, newEntry(person, { points, ...overrides }));
  await world.leaderboard.project(person);
  return entry;
}

describe('boards', () => {
  it('follow the ledger after the event was relayed', () =>
    world.run(async () => {
      const person = world.person();
      await world.ledger.credit(world.actor, newEntry(person, { points: 250 }));
      expect(await rows()).toEqual([]);
      await world.outbox.relay.drain();
      expect(await rows()).toEqual([[person, 250]]);
    }));

  it('set the absolute score: the same event twice, or a correction, changes nothing twice', () =>
    world.run(async () => {
      const person = world.person();
      const entry = await credit(person, 400);
      await world.leaderboard.project(person);
      expect(await rows()).toEqual([[person, 400]]);
      await world.ledger.adjust(world.actor, { entryId: entry.id, points: 300, reason: 'x' });
      await world.leaderboard.project(person);
      expect(await rows()).toEqual([[person, 300]]);
      await world.ledger.reverse(world.actor, { entryId: entry.id, reason: 'x' });
      await world.leaderboard.project(person);
      expect(await rows()).toEqual([]);
    }));

  it('tell regular points and bonus apart, and periods', () =>
    world.run(async () => {
      const [ann, bob] = [world.person(), world.person()];
      await credit(ann, 500, { effectiveDate: '2025-11-01' });
      await credit(bob, 1000, { kind: 'bonus', effectiveDate: '2025-11-01' });
      await credit(bob, 700, { effectiveDate: '2025-06-28' });
      expect(await rows()).toEqual([[ann, 500]]);
      expect(await rows({ ...everything, class: 'bonus' })).toEqual([[bob, 1000]]);
      const points = async (period: '2025-Q1' | '2025' | '2024' | 'all') =>
        (await world.leaderboard.page(period, everything)).rows.map((row) => row.points);
      expect(await points('2025-Q1')).toEqual([700]);
      expect(await points('2025')).toEqual([700, 500]);
      expect(await points('all')).toEqual([700, 500]);
      expect(await points('2024')).toEqual([]);
    }));

  it('filter by department, grade, team and category', () =>
    world.run(async () => {
      const ann = world.person({ department: 'IT', grade: 'C1' });
      const bob = world.person({ department: 'Sales', grade: 'C1' });
      const cyd = world.person({ department: 'Sales', grade: 'B1' });
      await credit(ann, 300);
      await credit(bob, 200);
      await credit(cyd, 100);
      await credit(cyd, 150, { categoryCode: 'interviews' });
      const filtered = (filter: NonNullable<BoardViewer['filter']>) => rows({ ...everything, filter });
      expect(await filtered({ department: 'Sales' })).toEqual([
        [cyd, 250],
        [bob, 200],
      ]);
      expect(await filtered({ department: 'Sales', grade: 'C1' })).toEqual([[bob, 200]]);
      expect(await filtered({ personIds: [ann, bob] })).toEqual([
        [ann, 300],
        [bob, 200],
      ]);
      expect(await filtered({ categoryCode: 'interviews' })).toEqual([[cyd, 150]]);
      expect(await filtered({ categoryCode: 'interviews', department: 'IT' })).toEqual([]);
    }));

  it('of a category follow credits and corrections in each of its periods, after the first look as before', () =>
    world.run(async () => {
      const [ann, bob] = [world.person(), world.person()];
      const filter = { categoryCode: 'interviews' };
      const points = async () => {
        const found: (readonly (number | string | null)[])[] = [];
        for (const period of ['2025-Q3', '2025-Q1', '2025', 'all', '2024'] as const)
          for (const { personId, points } of (await world.leaderboard.page(period, { ...everything, filter })).rows)
            found.push([period, personId === ann ? 'ann' : 'bob', points]);
        return found;
      };
      expect(await points()).toEqual([]);
      const first = await credit(ann, 300, filter);
      const old = await credit(bob, 200, { ...filter, effectiveDate: '2025-06-28' });
      await credit(bob, 900);
      const before = [
        ['2025-Q3', 'ann', 300],
        ['2025-Q1', 'bob', 200],
        ['2025', 'ann', 300],
        ['2025', 'bob', 200],
        ['all', 'ann', 300],
        ['all', 'bob', 200],
      ];
      expect(await points()).toEqual(before);
      await world.ledger.adjust(world.actor, { entryId: first.id, points: 100, reason: 'x' });
      await world.ledger.reverse(world.actor, { entryId: old.id, reason: 'x' });
      await world.outbox.relay.drain();
      await credit(bob, 150, filter);
      expect(await points()).toEqual([
        ['2025-Q3', 'bob', 150],
        ['2025-Q3', 'ann', 100],
        ['2025', 'bob', 150],
        ['2025', 'ann', 100],
        ['all', 'bob', 150],
        ['all', 'ann', 100],
      ]);
    }));

  it('leave out who was deactivated or has left, at the moment the day changes', () =>
    world.run(async () => {
      const ann = world.person();
      const bob = world.person({ exitDate: '2025-11-12' });
      await credit(ann, 300);
      await credit(bob, 400);
      expect(await rows()).toEqual([
        [bob, 400],
        [ann, 300],
      ]);
      world.clock.set('2025-11-12T18:31:00Z'); // 13 November in Kolkata
      expect(await rows()).toEqual([[ann, 300]]);
      world.person({ id: ann, status: 'deactivated' });
      const subject = { type: 'person', id: ann };
      await world.outbox.record(world.actor, { type: 'person.deactivated', subject, data: { reason: 'left' } });
      await world.outbox.relay.drain();
      expect(await rows()).toEqual([]);
    }));

  it('hide somebody as soon as the preference is relayed', () =>
    world.run(async () => {
      const [ann, bob] = [world.person(), world.person()];
      await credit(ann, 300);
      world.person({ id: ann, preferences: { leaderboardOptOut: true } });
      const subject = { type: 'person', id: ann };
      await world.outbox.record(world.actor, { type: 'person.preferences_changed', subject, data: {} });
      await world.outbox.relay.drain();
      const { rows: seen } = await world.leaderboard.page('2025-Q3', { viewerId: bob, viewAll: true });
      expect(seen).toEqual([{ rank: 1, personId: null, name: null, points: 300 }]);
    }));

  it('keep organizations apart', () =>
    world.run(async () => {
      await credit(world.person(), 300);
      world.newOrganization();
      await world.run(async () => expect(await rows()).toEqual([]));
    }));

  it('are made anew from the totals', () =>
    world.run(async () => {
      const people = Array.from({ length: 3 }, () => world.person());
      for (const [index, person] of people.entries())
        await world.ledger.credit(world.actor, newEntry(person, { points: 100 * (index + 1) }));
      expect(await world.leaderboard.rebuild()).toEqual({ people: 3, corrected: 9 });
      expect(await rows()).toEqual([
        [people[2], 300],
        [people[1], 200],
        [people[0], 100],
      ]);
      await world.storage.connection
        .collection('boards')
        .updateOne({ person: people[0], period: 'all' }, { $set: { regular: 7 } });
      // The score, and the sum that went along with it.
      expect(await world.leaderboard.rebuild()).toEqual({ people: 3, corrected: 2 });
      expect(await world.leaderboard.rebuild()).toEqual({ people: 3, corrected: 0 });
    }));

  it('end up right when many project the same person at once', () =>
    world.run(async () => {
      const person = world.person();
      const projections: Promise<void>[] = [];
      for (let index = 0; index < 8; index += 1) {
        await world.ledger.credit(world.actor, newEntry(person, { points: 100 }));
        projections.push(world.leaderboard.project(person), other.project(person));
      }
      await Promise.all(projections);
      expect(await rows()).toEqual([[person, 800]]);
    }));
});
