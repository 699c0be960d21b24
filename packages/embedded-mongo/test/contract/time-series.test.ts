import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Collection, UpdateFilter } from 'mongodb';
import { connectTestServer } from '../server/test-engine.js';
import type { AnyDocument, TestServer } from '../server/test-engine.js';

let server: TestServer;

beforeAll(async () => {
  server = await connectTestServer();
});
afterAll(() => server.close());

async function series(options: object = {}): Promise<Collection<AnyDocument>> {
  const collection = server.collection();
  await server.db.createCollection(collection.collectionName, {
    timeseries: { timeField: 't', metaField: 'meta', ...options },
  });
  return collection;
}

const at = (seconds: number): Date => new Date(seconds * 1000);

describe('creation', () => {
  it.each([
    ['seconds by default', {}, { granularity: 'seconds', bucketMaxSpanSeconds: 3600 }],
    ['minutes', { granularity: 'minutes' }, { granularity: 'minutes', bucketMaxSpanSeconds: 86_400 }],
    ['hours', { granularity: 'hours' }, { granularity: 'hours', bucketMaxSpanSeconds: 2_592_000 }],
    [
      'buckets of their own',
      { bucketMaxSpanSeconds: 300, bucketRoundingSeconds: 300 },
      { bucketMaxSpanSeconds: 300, bucketRoundingSeconds: 300 },
    ],
  ])('is listed with its options: %s', async (_what, given, listed) => {
    const collection = await series(given);
    const [found] = await server.db.listCollections({ name: collection.collectionName }).toArray();
    expect(found).toMatchObject({
      type: 'timeseries',
      options: { timeseries: { timeField: 't', metaField: 'meta', ...listed } },
    });
    expect((await collection.indexes()).map((index) => index.name)).toEqual(['meta_1_t_1']);
  });

  it.each([
    ['a timeField with a dot', { timeField: 'a.b' }, {}, 72],
    ['_id as metaField', { timeField: 't', metaField: '_id' }, {}, 72],
    ['the same field twice', { timeField: 't', metaField: 't' }, {}, 72],
    ['no timeField', { metaField: 'm' }, {}, 40414],
    ['an unknown granularity', { timeField: 't', granularity: 'days' }, {}, 2],
    ['an unknown option', { timeField: 't', colour: 'red' }, {}, 40415],
    ['a cap', { timeField: 't' }, { capped: true, size: 1000 }, 72],
    ['a clustered index', { timeField: 't' }, { clusteredIndex: { key: { _id: 1 }, unique: true } }, 72],
    ['an expiry below zero', { timeField: 't' }, { expireAfterSeconds: -1 }, 72],
  ])('is refused with %s', async (_what, timeseries, others, code) => {
    const name = server.collection().collectionName;
    await expect(server.db.command({ create: name, timeseries, ...others })).rejects.toMatchObject({ code });
  });

  it('keeps how long documents live, and lets collMod change it', async () => {
    const name = server.collection().collectionName;
    await server.db.createCollection(name, { timeseries: { timeField: 't' }, expireAfterSeconds: 60 });
    expect(await server.db.collection(name).options()).toMatchObject({ expireAfterSeconds: 60 });
    await server.db.command({ collMod: name, expireAfterSeconds: 120, timeseries: { granularity: 'minutes' } });
    expect(await server.db.collection(name).options()).toMatchObject({
      expireAfterSeconds: 120,
      timeseries: { granularity: 'minutes', timeField: 't' },
    });
    await server.db.command({ collMod: name, expireAfterSeconds: 'off' });
    expect(await server.db.collection(name).options()).not.toHaveProperty('expireAfterSeconds');
    await expect(server.db.command({ collMod: name, timeseries: { granularity: 'seconds' } })).rejects.toMatchObject({
      code: 72,
    });
  });
});

describe('documents', () => {
  it('need a date in the timeField', async () => {
    const collection = await series();
    for (const t of [undefined, null, 5, '2024-01-01', [at(1)]]) {
      await expect(collection.insertOne({ t }, { ignoreUndefined: true })).rejects.toMatchObject({ code: 2 });
    }
    await collection.insertOne({ t: at(1), meta: 'a', value: 1 });
    expect(await collection.countDocuments()).toBe(1);
  });

  it('may share an _id, and all of them are found by it', async () => {
    const collection = await series();
    await collection.insertMany([
      { _id: 1, t: at(1), meta: 'a' },
      { _id: 1, t: at(2), meta: 'b' },
      { _id: 2, t: at(3), meta: 'b' },
    ]);
    expect(await collection.find({ _id: 1 }).toArray()).toHaveLength(2);
    expect(await collection.countDocuments({ _id: { $in: [1, 2] } })).toBe(3);
    expect(await collection.distinct('_id')).toEqual([1, 2]);
    expect((await collection.find().sort({ _id: -1 }).toArray()).map((each) => each._id)).toEqual([2, 1, 1]);
    expect((await collection.deleteMany({ _id: 1 })).deletedCount).toBe(2);
  });

  it('are found by time and meta, and grouped', async () => {
    const collection = await series();
    await collection.insertMany(Array.from({ length: 10 }, (_, i) => ({ t: at(i), meta: i % 2, value: i })));
    expect(await collection.countDocuments({ meta: 1, t: { $gte: at(5) } })).toBe(3);
    const sums = await collection
      .aggregate([{ $group: { _id: '$meta', sum: { $sum: '$value' } } }, { $sort: { _id: 1 } }])
      .toArray();
    expect(sums).toEqual([
      { _id: 0, sum: 20 },
      { _id: 1, sum: 25 },
    ]);
  });

  it('can be deleted one or many at a time', async () => {
    const collection = await series();
    await collection.insertMany([1, 2, 3].map((n) => ({ t: at(n), meta: 'a', n })));
    expect((await collection.deleteOne({ n: 1 })).deletedCount).toBe(1);
    expect((await collection.deleteMany({ t: { $gt: at(2) } })).deletedCount).toBe(1);
    expect((await collection.find().toArray()).map((each) => each['n'] as number)).toEqual([2]);
  });
});

describe('updates', () => {
  it('change the metaField of many', async () => {
    const collection = await series();
    await collection.insertMany([1, 2].map((n) => ({ t: at(n), meta: { device: n } })));
    const { modifiedCount } = await collection.updateMany({ 'meta.device': 1 }, { $set: { 'meta.room': 'x' } });
    expect(modifiedCount).toBe(1);
    expect(await collection.countDocuments({ 'meta.room': 'x' })).toBe(1);
  });

  const change: UpdateFilter<AnyDocument> = { $set: { meta: 2 } };
  const refused: [string, (collection: Collection<AnyDocument>) => Promise<unknown>][] = [
    ['of one document', (collection) => collection.updateOne({ meta: 1 }, change)],
    ['of a replacement', (collection) => collection.replaceOne({ meta: 1 }, { t: at(1) })],
    ['with upsert', (collection) => collection.updateMany({ meta: 1 }, change, { upsert: true })],
    ['by another field', (collection) => collection.updateMany({ value: 1 }, change)],
    ['of another field', (collection) => collection.updateMany({ meta: 1 }, { $set: { value: 2 } })],
    ['by a pipeline', (collection) => collection.updateMany({ meta: 1 }, [{ $set: { meta: 2 } }])],
    ['by findAndModify', (collection) => collection.findOneAndUpdate({ meta: 1 }, change)],
  ];
  it.each(refused)('are refused %s', async (_what, update) => {
    const collection = await series();
    await collection.insertOne({ _id: 1, t: at(1), meta: 1, value: 1 });
    await expect(update(collection)).rejects.toMatchObject({ code: 72 });
    expect(await collection.find().toArray()).toEqual([{ _id: 1, t: at(1), meta: 1, value: 1 }]);
  });
});

it.each([
  ['unique', { unique: true }],
  ['sparse', { sparse: true }],
  ['that expire everything', { expireAfterSeconds: 1 }],
])('has no indexes %s', async (_what, options) => {
  const collection = await series();
  await expect(collection.createIndex({ meta: 1 }, options)).rejects.toMatchObject({ code: 72 });
});

it('is not written to in transactions', async () => {
  const collection = await series();
  await server.client.withSession(async (session) => {
    session.startTransaction();
    await expect(collection.insertOne({ t: at(1) }, { session })).rejects.toMatchObject({ code: 263 });
    await session.abortTransaction();
  });
  expect(await collection.countDocuments()).toBe(0);
});

it('is no target of $merge', async () => {
  const [source, target] = [server.collection(), await series()];
  await source.insertOne({ t: at(1) });
  const merged = source.aggregate([{ $merge: { into: target.collectionName } }]).toArray();
  await expect(merged).rejects.toHaveProperty('code');
  expect(await target.countDocuments()).toBe(0);
});

it('counts no index of _id', async () => {
  const collection = await series();
  await collection.insertOne({ t: at(1), meta: 1 });
  const stats = await server.db.command({ collStats: collection.collectionName });
  expect(Object.keys(stats['indexSizes'] as object)).toEqual(['meta_1_t_1']);
  expect(await server.db.command({ validate: collection.collectionName })).toMatchObject({ valid: true });
});
