import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Document } from 'mongodb';
import { connectTestServer } from '../server/test-engine.js';
import type { TestServer } from '../server/test-engine.js';

let server: TestServer;

beforeAll(async () => {
  server = await connectTestServer();
});
afterAll(() => server.close());

const create = (createIndexes: string, ...indexes: Document[]): Promise<Document> =>
  server.db.command({ createIndexes, indexes });

describe('a definition is refused', () => {
  it.each<[string, Document, number]>([
    ['without keys', { key: {}, name: 'n' }, 67],
    ['without key', { name: 'n' }, 9],
    ['with a key that is no document', { key: 'a', name: 'n' }, 14],
    ['without a name', { key: { a: 1 } }, 9],
    ['with an empty name', { key: { a: 1 }, name: '' }, 67],
    ['with the name *', { key: { a: 1 }, name: '*' }, 67],
    ['with direction 0', { key: { a: 0 }, name: 'n' }, 67],
    ['with a boolean direction', { key: { a: true }, name: 'n' }, 67],
    ['with null as direction', { key: { a: null }, name: 'n' }, 67],
    ['with an unknown kind', { key: { a: 'abc' }, name: 'n' }, 67],
    ['with an empty path', { key: { '': 1 }, name: 'n' }, 67],
    ['with an empty part of a path', { key: { 'a..b': 1 }, name: 'n' }, 67],
    ['with a dollar in front', { key: { $a: 1 }, name: 'n' }, 67],
    ['with an unknown option', { key: { a: 1 }, name: 'n', colour: 'red' }, 197],
    ['with unique that is text', { key: { a: 1 }, name: 'n', unique: 'yes' }, 14],
    ['sparse and partial', { key: { a: 1 }, name: 'n', sparse: true, partialFilterExpression: { a: 1 } }, 67],
    ['partial by something else than a document', { key: { a: 1 }, name: 'n', partialFilterExpression: 1 }, 14],
    ['with a negative expiry', { key: { a: 1 }, name: 'n', expireAfterSeconds: -1 }, 67],
    ['with an expiry that is text', { key: { a: 1 }, name: 'n', expireAfterSeconds: 'soon' }, 14],
    ['with an expiry of several fields', { key: { a: 1, b: 1 }, name: 'n', expireAfterSeconds: 1 }, 67],
    ['of _id downwards', { key: { _id: -1 }, name: 'n' }, 2],
    ['of _id, unique', { key: { _id: 1 }, name: 'n', unique: true }, 197],
    ['of _id, sparse', { key: { _id: 1 }, name: 'n', sparse: true }, 197],
    ['with an empty collation', { key: { a: 1 }, name: 'n', collation: {} }, 2],
  ])('%s', async (_what, index, code) => {
    const { collectionName: name } = server.collection();
    await expect(create(name, index)).rejects.toMatchObject({ code });
    expect(await server.db.listCollections({ name }).toArray()).toEqual([]);
  });
});

describe('a partial filter', () => {
  it.each<[string, Document]>([
    ['equality', { a: 1, b: null }],
    ['comparison', { a: { $gt: 1, $lte: 5 } }],
    ['presence', { a: { $exists: true } }],
    ['type', { a: { $type: 'string' } }],
    ['a list', { a: { $in: [1, 2] } }],
    ['both of two', { $and: [{ a: 1 }, { b: { $gte: 1 } }] }],
    ['one of two', { $or: [{ a: 1 }, { b: 2 }] }],
  ])('may ask for %s', async (_what, partialFilterExpression) => {
    const collection = server.collection();
    await collection.createIndex({ a: 1 }, { partialFilterExpression });
    expect((await collection.indexes())[1]).toMatchObject({ partialFilterExpression });
  });

  it.each<[string, Document]>([
    ['absence', { a: { $exists: false } }],
    ['inequality', { a: { $ne: 1 } }],
    ['negation', { a: { $not: { $gt: 1 } } }],
    ['a pattern', { a: /x/ }],
    ['a pattern by operator', { a: { $regex: 'x' } }],
    ['none of a list', { a: { $nin: [1] } }],
    ['none of two', { $nor: [{ a: 1 }] }],
    ['an expression', { $expr: { $eq: ['$a', 1] } }],
    ['an unsupported part within', { $and: [{ a: 1 }, { b: { $ne: 1 } }] }],
  ])('may not ask for %s', async (_what, partialFilterExpression) => {
    await expect(server.collection().createIndex({ a: 1 }, { partialFilterExpression })).rejects.toMatchObject({
      code: 67,
    });
  });
});

describe('definitions side by side', () => {
  it('are told apart by uniqueness, sparseness, filter and collation', async () => {
    const collection = server.collection();
    const options: Document[] = [
      {},
      { unique: true },
      { sparse: true },
      { unique: true, sparse: true },
      { partialFilterExpression: { a: { $gt: 1 } } },
      { collation: { locale: 'en', strength: 2 } },
    ];
    for (const [i, each] of options.entries()) await collection.createIndex({ a: 1 }, { ...each, name: `n${i}` });
    expect(await collection.indexes()).toHaveLength(1 + options.length);
    for (const [i, each] of options.entries()) {
      await collection.createIndex({ a: 1 }, { ...each, name: `n${i}` });
      await expect(collection.createIndex({ a: 1 }, { ...each, name: 'other' })).rejects.toMatchObject({ code: 85 });
    }
    await expect(collection.dropIndexes()).resolves.toBe(true);
  });

  it.each<[string, Document, number]>([
    ['the same name and other keys', { key: { b: 1 }, name: 'a_1' }, 86],
    ['the same name and another direction', { key: { a: -1 }, name: 'a_1' }, 86],
    ['the same name and uniqueness', { key: { a: 1 }, name: 'a_1', unique: true }, 86],
    ['the same name and another expiry', { key: { a: 1 }, name: 'a_1', expireAfterSeconds: 60 }, 85],
    ['another name and nothing else', { key: { a: 1 }, name: 'b' }, 85],
    ['the name of the index of _id', { key: { b: 1 }, name: '_id_' }, 86],
  ])('are refused with %s', async (_what, index, code) => {
    const collection = server.collection();
    await collection.createIndex({ a: 1 });
    await expect(create(collection.collectionName, index)).rejects.toMatchObject({ code });
    expect(await collection.indexes()).toHaveLength(2);
  });

  it('are at most 64', async () => {
    const collection = server.collection();
    const keys = Array.from({ length: 63 }, (_, i) => ({ key: { [`f${i}`]: 1 as const } }));
    await collection.createIndexes(keys);
    await expect(collection.createIndex({ more: 1 })).rejects.toMatchObject({ code: 67 });
    await collection.createIndex({ f0: 1 });
    expect(await collection.indexes()).toHaveLength(64);
  });
});

it('says what was there and what is now', async () => {
  const { collectionName: name } = server.collection();
  const [a, b] = [
    { key: { a: 1 }, name: 'a_1' },
    { key: { b: 1 }, name: 'b_1' },
  ];
  expect(await create(name, a)).toMatchObject({
    numIndexesBefore: 1,
    numIndexesAfter: 2,
    createdCollectionAutomatically: true,
  });
  expect(await create(name, a, b)).toMatchObject({ numIndexesBefore: 2, numIndexesAfter: 3 });
  expect(await create(name, a, b)).toMatchObject({ numIndexesAfter: 3, note: 'all indexes already exist' });
  expect(await create(name, { key: { _id: 1 }, name: '_id_' })).toMatchObject({ note: 'all indexes already exist' });
});

it('makes all indexes of a command or none', async () => {
  const collection = server.collection();
  await collection.insertMany([{ a: 1 }, { a: 1 }]);
  const { collectionName: name } = collection;
  const unique = { key: { a: 1 }, name: 'a_1', unique: true };
  await expect(create(name, { key: { b: 1 }, name: 'b_1' }, unique)).rejects.toMatchObject({
    code: 11000,
    keyPattern: { a: 1 },
    keyValue: { a: 1 },
  });
  expect(await collection.indexes()).toHaveLength(1);
});

describe('dropIndexes', () => {
  it.each<[string, unknown, string[]]>([
    ['a name', 'a_1', ['_id_', 'b_-1', 'c_1_d_1']],
    ['keys', { b: -1 }, ['_id_', 'a_1', 'c_1_d_1']],
    ['several keys', { c: 1, d: 1 }, ['_id_', 'a_1', 'b_-1']],
    ['several names', ['a_1', 'b_-1', 'a_1'], ['_id_', 'c_1_d_1']],
    ['*', '*', ['_id_']],
  ])('takes %s', async (_what, index, left) => {
    const collection = server.collection();
    await collection.createIndexes([{ key: { a: 1 } }, { key: { b: -1 } }, { key: { c: 1, d: 1 } }]);
    expect(await server.db.command({ dropIndexes: collection.collectionName, index })).toMatchObject({
      nIndexesWas: 4,
    });
    expect((await collection.indexes()).map((each) => each.name)).toEqual(left);
  });

  it.each<[string, unknown, number]>([
    ['an unknown name', 'x_1', 27],
    ['unknown keys', { x: 1 }, 27],
    ['an unknown name among known ones', ['a_1', 'x_1'], 27],
    ['the index of _id', '_id_', 72],
    ['the index of _id by its keys', { _id: 1 }, 72],
    ['a number', 5, 14],
    ['keys of two indexes', { a: 1 }, 181],
  ])('refuses %s and drops nothing', async (_what, index, code) => {
    const collection = server.collection();
    await collection.createIndex({ a: 1 });
    await collection.createIndex({ a: 1 }, { name: 'second', sparse: true });
    await expect(server.db.command({ dropIndexes: collection.collectionName, index })).rejects.toMatchObject({ code });
    expect(await collection.indexes()).toHaveLength(3);
  });

  it('refuses a collection that is not there', async () => {
    await expect(server.db.command({ dropIndexes: 'no such one', index: '*' })).rejects.toMatchObject({ code: 26 });
  });
});
