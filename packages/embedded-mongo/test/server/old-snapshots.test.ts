import { join } from 'node:path';
import { Long, UUID } from 'bson';
import type { Document } from 'bson';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ConnectionPool } from '../../src/sqlite/connection-pool.js';
import { SqlConnection } from '../../src/sqlite/connection.js';
import { clientOf, openLocalEngine } from './local-engine.js';
import type { LocalEngine } from './local-engine.js';
import { temporaryFolder } from './test-engine.js';

/** Takes about a third of a millisecond for each document. */
const COSTLY = {
  $reduce: { input: { $range: [0, 600] }, initialValue: 0, in: { $add: ['$$value', '$$this', '$n'] } },
};
const DOCUMENTS = 300;

let local: LocalEngine;

beforeEach(async () => {
  local = openLocalEngine();
  const documents = Array.from({ length: DOCUMENTS }, (_, n) => ({ _id: n, n, k: n % 10 }));
  await local.command({ insert: 'many', documents });
  await local.command({ createIndexes: 'many', indexes: [{ key: { k: 1 }, name: 'k' }] });
});
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await local.close();
});

function newPart(): Document {
  return { lsid: { id: new UUID() }, txnNumber: Long.fromNumber(1), autocommit: false };
}

function idOf(reply: Document): Long {
  return Long.fromBigInt(BigInt(String((reply['cursor'] as Document)['id'])));
}

describe('a connection that is given back', () => {
  it('reads the present, though nobody has ended what was read on it', () => {
    const folder = temporaryFolder();
    const pool = new ConnectionPool(join(folder.path, 'a.sqlite'), (each) => each.exec('PRAGMA journal_mode = WAL'));
    const writer = pool.borrow();
    writer.exec('CREATE TABLE t (n)');
    writer.exec('INSERT INTO t VALUES (1), (2)');
    const reader = pool.borrow();
    reader.exec('BEGIN');
    expect(reader.iterate('SELECT n FROM t').next().value).toEqual([1]);
    pool.giveBack(reader);
    writer.exec('INSERT INTO t VALUES (3)');
    const again = pool.borrow();
    expect(again).toBe(reader);
    expect(again.get('SELECT count(*) FROM t')).toEqual([3]);
    pool.close();
    folder.remove();
  });

  it('so does that of a cursor for which there was no room', async () => {
    const find = { find: 'many', filter: { k: { $gte: 0 } }, sort: { k: 1 }, batchSize: 1 };
    const opened: Document[] = [];
    do opened.push(await local.command(find));
    while (opened.at(-1)?.['ok'] === 1);
    expect(opened.at(-1)).toMatchObject({ ok: 0, code: 146 });
    await local.command({ insert: 'many', documents: [{ _id: 'later', k: 11 }] });
    expect(await local.command({ find: 'many', filter: { k: 11 } })).toMatchObject({
      cursor: { firstBatch: [{ _id: 'later' }] },
    });
  });
});

describe('a cursor', () => {
  const find = { find: 'many', filter: { $expr: { $gte: [COSTLY, 0] } }, batchSize: 2 };

  it('goes on for whoever asks for it, when the client that opened it has gone', async () => {
    const [opener, other] = [clientOf(2), clientOf(3)];
    const getMore = { getMore: idOf(await local.command(find, 'test', opener)), collection: 'many' };
    const running = local.command(getMore, 'test', other);
    await local.command({ ping: 1 });
    local.engine.turns.interrupt(({ client }) => client === opener, new Error('gone'));
    expect(await running).toMatchObject({ ok: 1 });
  });

  it('stops when the client that asks for it goes', async () => {
    const [opener, other] = [clientOf(2), clientOf(3)];
    const getMore = { getMore: idOf(await local.command(find, 'test', opener)), collection: 'many' };
    const running = local.command(getMore, 'test', other);
    await local.command({ ping: 1 });
    local.engine.turns.interrupt(({ client }) => client === other, new Error('gone'));
    expect(await running).toMatchObject({ ok: 0 });
  });

  it('has its time limit for the work alone, not for what its client does between batches', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const opened = await local.command({ find: 'many', batchSize: 2, maxTimeMS: 1000 });
    vi.advanceTimersByTime(60_000);
    const rest = await local.command({ getMore: idOf(opened), collection: 'many' });
    expect((rest['cursor'] as Document)['nextBatch']).toHaveLength(DOCUMENTS - 2);
  });
});

describe('memory of pages', () => {
  it('is given back by cursors that rest, not by results that are read at once', async () => {
    const shrink = vi.spyOn(SqlConnection.prototype, 'shrink');
    await local.command({ find: 'many', batchSize: 1000 });
    expect(shrink).not.toHaveBeenCalled();
    const opened = await local.command({ find: 'many', batchSize: 2 });
    expect(shrink).toHaveBeenCalledTimes(1);
    await local.command({ getMore: idOf(opened), collection: 'many', batchSize: 2 });
    expect(shrink).toHaveBeenCalledTimes(2);
  });

  it('is kept by some idle connections alone', () => {
    const folder = temporaryFolder();
    const pool = new ConnectionPool(join(folder.path, 'a.sqlite'), () => undefined);
    const lent = Array.from({ length: 6 }, () => pool.borrow());
    const shrink = vi.spyOn(SqlConnection.prototype, 'shrink');
    for (const each of lent) pool.giveBack(each);
    expect(shrink).toHaveBeenCalledTimes(2);
    pool.close();
    folder.remove();
  });
});

describe('a transaction', () => {
  it('is refused when what it has read bears another name by now', async () => {
    const part = newPart();
    await local.command({ find: 'many', filter: { _id: 1 }, ...part, startTransaction: true });
    await local.command({ renameCollection: 'test.many', to: 'test.old' }, 'admin');
    const update = { update: 'many', updates: [{ q: { _id: 1 }, u: { $set: { n: 0 } }, upsert: true }] };
    expect(await local.command({ ...update, ...part })).toMatchObject({ ok: 0, code: 112 });
  });

  it('that is told twice to commit while it works has committed', async () => {
    const part = newPart();
    await local.command({ insert: 'other', documents: [{ _id: 1 }], ...part, startTransaction: true });
    const reading = local.command({
      aggregate: 'many',
      pipeline: [{ $group: { _id: null, s: { $sum: COSTLY } } }],
      cursor: {},
      ...part,
    });
    const commit = { commitTransaction: 1, ...part };
    const replies = await Promise.all([reading, local.command(commit, 'admin'), local.command(commit, 'admin')]);
    expect(replies).toMatchObject([{ ok: 1 }, { ok: 1 }, { ok: 1 }]);
    expect(await local.command({ count: 'other' })).toMatchObject({ n: 1 });
  });
});
