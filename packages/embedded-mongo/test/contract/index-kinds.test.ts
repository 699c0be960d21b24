import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Collection, CreateIndexesOptions, Document, IndexSpecification } from 'mongodb';
import { connectTestServer } from '../server/test-engine.js';
import type { AnyDocument, TestServer } from '../server/test-engine.js';

let server: TestServer;

beforeAll(async () => {
  server = await connectTestServer();
});
afterAll(() => server.close());

const definition = async (collection: Collection<AnyDocument>, name: string): Promise<Document | undefined> =>
  (await collection.indexes()).find((index) => index.name === name);

describe('a hidden index', () => {
  it('is kept and unique, but used by no query', async () => {
    const collection = server.collection();
    await collection.createIndex({ a: 1 }, { unique: true, hidden: true });
    await collection.insertMany([{ a: 1 }, { a: 2 }]);
    await expect(collection.insertOne({ a: 2 })).rejects.toMatchObject({ code: 11000 });
    expect(await definition(collection, 'a_1')).toMatchObject({ hidden: true, unique: true });
    const { queryPlanner } = await collection.find({ a: 1 }).explain('queryPlanner');
    expect(JSON.stringify(queryPlanner)).toContain('COLLSCAN');
    expect(await collection.countDocuments({ a: { $gte: 1 } })).toBe(2);
    await expect(collection.find({ a: 1 }).hint('a_1').toArray()).rejects.toMatchObject({ code: 2 });
    await expect(collection.find({ a: 1 }).hint({ a: 1 }).toArray()).rejects.toMatchObject({ code: 2 });
  });

  it('comes back with collMod, complete', async () => {
    const collection = server.collection();
    await collection.createIndex({ a: 1 });
    const collMod = collection.collectionName;
    const hide = (hidden: boolean): Promise<Document> => server.db.command({ collMod, index: { name: 'a_1', hidden } });
    expect(await hide(true)).toMatchObject({ hidden_old: false, hidden_new: true });
    await collection.insertOne({ a: 1 });
    expect(await hide(false)).toMatchObject({ hidden_old: true, hidden_new: false });
    expect(await hide(false)).not.toHaveProperty('hidden_new');
    expect(await definition(collection, 'a_1')).not.toHaveProperty('hidden');
    expect(await collection.find({ a: 1 }).hint('a_1').toArray()).toHaveLength(1);
  });

  it('may not be that of _id', async () => {
    const collection = server.collection();
    await collection.insertOne({});
    const collMod = collection.collectionName;
    for (const index of [{ name: '_id_' }, { keyPattern: { _id: 1 } }])
      await expect(server.db.command({ collMod, index: { ...index, hidden: true } })).rejects.toMatchObject({
        code: 2,
      });
  });
});

describe('collMod of an index', () => {
  it('changes how long documents live, or makes them end at all', async () => {
    const collection = server.collection();
    await collection.createIndex({ at: 1 }, { expireAfterSeconds: 10 });
    await collection.createIndex({ other: 1 });
    const collMod = collection.collectionName;
    expect(
      await server.db.command({ collMod, index: { keyPattern: { at: 1 }, expireAfterSeconds: 20 } }),
    ).toMatchObject({ expireAfterSeconds_old: 10, expireAfterSeconds_new: 20 });
    await server.db.command({ collMod, index: { name: 'other_1', expireAfterSeconds: 5 } });
    expect(await definition(collection, 'at_1')).toMatchObject({ expireAfterSeconds: 20 });
    expect(await definition(collection, 'other_1')).toMatchObject({ expireAfterSeconds: 5 });
  });

  it.each([
    ['an unknown index', { name: 'b_1', hidden: true }, 27],
    ['name and keys', { name: 'a_1', keyPattern: { a: 1 }, hidden: true }, 72],
    ['neither name nor keys', { hidden: true }, 72],
    ['nothing to change', { name: 'a_1' }, 72],
    ['a TTL of several fields', { name: 'b_1_c_1', expireAfterSeconds: 5 }, 67],
    ['an unknown field', { name: 'a_1', colour: 'red' }, 40415],
  ])('refuses %s', async (_what, index, code) => {
    const collection = server.collection();
    await collection.createIndexes([{ key: { a: 1 } }, { key: { b: 1, c: 1 } }]);
    await expect(server.db.command({ collMod: collection.collectionName, index })).rejects.toMatchObject({ code });
  });

  it('refuses a collection that is not there', async () => {
    const index = { name: 'a_1', hidden: true };
    await expect(server.db.command({ collMod: 'no such one', index })).rejects.toMatchObject({ code: 26 });
  });
});

describe('a hashed index', () => {
  it('finds what is equal and refuses arrays', async () => {
    const collection = server.collection();
    await collection.createIndex({ a: 'hashed' });
    await collection.createIndex({ b: 1, 'c.d': 'hashed' });
    await collection.insertMany([{ a: 1 }, { a: 'x' }, { a: { x: 1 } }, {}, { b: [1, 2] }]);
    expect(await collection.countDocuments({ a: 1 })).toBe(1);
    expect(await collection.countDocuments({ a: { x: 1 } })).toBe(1);
    expect(await collection.countDocuments({ a: null })).toBe(2);
    expect(await collection.countDocuments({ a: { $gt: 0 } })).toBe(1);
    for (const doc of [{ a: [1] }, { a: [] }, { c: [{ d: 1 }] }])
      await expect(collection.insertOne(doc)).rejects.toMatchObject({ code: 16766 });
    expect(await definition(collection, 'a_hashed')).toMatchObject({ key: { a: 'hashed' } });
  });

  it.each<[string, IndexSpecification, CreateIndexesOptions, number]>([
    ['unique', { a: 'hashed' }, { unique: true }, 16764],
    ['of two hashed fields', { a: 'hashed', b: 'hashed' }, {}, 31303],
  ])('cannot be %s', async (_what, key, options, code) => {
    await expect(server.collection().createIndex(key, options)).rejects.toMatchObject({ code });
  });
});

describe('a wildcard index', () => {
  it('is listed, and queries are right with it', async () => {
    const collection = server.collection();
    await collection.createIndex({ '$**': 1 }, { wildcardProjection: { a: 1 } });
    await collection.createIndex({ 'b.$**': 1 });
    await collection.insertMany([{ a: { x: 1 } }, { b: [{ y: 2 }] }]);
    expect(await collection.countDocuments({ 'a.x': 1 })).toBe(1);
    expect(await collection.countDocuments({ 'b.y': 2 })).toBe(1);
    expect(await definition(collection, '$**_1')).toMatchObject({ key: { '$**': 1 }, wildcardProjection: { a: 1 } });
  });

  it.each<[string, CreateIndexesOptions]>([
    ['unique', { unique: true }],
    ['sparse', { sparse: true }],
    ['of documents that expire', { expireAfterSeconds: 1 }],
  ])('cannot be %s', async (_what, options) => {
    await expect(server.collection().createIndex({ '$**': 1 }, options)).rejects.toMatchObject({ code: 67 });
  });
});

describe('an index of a collation', () => {
  const collation = { locale: 'en', strength: 2 } as const;

  it('is listed in full and stands beside a plain one of the same keys', async () => {
    const collection = server.collection();
    await collection.createIndex({ name: 1 });
    await collection.createIndex({ name: 1 }, { name: 'folded', collation });
    expect(await definition(collection, 'folded')).toMatchObject({
      collation: { ...collation, caseLevel: false, caseFirst: 'off', numericOrdering: false, normalization: false },
    });
    await collection.insertMany([{ name: 'A' }, { name: 'a' }]);
    expect(await collection.countDocuments({ name: 'a' })).toBe(1);
    expect(await collection.countDocuments({ name: 'a' }, { collation })).toBe(2);
  });

  const taken: [string, 1 | 2, string, boolean][] = [
    ['Anna', 2, 'aNNA', true],
    ['Anna', 2, 'Ännä', false],
    ['Anna', 1, 'Ännä', true],
    ['resume', 2, 'résumé', false],
    ['straße', 1, 'STRASSE', true],
    ['STRASSE', 1, 'straße', true],
    ['Ærø', 1, 'aero', true],
    ['Жук', 2, 'жук', true],
    ['ΣΊΣΥΦΟΣ', 2, 'σίσυφος', true],
    ['a-b', 1, 'ab', false],
    ['x', 1, 'y', false],
    ['', 1, ' ', false],
    ['あ', 2, 'ア', true],
  ];
  it.each(taken)(
    'when unique and %s is there (strength %s), %s: refused %s',
    async (there, strength, added, refused) => {
      const collection = server.collection();
      await collection.createIndex({ name: 1 }, { unique: true, collation: { locale: 'en', strength } });
      await collection.insertOne({ name: there });
      await collection.insertOne({ name: `${there} and more` });
      const result = collection.insertOne({ name: added });
      if (refused) await expect(result).rejects.toMatchObject({ code: 11000, keyPattern: { name: 1 } });
      else await result;
    },
  );

  it('when unique, sees updates, arrays, other types and other documents of the same letters', async () => {
    const collection = server.collection();
    await collection.createIndex({ name: 1, n: 1 }, { unique: true, collation });
    await collection.insertMany([
      { _id: 1, name: ['Anna', 'Berta'] },
      { _id: 2, name: 'résumé' },
      { _id: 3, name: 'resume' },
      { _id: 4, name: 5 },
      { _id: 5, name: { first: 'X' } },
    ]);
    for (const name of ['ANNA', ['x', 'berta'], 5, { first: 'x' }, 'RESUME'])
      await expect(collection.insertOne({ name })).rejects.toMatchObject({ code: 11000 });
    await expect(collection.updateOne({ _id: 3 }, { $set: { name: 'Résumé' } })).rejects.toMatchObject({ code: 11000 });
    await collection.updateOne({ _id: 3 }, { $set: { name: 'RESUME' } });
    await collection.insertMany([{ name: 'anna', n: 1 }, { name: { first: 'y' } }]);
    await collection.deleteOne({ _id: 1 });
    await collection.insertOne({ name: 'ANNA' });
    expect(await server.db.command({ validate: collection.collectionName })).toMatchObject({ valid: true });
  });

  it('is not built over values that are equal under it', async () => {
    const collection = server.collection();
    await collection.insertMany([{ name: 'a' }, { name: 'A' }]);
    await expect(collection.createIndex({ name: 1 }, { unique: true, collation })).rejects.toMatchObject({
      code: 11000,
    });
    expect(await collection.indexes()).toHaveLength(1);
  });

  it('with a partial filter applies the filter by the collation', async () => {
    const collection = server.collection();
    const partialFilterExpression = { kind: 'User' };
    await collection.createIndex({ name: 1 }, { unique: true, collation, partialFilterExpression });
    await collection.insertMany([
      { name: 'a', kind: 'USER' },
      { name: 'a', kind: 'other' },
    ]);
    await expect(collection.insertOne({ name: 'A', kind: 'user' })).rejects.toMatchObject({ code: 11000 });
  });
});
