import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClientSession, Collection } from 'mongodb';
import { connectTestServer } from '../server/test-engine.js';
import type { AnyDocument, TestServer } from '../server/test-engine.js';

let server: TestServer;

beforeAll(async () => {
  server = await connectTestServer();
});
afterAll(() => server.close());

/** A fresh capped collection. */
async function capped(size: number, max?: number): Promise<Collection<AnyDocument>> {
  const collection = server.collection();
  await server.db.createCollection(collection.collectionName, {
    capped: true,
    size,
    ...(max === undefined ? {} : { max }),
  });
  return collection;
}

const idsOf = async (collection: Collection<AnyDocument>): Promise<unknown[]> =>
  (await collection.find().toArray()).map((each) => each._id);

const numbered = (count: number, from = 0): AnyDocument[] =>
  Array.from({ length: count }, (_, i) => ({ _id: from + i }));

describe('creation', () => {
  it('is listed with its limits', async () => {
    const collection = await capped(4096, 10);
    expect(await collection.options()).toEqual({ capped: true, size: 4096, max: 10 });
    expect(await collection.isCapped()).toBe(true);
    expect(await server.db.command({ collStats: collection.collectionName })).toMatchObject({
      capped: true,
      maxSize: 4096,
      max: 10,
    });
  });

  it.each([
    ['without a size', { capped: true }, 72],
    ['with a size and not capped', { size: 100 }, 72],
    ['with a number of documents and not capped', { max: 100 }, 72],
    ['with a size of zero', { capped: true, size: 0 }, 51024],
    ['with a size below zero', { capped: true, size: -1 }, 51024],
  ])('is refused %s', async (_what, options, code) => {
    const name = server.collection().collectionName;
    await expect(server.db.command({ create: name, ...options })).rejects.toMatchObject({ code });
    expect(await server.db.listCollections({ name }).toArray()).toEqual([]);
  });
});

describe('a full collection', () => {
  it('loses the oldest documents when it holds too many', async () => {
    const collection = await capped(100_000, 3);
    await collection.insertMany(numbered(5));
    expect(await idsOf(collection)).toEqual([2, 3, 4]);
    await collection.insertOne({ _id: -1 });
    expect(await idsOf(collection)).toEqual([3, 4, -1]);
  });

  it('loses the oldest documents when they are too large together', async () => {
    const collection = await capped(1000);
    for (const _id of [1, 2, 3, 4]) await collection.insertOne({ _id, text: 'x'.repeat(300) });
    const ids = await idsOf(collection);
    expect(ids.at(-1)).toBe(4);
    expect(ids).not.toContain(1);
  });

  it('makes room after updates that grew documents, with the next insert', async () => {
    const collection = await capped(2000);
    for (const _id of [1, 2, 3]) await collection.insertOne({ _id, text: 'x' });
    await collection.updateOne({ _id: 2 }, { $set: { text: 'x'.repeat(1990 - 120) } });
    expect(await idsOf(collection)).toEqual([1, 2, 3]);
    await collection.insertOne({ _id: 4, text: 'x'.repeat(100) });
    expect(await idsOf(collection)).toEqual([3, 4]);
  });

  it('counts what was deleted no more', async () => {
    const collection = await capped(100_000, 3);
    await collection.insertMany(numbered(3));
    await collection.deleteOne({ _id: 1 });
    await collection.insertOne({ _id: 3 });
    expect(await idsOf(collection)).toEqual([0, 2, 3]);
    await collection.deleteMany({});
    await collection.insertMany(numbered(3, 10));
    expect(await idsOf(collection)).toEqual([10, 11, 12]);
  });

  it('keeps its indexes right, so that the value of a document that went is free', async () => {
    const collection = await capped(100_000, 2);
    await collection.createIndex({ key: 1 }, { unique: true });
    for (const key of [1, 2, 3]) await collection.insertOne({ key });
    await collection.insertOne({ key: 1 });
    await expect(collection.insertOne({ key: 3 })).rejects.toMatchObject({ code: 11000 });
    expect(await collection.countDocuments({ key: { $gte: 0 } })).toBe(2);
    expect(await server.db.command({ validate: collection.collectionName })).toMatchObject({ valid: true });
  });

  it('refuses a document that can never fit and keeps the others', async () => {
    const collection = await capped(200);
    await collection.insertOne({ _id: 1 });
    await expect(collection.insertOne({ text: 'x'.repeat(300) })).rejects.toMatchObject({ code: 2 });
    expect(await idsOf(collection)).toEqual([1]);
  });
});

it('gives documents in the order of insertion, and backwards by $natural', async () => {
  const collection = await capped(100_000);
  for (const _id of [3, 1, 2]) await collection.insertOne({ _id });
  await collection.updateOne({ _id: 3 }, { $set: { grown: 'x'.repeat(1000) } });
  expect(await idsOf(collection)).toEqual([3, 1, 2]);
  const back = await collection.find().sort({ $natural: -1 }).toArray();
  expect(back.map((each) => each._id)).toEqual([2, 1, 3]);
});

it('is not written to in transactions', async () => {
  const collection = await capped(1000);
  await collection.insertOne({ _id: 1 });
  const writes: ((session: ClientSession) => Promise<unknown>)[] = [
    (session) => collection.insertOne({ _id: 2 }, { session }),
    (session) => collection.updateOne({ _id: 1 }, { $set: { a: 1 } }, { session }),
    (session) => collection.deleteOne({ _id: 1 }, { session }),
    (session) => collection.findOneAndDelete({ _id: 1 }, { session }),
  ];
  for (const write of writes) {
    await server.client.withSession(async (session) => {
      session.startTransaction();
      await expect(write(session)).rejects.toMatchObject({ code: 263 });
      await session.abortTransaction();
    });
  }
  expect(await idsOf(collection)).toEqual([1]);
});

describe('limits changed later', () => {
  it('hold from the next insert on', async () => {
    const collection = await capped(100_000);
    await collection.insertMany(numbered(5));
    await server.db.command({ collMod: collection.collectionName, cappedMax: 2, cappedSize: 5000 });
    expect(await collection.options()).toEqual({ capped: true, size: 5000, max: 2 });
    await collection.insertOne({ _id: 5 });
    expect(await idsOf(collection)).toEqual([4, 5]);
    await server.db.command({ collMod: collection.collectionName, cappedMax: 0 });
    await collection.insertOne({ _id: 6 });
    expect(await idsOf(collection)).toEqual([4, 5, 6]);
  });

  it('are refused for a collection that is not capped', async () => {
    const collection = server.collection();
    await collection.insertOne({});
    await expect(server.db.command({ collMod: collection.collectionName, cappedSize: 5000 })).rejects.toMatchObject({
      code: 72,
    });
  });

  it('come with convertToCapped, which keeps the newest documents', async () => {
    const collection = server.collection();
    await collection.createIndex({ a: 1 });
    await collection.insertMany([1, 2, 3, 4].map((_id) => ({ _id, text: 'x'.repeat(300) })));
    await server.db.command({ convertToCapped: collection.collectionName, size: 700 });
    expect(await collection.isCapped()).toBe(true);
    expect(await idsOf(collection)).toEqual([3, 4]);
    expect((await collection.indexes()).map((index) => index.name)).toEqual(['_id_']);
    await expect(server.db.command({ convertToCapped: 'no such one', size: 700 })).rejects.toMatchObject({ code: 26 });
  });

  it('come with cloneCollectionAsCapped, which leaves the source as it is', async () => {
    const [source, target] = [server.collection(), server.collection()];
    await source.insertMany(numbered(3));
    const command = { cloneCollectionAsCapped: source.collectionName, toCollection: target.collectionName, size: 1e5 };
    await server.db.command(command);
    expect(await target.isCapped()).toBe(true);
    expect(await idsOf(target)).toEqual([0, 1, 2]);
    expect(await source.isCapped()).toBe(false);
    await expect(server.db.command(command)).rejects.toMatchObject({ code: 48 });
  });
});
