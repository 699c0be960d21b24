import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectTestServer } from '../server/test-engine.js';
import type { TestServer } from '../server/test-engine.js';

let server: TestServer;

beforeAll(async () => {
  server = await connectTestServer();
});
afterAll(() => server.close());

const names = async (filter: object = {}): Promise<string[]> =>
  (await server.db.listCollections(filter, { nameOnly: true }).toArray()).map((each) => each.name);

describe('create', () => {
  it('again with the same options changes nothing, with others is refused', async () => {
    const { collectionName: name } = server.collection();
    await server.db.command({ create: name });
    await server.db.command({ create: name });
    await expect(server.db.command({ create: name, capped: true, size: 1000 })).rejects.toMatchObject({ code: 48 });
    const { collectionName: capped } = server.collection();
    await server.db.command({ create: capped, capped: true, size: 1000 });
    await server.db.command({ create: capped, capped: true, size: 1000 });
    for (const other of [{}, { capped: true, size: 2000 }, { capped: true, size: 1000, max: 5 }])
      await expect(server.db.command({ create: capped, ...other })).rejects.toMatchObject({ code: 48 });
  });

  it.each([
    ['empty', ''],
    ['with a dollar', 'a$b'],
    ['beginning with a dot', '.a'],
    ['that is too long', 'x'.repeat(300)],
  ])('refuses a name %s', async (_what, name) => {
    await expect(server.db.command({ create: name })).rejects.toMatchObject({ code: 73 });
  });

  it.each([
    ['a view', { viewOn: 'x', pipeline: [] }],
    ['a validator', { validator: { a: 1 } }],
  ])('refuses %s by name', async (_what, options) => {
    if (process.env['MONGO_URI'] !== undefined) return;
    const { collectionName: name } = server.collection();
    await expect(server.db.command({ create: name, ...options })).rejects.toMatchObject({ code: 238 });
    expect(await names({ name })).toEqual([]);
  });

  it('refuses an expiry for a plain collection, and options it does not know', async () => {
    const { collectionName: name } = server.collection();
    await expect(server.db.command({ create: name, expireAfterSeconds: 5 })).rejects.toMatchObject({ code: 72 });
    await expect(server.db.command({ create: name, colour: 'red' })).rejects.toMatchObject({ code: 40415 });
  });
});

describe('images for change streams', () => {
  const option = 'changeStreamPreAndPostImages';
  const listed = async (name: string): Promise<unknown> =>
    ((await server.db.listCollections({ name }).toArray())[0] as { options?: object } | undefined)?.options;

  it('are listed while they are wanted', async () => {
    const { collectionName: name } = server.collection();
    await server.db.command({ create: name, [option]: { enabled: true } });
    expect(await listed(name)).toEqual({ [option]: { enabled: true } });
    await expect(server.db.command({ create: name })).rejects.toMatchObject({ code: 48 });
    await server.db.command({ collMod: name, [option]: { enabled: false } });
    expect(await listed(name)).toEqual({});
    await server.db.command({ create: name, [option]: { enabled: false } });
    await server.db.command({ collMod: name, [option]: { enabled: true } });
    expect(await listed(name)).toEqual({ [option]: { enabled: true } });
  });

  it.each([
    ['nothing said', {}, 40414],
    ['a word', { enabled: 'yes' }, 14],
    ['another field', { enabled: true, x: 1 }, 40415],
  ])('refuse %s', async (_what, value, code) => {
    const { collectionName: name } = server.collection();
    await expect(server.db.command({ create: name, [option]: value })).rejects.toMatchObject({ code });
    await server.db.command({ create: name });
    await expect(server.db.command({ collMod: name, [option]: value })).rejects.toMatchObject({ code });
  });

  it('are not for time series', async () => {
    const { collectionName: name } = server.collection();
    const timeseries = { timeField: 't' };
    const images = { [option]: { enabled: true } };
    await expect(server.db.command({ create: name, timeseries, ...images })).rejects.toMatchObject({ code: 72 });
    await server.db.command({ create: name, timeseries });
    await expect(server.db.command({ collMod: name, ...images })).rejects.toMatchObject({ code: 72 });
  });
});

describe('a default collation', () => {
  const collation = { locale: 'en_US', strength: 2 } as const;

  it('is in force where a command names none', async () => {
    const collection = server.collection();
    await server.db.createCollection(collection.collectionName, { collation });
    await collection.insertMany([{ name: 'Zeta' }, { name: 'alpha' }, { name: 'Beta' }]);
    const sorted = await collection.find().sort({ name: 1 }).toArray();
    expect(sorted.map((each) => each['name'] as string)).toEqual(['alpha', 'Beta', 'Zeta']);
    expect(await collection.countDocuments({ name: 'ALPHA' })).toBe(1);
    expect(await collection.countDocuments({ name: 'ALPHA' }, { collation: { locale: 'simple' } })).toBe(0);
    expect((await collection.updateOne({ name: 'ZETA' }, { $set: { found: true } })).matchedCount).toBe(1);
    expect((await collection.deleteOne({ name: 'zeta' })).deletedCount).toBe(1);
  });

  it('is listed in full, with the collection and its indexes', async () => {
    const collection = server.collection();
    await server.db.createCollection(collection.collectionName, { collation });
    await collection.createIndex({ a: 1 });
    await collection.createIndex({ b: 1 }, { collation: { locale: 'simple' } });
    expect(await collection.options()).toMatchObject({ collation: { ...collation, caseLevel: false } });
    const [id, a, b] = await collection.indexes();
    expect(id).toMatchObject({ name: '_id_', collation: { locale: 'en_US', strength: 2 } });
    expect(a).toMatchObject({ name: 'a_1', collation: { locale: 'en_US', strength: 2 } });
    expect(b).not.toHaveProperty('collation');
  });

  it('makes ids that are equal under it the same', async () => {
    const collection = server.collection();
    await server.db.createCollection(collection.collectionName, { collation });
    await collection.insertOne({ _id: 'Anna' });
    await expect(collection.insertOne({ _id: 'anna' })).rejects.toMatchObject({ code: 11000 });
    await collection.insertOne({ _id: 'änna' });
    expect(await collection.findOne({ _id: 'ANNA' })).toEqual({ _id: 'Anna' });
  });
});

describe('a clustered collection', () => {
  const clusteredIndex = { key: { _id: 1 }, unique: true, name: 'by id' };

  it('lies in the order of _id', async () => {
    const collection = server.collection();
    await server.db.createCollection(collection.collectionName, { clusteredIndex });
    for (const _id of [3, 1, 2]) await collection.insertOne({ _id, odd: _id % 2 === 1 });
    expect((await collection.find().toArray()).map((each) => each._id)).toEqual([1, 2, 3]);
    expect((await collection.find({ odd: true }).toArray()).map((each) => each._id)).toEqual([1, 3]);
    expect((await collection.find().sort({ $natural: -1 }).toArray()).map((each) => each._id)).toEqual([3, 2, 1]);
    await expect(collection.insertOne({ _id: 2 })).rejects.toMatchObject({ code: 11000 });
  });

  it('is listed, and its index cannot be dropped', async () => {
    const collection = server.collection();
    await server.db.createCollection(collection.collectionName, { clusteredIndex });
    expect(await collection.options()).toMatchObject({ clusteredIndex: { v: 2, ...clusteredIndex } });
    expect(await collection.indexes()).toMatchObject([
      { name: 'by id', key: { _id: 1 }, unique: true, clustered: true },
    ]);
    await expect(collection.dropIndex('by id')).rejects.toMatchObject({ code: 5979800 });
    await collection.insertOne({ _id: 1 });
    expect(await collection.find({ _id: 1 }).hint('by id').toArray()).toEqual([{ _id: 1 }]);
  });

  it.each([
    ['another key', { key: { a: 1 }, unique: true }, {}, 197],
    ['no word of unique', { key: { _id: 1 } }, {}, 40414],
    ['unique: false', { key: { _id: 1 }, unique: false }, {}, 5979700],
    ['a size', { key: { _id: 1 }, unique: true }, { size: 1000 }, 6049200],
  ])('is refused with %s', async (_what, index, options, code) => {
    const { collectionName: name } = server.collection();
    await expect(server.db.command({ create: name, clusteredIndex: index, ...options })).rejects.toMatchObject({
      code,
    });
  });
});

describe('listCollections', () => {
  it('filters by name, type and options', async () => {
    const [plain, capped, series] = [server.collection(), server.collection(), server.collection()].map(
      (each) => each.collectionName,
    ) as [string, string, string];
    await server.db.createCollection(plain);
    await server.db.createCollection(capped, { capped: true, size: 1000 });
    await server.db.createCollection(series, { timeseries: { timeField: 't' } });
    const mine = { name: { $in: [plain, capped, series] } };
    expect((await names(mine)).sort()).toEqual([plain, capped, series].sort());
    expect(await names({ ...mine, 'options.capped': true })).toEqual([capped]);
    expect(await names({ ...mine, type: 'timeseries' })).toEqual([series]);
    const [first] = await server.db.listCollections({ name: plain }).toArray();
    expect(Object.keys(first ?? {})).toEqual(['name', 'type', 'options', 'info', 'idIndex']);
  });
});

describe('renameCollection', () => {
  it('takes documents, indexes and options along', async () => {
    const collection = server.collection();
    await server.db.createCollection(collection.collectionName, { capped: true, size: 10_000, max: 2 });
    await collection.createIndex({ a: 1 }, { unique: true });
    await collection.insertMany([{ a: 1 }, { a: 2 }]);
    const renamed = await collection.rename(server.collection().collectionName);
    await expect(renamed.insertOne({ a: 2 })).rejects.toMatchObject({ code: 11000 });
    await renamed.insertOne({ a: 3 });
    expect((await renamed.find().toArray()).map((each) => each['a'] as number)).toEqual([2, 3]);
    expect(await collection.countDocuments()).toBe(0);
  });

  it('needs a free name, or dropTarget', async () => {
    const [source, target] = [server.collection(), server.collection()];
    await source.insertOne({ _id: 1 });
    await target.insertOne({ _id: 2 });
    await expect(source.rename(target.collectionName)).rejects.toMatchObject({ code: 48 });
    await source.rename(target.collectionName, { dropTarget: true });
    expect(await target.find().toArray()).toEqual([{ _id: 1 }]);
    await expect(source.rename(target.collectionName)).rejects.toMatchObject({ code: 26 });
  });

  it('moves to another database', async () => {
    const source = server.collection();
    await source.insertOne({ _id: 1 });
    const other = server.client.db(`${server.db.databaseName}_other`);
    const to = `${other.databaseName}.moved`;
    await server.client.db('admin').command({ renameCollection: source.namespace, to });
    expect(await other.collection<{ _id: number }>('moved').find().toArray()).toEqual([{ _id: 1 }]);
    const databases = { listDatabases: 1, filter: { name: other.databaseName }, nameOnly: true };
    const listed = await server.client.db('admin').command(databases);
    expect(listed['databases']).toEqual([{ name: other.databaseName }]);
    await other.dropDatabase();
    expect((await server.client.db('admin').command(databases))['databases']).toEqual([]);
  });

  it.each([
    ['itself', 'same', 20],
    ['a bad name', 'bad$name', 73],
  ])('refuses %s', async (_what, to, code) => {
    const source = server.collection();
    await source.insertOne({});
    const target = to === 'same' ? source.namespace : `${server.db.databaseName}.${to}`;
    await expect(
      server.client.db('admin').command({ renameCollection: source.namespace, to: target }),
    ).rejects.toMatchObject({ code });
  });
});

it('drops what is there, and is content with what is not', async () => {
  const collection = server.collection();
  await collection.createIndex({ a: 1 });
  const { collectionName: name } = collection;
  expect(await server.db.command({ drop: name })).toMatchObject({ ok: 1, ns: collection.namespace, nIndexesWas: 2 });
  expect(await server.db.command({ drop: name })).toMatchObject({ ok: 1 });
  await expect(collection.indexes()).rejects.toMatchObject({ code: 26 });
});

it('tells how much a collection holds', async () => {
  const collection = server.collection();
  await collection.insertMany([{ _id: 1 }, { _id: 2 }]);
  expect(await server.db.command({ dataSize: collection.namespace })).toMatchObject({ size: 28, numObjects: 2 });
  expect(await server.db.command({ collStats: collection.collectionName })).toMatchObject({ size: 28, count: 2 });
  expect(await server.db.command({ dataSize: `${collection.namespace}x` })).toMatchObject({ size: 0, numObjects: 0 });
});
