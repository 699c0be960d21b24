import { Long, UUID } from 'bson';
import type { Document } from 'bson';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SnapshotReads } from '../../src/transactions/snapshot-reads.js';
import { openLocalEngine } from './local-engine.js';
import type { LocalEngine } from './local-engine.js';
import { RawClient } from './raw-client.js';
import { startTestEngine, temporaryFolder } from './test-engine.js';

const TRANSIENT = ['TransientTransactionError'];

function newPart(): Document {
  return { lsid: { id: new UUID() }, txnNumber: Long.fromNumber(1), autocommit: false };
}

describe('as time passes', () => {
  let local: LocalEngine;

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    local = openLocalEngine();
  });
  afterEach(async () => {
    vi.useRealTimers();
    await local.close();
  });

  it('a transaction lives a minute and gives the writer back', async () => {
    const part = newPart();
    await local.command({ insert: 'a', documents: [{ _id: 1 }], ...part, startTransaction: true });
    vi.advanceTimersByTime(59_999);
    expect(await local.command({ find: 'a', ...part })).toMatchObject({ ok: 1 });
    vi.advanceTimersByTime(1);
    const commit = await local.command({ commitTransaction: 1, ...part }, 'admin');
    expect(commit).toMatchObject({ ok: 0, code: 251, errorLabels: TRANSIENT });
    expect(await local.command({ insert: 'a', documents: [{ _id: 1 }] })).toMatchObject({ n: 1, ok: 1 });
  });

  it('or as long as the parameter says', async () => {
    const set = { setParameter: 1, transactionLifetimeLimitSeconds: 5 };
    expect(await local.command(set, 'admin')).toMatchObject({ was: 60, ok: 1 });
    const part = newPart();
    await local.command({ insert: 'a', documents: [{ _id: 1 }], ...part, startTransaction: true });
    vi.advanceTimersByTime(5000);
    expect(await local.command({ commitTransaction: 1, ...part }, 'admin')).toMatchObject({ ok: 0, code: 251 });
  });

  it('sessions that nobody uses are forgotten after half an hour, open ones are not', async () => {
    const [done, open] = [newPart(), newPart()];
    await local.command({ find: 'a', ...done, startTransaction: true });
    await local.command({ commitTransaction: 1, ...done }, 'admin');
    await local.command({ find: 'a', ...open, startTransaction: true });
    const { sessions } = local.engine;
    sessions.forgetOld(Date.now() + 29 * 60_000);
    expect(await local.command({ commitTransaction: 1, ...done }, 'admin')).toMatchObject({ ok: 1 });
    sessions.forgetOld(Date.now() + 31 * 60_000);
    expect(await local.command({ commitTransaction: 1, ...done }, 'admin')).toMatchObject({ ok: 0, code: 251 });
    expect(await local.command({ commitTransaction: 1, ...open }, 'admin')).toMatchObject({ ok: 1 });
  });
});

describe('snapshots that are kept', () => {
  it('go after five minutes, but not under a cursor', async () => {
    const local = openLocalEngine();
    let now = 0;
    const snapshots = new SnapshotReads(local.engine.database, () => now);
    await local.command({ insert: 'a', documents: [{ _id: 1 }] });
    const lease = snapshots.read(undefined);
    const end = lease.unit.keepSnapshot?.();
    lease.release();
    await local.command({ insert: 'a', documents: [{ _id: 2 }] });
    now = 5 * 60_000 - 1;
    snapshots.read(lease.time).release();
    now += 1;
    expect(() => snapshots.read(lease.time)).toThrow(expect.objectContaining({ code: 239 }));
    expect(lease.unit.connection.inTransaction).toBe(true);
    end?.();
    expect(lease.unit.connection.inTransaction).toBe(false);
    await local.close();
  });

  it('are shared until something is written, and the oldest goes when there are too many', async () => {
    const local = openLocalEngine();
    const { snapshots } = local.engine;
    const write = (): Promise<Document> => local.command({ insert: 'a', documents: [{}] });
    await write();
    const read = (): ReturnType<typeof snapshots.read> => {
      const lease = snapshots.read(undefined);
      lease.release();
      return lease;
    };
    const first = read();
    expect(read().unit.connection).toBe(first.unit.connection);
    for (let i = 0; i < 31; i += 1) {
      await write();
      read();
    }
    expect(snapshots.read(first.time).unit.connection).toBe(first.unit.connection);
    await write();
    read();
    expect(() => snapshots.read(first.time)).toThrow(expect.objectContaining({ code: 239 }));
    await local.close();
  });
});

describe('after a restart', () => {
  it('a commit, a write and its statements are remembered, an open transaction is not', async () => {
    const folder = temporaryFolder();
    const committed = newPart();
    const open = newPart();
    const update = {
      update: 'b',
      updates: [{ q: { _id: 1 }, u: { $inc: { n: 1 } }, upsert: true }],
      lsid: { id: new UUID() },
      txnNumber: Long.fromNumber(1),
    };
    const modify = { findAndModify: 'b', query: { _id: 1 }, update: { $inc: { n: 1 } }, new: true };
    const repeated = { ...modify, lsid: { id: new UUID() }, txnNumber: Long.fromNumber(1) };
    let engine = await startTestEngine({ dataDir: folder.path });
    let raw = await RawClient.connect(engine.uri);
    await raw.command({ insert: 'a', documents: [{ _id: 1 }], ...committed, startTransaction: true });
    await raw.command({ commitTransaction: 1, ...committed }, 'admin');
    await raw.command(update);
    await raw.command(repeated);
    const { operationTime } = await raw.command({
      insert: 'a',
      documents: [{ _id: 2 }],
      ...open,
      startTransaction: true,
    });
    raw.destroy();
    await engine.remove();
    engine = await startTestEngine({ dataDir: folder.path });
    raw = await RawClient.connect(engine.uri);
    expect(await raw.command({ commitTransaction: 1, ...committed }, 'admin')).toMatchObject({ ok: 1 });
    expect(await raw.command({ commitTransaction: 1, ...open }, 'admin')).toMatchObject({ ok: 0, code: 251 });
    expect(await raw.command(update)).toMatchObject({ n: 1, upserted: [{ index: 0, _id: 1 }], retriedStmtIds: [0] });
    const again = await raw.command(repeated);
    expect(again).toMatchObject({ value: { _id: 1, n: 2 }, retriedStmtId: 0 });
    expect(again['operationTime'].compare(operationTime)).toBe(1);
    expect(await raw.command({ count: 'a' })).toMatchObject({ n: 1 });
    raw.destroy();
    await engine.remove();
    folder.remove();
  });
});
