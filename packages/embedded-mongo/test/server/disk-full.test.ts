import { Binary, Long } from 'bson';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLocalEngine } from './local-engine.js';
import type { LocalEngine } from './local-engine.js';

const TEXT = 'x'.repeat(3000);
/** Pages that the file may still grow by. */
const ROOM = 40;
const OUT_OF_DISK_SPACE = { ok: 0, code: 14031, codeName: 'OutOfDiskSpace' };

let local: LocalEngine;

beforeEach(async () => {
  local = openLocalEngine();
  await local.command({ create: 'x' });
  const { writer } = local.engine.database;
  limitPages(Number(writer.get('PRAGMA page_count')?.[0]) + ROOM);
});
afterEach(() => local.close());

/** What a full disk is to SQLite: the file may have so many pages and no more. Holds for all connections. */
function limitPages(pages: number): void {
  const { writer, pool } = local.engine.database;
  writer.exec(`PRAGMA max_page_count = ${pages}`);
  const lent = Array.from({ length: 4 }, () => pool.borrow());
  for (const connection of lent) connection.exec(`PRAGMA max_page_count = ${pages}`);
  for (const connection of lent) pool.giveBack(connection);
}

async function storedIds(): Promise<number[]> {
  const { cursor } = await local.command({ find: 'x', projection: { _id: 1 }, sort: { _id: 1 }, batchSize: 100_000 });
  return cursor.firstBatch.map((each: { _id: number }) => each._id);
}

/** Inserts one document after the other until one is refused; gives the numbers of those acknowledged. */
async function fill(): Promise<number[]> {
  for (let _id = 0; ; _id += 1) {
    const reply = await local.command({ insert: 'x', documents: [{ _id, text: TEXT }] });
    if (reply['ok'] === 1) continue;
    expect(reply).toMatchObject(OUT_OF_DISK_SPACE);
    return Array.from({ length: _id }, (_, n) => n);
  }
}

describe('a full disk', () => {
  it('refuses the write that does not fit, keeps what was acknowledged and goes on when there is room', async () => {
    const acknowledged = await fill();
    expect(acknowledged.length).toBeGreaterThan(5);
    expect(await storedIds()).toEqual(acknowledged);
    limitPages(1_000_000);
    expect(await local.command({ insert: 'x', documents: [{ _id: -1, text: TEXT }] })).toMatchObject({ ok: 1 });
    expect(await storedIds()).toEqual([-1, ...acknowledged]);
    expect(await local.command({ validate: 'x' })).toMatchObject({ valid: true });
  });

  it('still lets documents be read and deleted, which makes room', async () => {
    const acknowledged = await fill();
    await local.command({ delete: 'x', deletes: [{ q: { _id: { $lt: 10 } }, limit: 0 }] });
    expect(await local.command({ insert: 'x', documents: [{ _id: 1, text: TEXT }] })).toMatchObject({ ok: 1 });
    expect(await storedIds()).toEqual([1, ...acknowledged.slice(10)]);
  });

  it('refuses a batch whole', async () => {
    const documents = Array.from({ length: 200 }, (_, _id) => ({ _id, text: TEXT }));
    expect(await local.command({ insert: 'x', documents, ordered: false })).toMatchObject(OUT_OF_DISK_SPACE);
    expect(await storedIds()).toEqual([]);
  });

  it('answers writes that shared a commit each by its own fate', async () => {
    const big = Array.from({ length: 200 }, (_, n) => ({ _id: 1000 + n, text: TEXT }));
    const replies = await Promise.all([
      local.command({ insert: 'x', documents: [{ _id: 1 }] }),
      local.command({ insert: 'x', documents: big }),
      local.command({ insert: 'x', documents: [{ _id: 2 }] }),
    ]);
    expect(replies[1]).toMatchObject(OUT_OF_DISK_SPACE);
    const stored = await storedIds();
    expect(stored).toEqual([1, 2].filter((_, i) => replies[i * 2]?.['ok'] === 1));
  });

  it('undoes a transaction as a whole', async () => {
    const transaction = {
      lsid: { id: new Binary(Buffer.alloc(16, 7), Binary.SUBTYPE_UUID) },
      txnNumber: Long.fromNumber(1),
      autocommit: false,
    };
    const first = { insert: 'x', documents: [{ _id: 1 }], startTransaction: true, ...transaction };
    expect(await local.command(first)).toMatchObject({ ok: 1 });
    const documents = Array.from({ length: 200 }, (_, n) => ({ _id: 10 + n, text: TEXT }));
    expect(await local.command({ insert: 'x', documents, ...transaction })).toMatchObject(OUT_OF_DISK_SPACE);
    expect(await local.command({ commitTransaction: 1, ...transaction }, 'admin')).toMatchObject({ ok: 0, code: 251 });
    expect(await storedIds()).toEqual([]);
  });

  it('leaves no half of an index or of $out', async () => {
    const documents = Array.from({ length: 12 }, (_, _id) => ({ _id, text: TEXT }));
    expect(await local.command({ insert: 'x', documents })).toMatchObject({ ok: 1 });
    limitPages(Number(local.engine.database.writer.get('PRAGMA page_count')?.[0]) + 3);
    const indexes = [{ key: { text: 1 }, name: 'text' }];
    expect(await local.command({ createIndexes: 'x', indexes })).toMatchObject(OUT_OF_DISK_SPACE);
    const pipeline = [{ $out: 'y' }];
    expect(await local.command({ aggregate: 'x', pipeline, cursor: {} })).toMatchObject(OUT_OF_DISK_SPACE);
    expect(local.engine.database.catalog.list().map(({ name, indexes: own }) => [name, own.length])).toEqual([
      ['x', 0],
    ]);
    expect(await local.command({ validate: 'x' })).toMatchObject({ valid: true });
  });
});
