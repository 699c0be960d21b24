import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Collection, Document, Long } from 'mongodb';
import { connectTestServer, until } from '../server/test-engine.js';
import type { AnyDocument, TestServer } from '../server/test-engine.js';

let server: TestServer;

beforeAll(async () => {
  server = await connectTestServer();
});
afterAll(() => server.close());

async function capped(options: { size?: number; max?: number } = {}): Promise<Collection<AnyDocument>> {
  const collection = server.collection();
  await server.db.createCollection(collection.collectionName, { capped: true, size: 100_000, ...options });
  return collection;
}

/** The ids of a batch and the id of its cursor. */
function read({ cursor }: Document): { ids: unknown[]; cursor: Long } {
  const { id, firstBatch, nextBatch } = cursor as { id: Long; firstBatch?: Document[]; nextBatch?: Document[] };
  return { ids: (firstBatch ?? nextBatch ?? []).map((each) => each['_id'] as unknown), cursor: id };
}

async function open(
  collection: Collection<AnyDocument>,
  options: Document = {},
): Promise<{ ids: unknown[]; cursor: Long }> {
  return read(
    await server.db.command({ find: collection.collectionName, tailable: true, ...options }, { promoteLongs: false }),
  );
}

async function more(
  collection: Collection<AnyDocument>,
  cursor: Long,
  options: Document = {},
): Promise<{ ids: unknown[]; cursor: Long }> {
  return read(
    await server.db.command(
      { getMore: cursor, collection: collection.collectionName, ...options },
      { promoteLongs: false },
    ),
  );
}

describe('a tailable cursor', () => {
  it('stays at the end and goes on with what comes', async () => {
    const collection = await capped();
    await collection.insertMany([{ _id: 1 }, { _id: 2 }]);
    const { ids, cursor } = await open(collection);
    expect(ids).toEqual([1, 2]);
    expect(cursor.isZero()).toBe(false);
    expect((await more(collection, cursor)).ids).toEqual([]);
    await collection.insertOne({ _id: 3 });
    expect((await more(collection, cursor)).ids).toEqual([3]);
    expect((await more(collection, cursor)).ids).toEqual([]);
  });

  it('gives each document once, however small the batches', async () => {
    const collection = await capped();
    await collection.insertMany([1, 2, 3, 4, 5].map((_id) => ({ _id })));
    const { ids, cursor } = await open(collection, { batchSize: 2 });
    expect(ids).toEqual([1, 2]);
    expect((await more(collection, cursor, { batchSize: 2 })).ids).toEqual([3, 4]);
    await collection.insertOne({ _id: 6 });
    expect((await more(collection, cursor, { batchSize: 2 })).ids).toEqual([5, 6]);
    expect((await more(collection, cursor, { batchSize: 2 })).ids).toEqual([]);
  });

  it('filters, projects and skips', async () => {
    const collection = await capped();
    await collection.insertMany([1, 2, 3, 4].map((_id) => ({ _id, even: _id % 2 === 0, more: 1 })));
    const command = {
      find: collection.collectionName,
      tailable: true,
      filter: { even: true },
      projection: { more: 0 },
      skip: 1,
    };
    const reply = await server.db.command(command, { promoteLongs: false });
    expect((reply['cursor'] as Document)['firstBatch']).toEqual([{ _id: 4, even: true }]);
    await collection.insertMany([
      { _id: 5, even: false },
      { _id: 6, even: true },
    ]);
    expect((await more(collection, read(reply).cursor)).ids).toEqual([6]);
  });

  it('ends after its limit', async () => {
    const collection = await capped();
    await collection.insertOne({ _id: 1 });
    const { cursor } = await open(collection, { limit: 2 });
    await collection.insertMany([{ _id: 2 }, { _id: 3 }]);
    const last = await more(collection, cursor);
    expect(last.ids).toEqual([2]);
    expect(last.cursor.isZero()).toBe(true);
  });

  it('is dead from the beginning on a collection that is empty or missing', async () => {
    expect((await open(await capped())).cursor.isZero()).toBe(true);
    expect((await open(server.collection())).cursor.isZero()).toBe(true);
  });

  it('ends with 136 when its place has been overwritten', async () => {
    const collection = await capped({ max: 2 });
    await collection.insertMany([{ _id: 1 }, { _id: 2 }]);
    const { cursor } = await open(collection);
    await collection.insertMany([{ _id: 3 }, { _id: 4 }]);
    await expect(more(collection, cursor)).rejects.toMatchObject({ code: 136 });
    await expect(more(collection, cursor)).rejects.toMatchObject({ code: 43 });
  });

  it('ends with 136 when the document at its place has been deleted, also when another took its place', async () => {
    const collection = await capped();
    await collection.insertMany([{ _id: 1 }, { _id: 2 }]);
    const { cursor } = await open(collection);
    await collection.deleteOne({ _id: 2 });
    await collection.insertOne({ _id: 3 });
    await expect(more(collection, cursor)).rejects.toMatchObject({ code: 136 });
  });

  it.each([
    ['a sort', { sort: { a: 1 } }, 2],
    ['a single batch', { singleBatch: true }, 2],
    ['awaitData alone', { tailable: false, awaitData: true }, 9],
  ])('is refused with %s', async (_what, options, code) => {
    const collection = await capped();
    await collection.insertOne({});
    await expect(open(collection, options)).rejects.toMatchObject({ code });
  });

  it('is refused on a collection that is not capped', async () => {
    const collection = server.collection();
    await collection.insertOne({});
    await expect(open(collection)).rejects.toMatchObject({ code: 2 });
  });
});

describe('with awaitData', () => {
  const waiting = { awaitData: true };

  it('getMore waits for a document that matches', async () => {
    const collection = await capped();
    await collection.insertOne({ _id: 1 });
    const { cursor } = await open(collection, { ...waiting, filter: { _id: { $ne: 2 } } });
    let answered = false;
    const answer = more(collection, cursor, { maxTimeMS: 3_600_000 }).finally(() => (answered = true));
    await collection.insertOne({ _id: 2 }); // does not match: the wait goes on
    await server.db.command({ ping: 1 });
    expect(answered).toBe(false);
    await collection.insertOne({ _id: 3 });
    expect((await answer).ids).toEqual([3]);
  });

  it('getMore gives nothing when the time is over', async () => {
    const collection = await capped();
    await collection.insertOne({ _id: 1 });
    const { cursor } = await open(collection, waiting);
    const { ids, cursor: same } = await more(collection, cursor, { maxTimeMS: 1 });
    expect(ids).toEqual([]);
    expect(same.equals(cursor)).toBe(true);
  });

  it('getMore ends when the cursor is killed, or the collection dropped', async () => {
    for (const end of ['kill', 'drop'] as const) {
      const collection = await capped();
      await collection.insertOne({ _id: 1 });
      const { cursor } = await open(collection, waiting);
      const answer = more(collection, cursor, { maxTimeMS: 3_600_000 }).catch((error: unknown) => error);
      await server.db.command({ ping: 1 });
      if (end === 'drop') await collection.drop();
      else await server.db.command({ killCursors: collection.collectionName, cursors: [cursor] });
      expect(await answer).toHaveProperty('code');
      await expect(more(collection, cursor)).rejects.toMatchObject({ code: 43 });
    }
  });

  it('a cursor of the driver streams what comes', async () => {
    const collection = await capped();
    await collection.insertOne({ _id: 1 });
    const cursor = collection.find({}, { tailable: true, awaitData: true, maxAwaitTimeMS: 50 });
    const seen: unknown[] = [];
    const reading = (async () => {
      for await (const doc of cursor) {
        seen.push(doc._id);
        if (seen.length === 3) break;
      }
    })();
    await until(() => seen.length === 1);
    await collection.insertOne({ _id: 2 });
    await until(() => seen.length === 2);
    await collection.insertOne({ _id: 3 });
    await reading;
    expect(seen).toEqual([1, 2, 3]);
  });
});
