import { Long } from 'mongodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectTestServer } from '../server/test-engine.js';
import type { TestServer } from '../server/test-engine.js';

let server: TestServer;

beforeAll(async () => {
  server = await connectTestServer();
});
afterAll(() => server.close());

it('gives 101 documents first and the rest on demand', async () => {
  const collection = server.collection();
  await collection.insertMany(Array.from({ length: 250 }, (_, i) => ({ _id: i })));
  const { cursor } = await server.db.command({ find: collection.collectionName });
  expect(cursor.firstBatch).toHaveLength(101);
  const more = await server.db.command({ getMore: cursor.id, collection: collection.collectionName, batchSize: 49 });
  expect(more['cursor'].nextBatch).toHaveLength(49);
  const rest = await server.db.command({ getMore: cursor.id, collection: collection.collectionName });
  expect(rest['cursor'].nextBatch).toHaveLength(100);
  expect(String(rest['cursor'].id)).toBe('0');
});

it('ends when killed and then says so', async () => {
  const collection = server.collection();
  await collection.insertMany(Array.from({ length: 10 }, (_, i) => ({ _id: i })));
  const { cursor } = await server.db.command({ find: collection.collectionName, batchSize: 2 });
  const killed = await server.db.command({
    killCursors: collection.collectionName,
    cursors: [cursor.id, Long.fromNumber(12345)],
  });
  expect(killed['cursorsKilled'].map(String)).toEqual([String(cursor.id)]);
  expect(killed['cursorsNotFound'].map(String)).toEqual(['12345']);
  const after = server.db.command({ getMore: cursor.id, collection: collection.collectionName });
  await expect(after).rejects.toMatchObject({ code: 43 });
});

it('reads what was there although writers go on', async () => {
  const collection = server.collection();
  await collection.insertMany(Array.from({ length: 300 }, (_, i) => ({ _id: i })));
  const cursor = collection.find().batchSize(50);
  expect(await cursor.next()).toEqual({ _id: 0 });
  await collection.deleteMany({ _id: { $gte: 150 } });
  await collection.insertMany(Array.from({ length: 100 }, (_, i) => ({ _id: 1000 + i })));
  const ids = (await cursor.toArray()).map((each) => Number(each._id));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.slice(0, 149)).toEqual(Array.from({ length: 149 }, (_, i) => i + 1));
});

it('cuts batches at 16 MB', async () => {
  const collection = server.collection();
  const text = 'x'.repeat(3_000_000);
  for (let i = 0; i < 8; i += 1) await collection.insertOne({ _id: i, text });
  const { cursor } = await server.db.command({ find: collection.collectionName });
  expect(cursor.firstBatch.length).toBeLessThan(8);
  expect(await collection.find().toArray()).toHaveLength(8);
});

it('gives a single batch when asked to', async () => {
  const collection = server.collection();
  await collection.insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3 }]);
  const { cursor } = await server.db.command({ find: collection.collectionName, limit: -2 });
  expect(cursor.firstBatch).toHaveLength(2);
  expect(String(cursor.id)).toBe('0');
});
