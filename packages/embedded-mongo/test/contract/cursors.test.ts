import { Long } from 'mongodb';
import type { Document } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
  const { cursor } = await server.db.command({ find: collection.collectionName, batchSize: 2, singleBatch: true });
  expect(cursor.firstBatch).toHaveLength(2);
  expect(String(cursor.id)).toBe('0');
});

describe('the size of batches', () => {
  it.each<[Document, first: number, rest: number]>([
    [{ batchSize: 0 }, 0, 10],
    [{ batchSize: 1 }, 1, 9],
    [{ batchSize: 3, limit: 5 }, 3, 2],
    [{ batchSize: 5, limit: 3 }, 3, 0],
    [{ batchSize: 20 }, 10, 0],
    [{ limit: 4, singleBatch: true }, 4, 0],
    [{ batchSize: 2, skip: 7 }, 2, 1],
    [{ skip: 20 }, 0, 0],
  ])('find %j', async (options, first, rest) => {
    const collection = server.collection();
    await collection.insertMany(Array.from({ length: 10 }, (_, i) => ({ _id: i })));
    const { cursor } = await server.db.command({ find: collection.collectionName, ...options });
    expect(cursor.firstBatch).toHaveLength(first);
    if (rest === 0) expect(String(cursor.id)).toBe('0');
    else {
      const more = await server.db.command({ getMore: cursor.id, collection: collection.collectionName });
      expect(more['cursor']).toMatchObject({ ns: `${server.db.databaseName}.${collection.collectionName}` });
      expect(more['cursor'].nextBatch).toHaveLength(rest);
    }
  });

  it.each([0, 2, 7])('aggregate with a first batch of %i', async (batchSize) => {
    const collection = server.collection();
    await collection.insertMany(Array.from({ length: 5 }, (_, i) => ({ _id: i })));
    const reply = await server.db.command({
      aggregate: collection.collectionName,
      pipeline: [],
      cursor: { batchSize },
    });
    expect(reply['cursor'].firstBatch).toHaveLength(Math.min(batchSize, 5));
    expect(await collection.aggregate([], { batchSize: 2 }).toArray()).toHaveLength(5);
  });
});

describe('arguments', () => {
  it.each<[string, Document, number]>([
    ['a negative limit', { find: 'a', limit: -2 }, 51024],
    ['a negative skip', { find: 'a', skip: -1 }, 51024],
    ['a negative batch size', { find: 'a', batchSize: -1 }, 51024],
    ['a text as limit', { find: 'a', limit: '1' }, 14],
    ['a number as filter', { find: 'a', filter: 5 }, 14],
    ['an array as sort', { find: 'a', sort: [] }, 14],
    ['a text as projection', { find: 'a', projection: 'x' }, 14],
    ['an unknown argument', { find: 'a', filtre: {} }, 40415],
    ['a getMore without a collection', { getMore: Long.fromNumber(5) }, 40414],
    ['a getMore of a text', { getMore: '5', collection: 'a' }, 14],
    ['a getMore of no cursor', { getMore: Long.fromNumber(5), collection: 'a' }, 43],
    ['a getMore with a negative size', { getMore: Long.fromNumber(5), collection: 'a', batchSize: -1 }, 51024],
    ['killCursors without cursors', { killCursors: 'a' }, 40414],
    ['killCursors of a text', { killCursors: 'a', cursors: ['1'] }, 14],
    ['an aggregate without a pipeline', { aggregate: 'a', cursor: {} }, 40414],
    ['an aggregate without a cursor', { aggregate: 'a', pipeline: [] }, 9],
    ['an aggregate of a text', { aggregate: 'a', pipeline: ['x'], cursor: {} }, 14],
    ['an aggregate with a negative batch size', { aggregate: 'a', pipeline: [], cursor: { batchSize: -1 } }, 51024],
    ['an aggregate of a boolean', { aggregate: true, pipeline: [], cursor: {} }, 9],
    ['nothing to aggregate', { aggregate: 1, pipeline: [], cursor: {} }, 73],
    ['a match of no collection', { aggregate: 1, pipeline: [{ $match: {} }], cursor: {} }, 73],
    ['documents of a collection', { aggregate: 'a', pipeline: [{ $documents: [] }], cursor: {} }, 73],
    ['operations elsewhere', { aggregate: 1, pipeline: [{ $currentOp: {} }], cursor: {} }, 73],
    ['min without a hint', { find: 'a', min: { a: 1 } }, 51173],
  ])('%s', async (_name, command, code) => {
    await server.db.collection('a').updateOne({ _id: 1 as never }, { $set: { a: 1 } }, { upsert: true });
    await expect(server.db.command(command)).rejects.toMatchObject({ code });
  });
});

it('continues a cursor only in its own session', async () => {
  const collection = server.collection();
  await collection.insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3 }]);
  const [own, other] = [server.client.startSession(), server.client.startSession()];
  const { cursor } = await server.db.command({ find: collection.collectionName, batchSize: 1 }, { session: own });
  const more = { getMore: cursor.id, collection: collection.collectionName };
  await expect(server.db.command(more, { session: other })).rejects.toMatchObject({ code: 50738 });
  await expect(server.db.command({ ...more, collection: 'a' }, { session: own })).rejects.toMatchObject({ code: 13 });
  expect((await server.db.command(more, { session: own }))['cursor'].nextBatch).toHaveLength(2);
  await own.endSession();
  await other.endSession();
});

it('does not wait for data that nobody awaits', async () => {
  const collection = server.collection();
  await collection.insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3 }]);
  const { cursor } = await server.db.command({ find: collection.collectionName, batchSize: 1 });
  const more = { getMore: cursor.id, collection: collection.collectionName, maxTimeMS: 100 };
  await expect(server.db.command(more)).rejects.toMatchObject({ code: 2 });
});

describe('min and max', () => {
  const collection = (): ReturnType<TestServer['collection']> => server.db.collection('bounds');
  beforeAll(async () => {
    await collection().createIndex({ a: 1, b: -1 });
    await collection().insertMany([
      { _id: 1, a: 1, b: 5 },
      { _id: 2, a: 1, b: 9 },
      { _id: 3, a: 2, b: 1 },
      { _id: 4, a: [1, 3], b: 7 },
      { _id: 5, a: 'x', b: 0 },
      { _id: 6 },
    ]);
  });

  it.each<[Document, unknown[]]>([
    [{ hint: { _id: 1 }, min: { _id: 2 }, max: { _id: 5 } }, [2, 3, 4]],
    [{ hint: '_id_', min: { _id: 4 } }, [4, 5, 6]],
    [{ hint: { a: 1, b: -1 }, min: { a: 1, b: 7 }, max: { a: 2, b: 1 } }, [1, 4]],
    [{ hint: { a: 1, b: -1 }, max: { a: 1, b: 6 } }, [2, 4, 6]],
    [{ hint: { a: 1, b: -1 }, min: { a: 3, b: 9 } }, [4, 5]],
    [{ hint: { a: 1, b: -1 }, min: { a: 1, b: 7 }, filter: { b: { $gt: 5 } } }, [4]],
  ])('find %j', async (options, ids) => {
    const { cursor } = await server.db.command({ find: 'bounds', ...options });
    expect(cursor.firstBatch.map((each: Document) => each['_id'] as unknown).sort()).toEqual(ids);
  });

  it.each<[string, Document, number]>([
    ['of other fields than the index', { hint: { a: 1, b: -1 }, min: { a: 1 } }, 51174],
    ['in another order than the index', { hint: { a: 1, b: -1 }, min: { b: 1, a: 1 } }, 51174],
    ['of different fields', { hint: { a: 1, b: -1 }, min: { a: 1, b: 1 }, max: { a: 1 } }, 51176],
    ['that enclose nothing', { hint: { _id: 1 }, min: { _id: 3 }, max: { _id: 3 } }, 51175],
    ['in natural order', { hint: { $natural: 1 }, min: { _id: 3 } }, 51173],
  ])('are refused %s', async (_name, options, code) => {
    await expect(server.db.command({ find: 'bounds', ...options })).rejects.toMatchObject({ code });
  });
});

it('shows record ids, which rise with the order of insertion', async () => {
  const collection = server.collection();
  await collection.insertMany([
    { _id: 9, a: 1 },
    { _id: 2, a: 2 },
  ]);
  const found = await collection.find({}, { showRecordId: true, projection: { a: 1, _id: 0 } }).toArray();
  expect(found.map((each) => Object.keys(each))).toEqual([
    ['a', '$recordId'],
    ['a', '$recordId'],
  ]);
  expect(Number(found[0]?.['$recordId'])).toBeLessThan(Number(found[1]?.['$recordId']));
});

describe('keys instead of documents', () => {
  it.each<[Document, Document, Document[]]>([
    [{ _id: 1 }, {}, [{ _id: 1 }]],
    [{ _id: { $gt: 1 } }, {}, [{ _id: 2 }, { _id: 3 }]],
    [
      { a: { $gte: 5 } },
      { projection: { c: 1 } },
      [
        { a: 5, 'b.c': 1 },
        { a: 7, 'b.c': null },
      ],
    ],
    [{ z: 1 }, {}, [{}, {}, {}]],
  ])('find %j with %j', async (filter, options, expected) => {
    const collection = server.collection();
    await collection.createIndex({ a: 1, 'b.c': -1 });
    await collection.insertMany([
      { _id: 1, a: 7, z: 1 },
      { _id: 2, a: 5, b: { c: 1 }, z: 1 },
      { _id: 3, z: 1 },
    ]);
    expect(await collection.find(filter, { returnKey: true, ...options }).toArray()).toEqual(expected);
  });
});
