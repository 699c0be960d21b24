import { Long, UUID, deserialize, serialize } from 'bson';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ClusterClock, compareTimes } from '../../src/transactions/cluster-clock.js';
import { readClusterSeconds, writeClusterSeconds } from '../../src/transactions/cluster-time-record.js';
import { withElements } from '../../src/wire/encode-reply.js';
import { openLocalEngine } from './local-engine.js';

const NOW = 1_700_000_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW * 1000 });
});
afterEach(() => {
  vi.useRealTimers();
});

it('counts within a second and begins again with the next', () => {
  const clock = new ClusterClock();
  const times = [clock.latest];
  for (const seconds of [NOW, NOW, NOW + 1, NOW + 1]) {
    vi.setSystemTime(seconds * 1000);
    clock.tick();
    times.push(clock.operation);
  }
  expect(times.map(({ seconds, increment }) => [seconds - NOW, increment])).toEqual([
    [0, 1],
    [0, 2],
    [0, 3],
    [1, 1],
    [1, 2],
  ]);
});

it.each<[string, number]>([
  ['stands still', 0],
  ['goes back', -1000],
])('goes on where the clock of the machine %s', (_name, change) => {
  const clock = new ClusterClock();
  const before = clock.operation;
  vi.setSystemTime((NOW + change) * 1000);
  clock.tick();
  expect(compareTimes(clock.operation, before)).toBeGreaterThan(0);
});

it('begins after what it had reached before', () => {
  expect(new ClusterClock(NOW - 10).latest).toEqual({ seconds: NOW, increment: 1 });
  expect(new ClusterClock(NOW + 10).latest).toEqual({ seconds: NOW + 10, increment: 1 });
});

it('shows a later time it has heard of, without having done anything', () => {
  const clock = new ClusterClock();
  const done = clock.operation;
  clock.advance({ seconds: NOW + 5, increment: 7 });
  expect([clock.latest, clock.operation]).toEqual([{ seconds: NOW + 5, increment: 7 }, done]);
  clock.advance({ seconds: NOW + 5, increment: 6 });
  expect(clock.latest).toEqual({ seconds: NOW + 5, increment: 7 });
  clock.tick();
  expect(clock.operation).toEqual({ seconds: NOW + 5, increment: 8 });
});

it('gives the same bytes until its time changes', () => {
  const clock = new ClusterClock();
  const { stamp } = clock;
  expect(clock.stamp).toBe(stamp);
  clock.tick();
  const reply = deserialize(withElements(serialize({ ok: 1 }), clock.stamp));
  expect(Object.keys(reply)).toEqual(['ok', '$clusterTime', 'operationTime']);
  expect(reply['operationTime'].getLowBits()).toBe(2);
});

describe('over restarts of the engine', () => {
  it.each<[name: string, change: (clock: ClusterClock) => void]>([
    ['a client has told a later one', (clock) => clock.advance({ seconds: NOW + 100_000, increment: 1 })],
    ['nothing was written for long', () => vi.setSystemTime((NOW + 100_000) * 1000)],
  ])('no commit is later than what is noted, also when %s', async (_name, change) => {
    const local = openLocalEngine();
    const { writer, commits } = local.engine.database;
    change(commits.clock);
    const lsid = { id: new UUID() };
    const part = { lsid, txnNumber: Long.fromNumber(1), autocommit: false };
    const commands = [
      { insert: 'a', documents: [{}] },
      { insert: 'a', documents: [{}], ...part, startTransaction: true },
    ];
    for (const command of commands) {
      change(commits.clock);
      expect(await local.command(command)).toMatchObject({ ok: 1 });
    }
    expect(await local.command({ commitTransaction: 1, ...part }, 'admin')).toMatchObject({ ok: 1 });
    vi.setSystemTime(NOW * 1000);
    const again = new ClusterClock(readClusterSeconds(writer));
    expect(commits.clock.operation.seconds).toBe(NOW + 100_000);
    expect(compareTimes(again.latest, commits.clock.operation)).toBeGreaterThan(0);
    await local.close();
  });

  it('the time never goes back, though the clock of the machine does, and does not run away', async () => {
    const local = openLocalEngine();
    const { writer } = local.engine.database;
    let reached = local.engine.database.commits.clock.latest.seconds;
    vi.setSystemTime((NOW - 3600) * 1000);
    for (let i = 0; i < 100; i += 1) {
      const clock = new ClusterClock(readClusterSeconds(writer));
      expect(clock.latest.seconds).toBeGreaterThanOrEqual(reached);
      reached = clock.latest.seconds;
      writeClusterSeconds(writer, clock);
    }
    expect(reached).toBeLessThan(NOW + 400);
    await local.close();
  });
});
