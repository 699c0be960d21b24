import type { CollationOptions, Document } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectTestServer } from '../server/test-engine.js';
import type { AnyDocument, TestServer } from '../server/test-engine.js';
import type { Collection } from 'mongodb';

const NO_CASE: CollationOptions = { locale: 'en_US', strength: 2 };
const BASE_LETTERS: CollationOptions = { locale: 'en', strength: 1 };
const DOCUMENTS = [
  { _id: 1, x: 'ping' },
  { _id: 2, x: 'PING' },
  { _id: 3, x: 'píng' },
  { _id: 4, x: 'pong' },
  { _id: 5, x: 5 },
  { _id: 6, x: ['Apple', 'Ping'] },
  { _id: 7 },
];

let server: TestServer;

beforeAll(async () => {
  server = await connectTestServer();
});
afterAll(() => server.close());

async function filled(index?: Document): Promise<Collection<AnyDocument>> {
  const collection = server.collection();
  if (index !== undefined) await collection.createIndex(index);
  await collection.insertMany(DOCUMENTS);
  return collection;
}

describe.each<[string, Document | undefined]>([
  ['without an index', undefined],
  ['with an index in the order of bytes', { x: 1 }],
])('find %s', (_name, index) => {
  it.each<[Document, CollationOptions | undefined, number[]]>([
    [{ x: 'PING' }, undefined, [2]],
    [{ x: 'PING' }, { locale: 'simple' }, [2]],
    [{ x: 'PING' }, NO_CASE, [1, 2, 6]],
    [{ x: 'PING' }, BASE_LETTERS, [1, 2, 3, 6]],
    [{ x: { $in: ['PONG', 5] } }, NO_CASE, [4, 5]],
    [{ x: { $ne: 'ping' } }, NO_CASE, [3, 4, 5, 7]],
    [{ x: { $gt: 'PING', $lt: 'Q' } }, NO_CASE, [3, 4]],
    [{ x: { $not: { $lte: 'PING' } } }, NO_CASE, [3, 4, 5, 7]],
    [{ $or: [{ x: 'PONG' }, { _id: 7 }] }, NO_CASE, [4, 7]],
    [{ x: { $elemMatch: { $eq: 'APPLE' } } }, NO_CASE, [6]],
    [{ x: /^PI/ }, NO_CASE, [2]],
    [{ x: 5 }, NO_CASE, [5]],
    [{ x: null }, NO_CASE, [7]],
  ])('%j under %j', async (filter, collation, ids) => {
    const collection = await filled(index);
    const options = collation === undefined ? {} : { collation };
    const found = await collection.find(filter, options).sort({ _id: 1 }).toArray();
    expect(found.map((each) => each._id)).toEqual(ids);
    expect(await collection.countDocuments(filter, options)).toBe(ids.length);
    expect(await server.db.command({ count: collection.collectionName, query: filter, ...options })).toMatchObject({
      n: ids.length,
    });
  });

  it('sorts by the collation, not by the index', async () => {
    const collection = server.collection();
    if (index !== undefined) await collection.createIndex({ x: 1 });
    await collection.insertMany(['b', 'C', 'á', 'A', 'a', 'B', 3].map((x, _id) => ({ _id, x })));
    const sorted = await collection.find({}, { collation: NO_CASE }).sort({ x: 1, _id: 1 }).toArray();
    expect(sorted.map((each) => each['x'] as unknown)).toEqual([3, 'A', 'a', 'á', 'b', 'B', 'C']);
    const top = await collection.find({}, { collation: NO_CASE }).sort({ x: -1, _id: 1 }).limit(2).toArray();
    expect(top.map((each) => each['x'] as unknown)).toEqual(['C', 'b']);
    const piped = await collection.aggregate([{ $sort: { x: 1, _id: 1 } }], { collation: NO_CASE }).toArray();
    expect(piped).toEqual(sorted);
  });

  it('sorts by a field alone, which the index could serve if its order were the same', async () => {
    const collection = server.collection();
    if (index !== undefined) await collection.createIndex({ x: 1 });
    await collection.insertMany(['b', 'C', 'a', 'D', 3].map((x, _id) => ({ _id, x })));
    const sorted = await collection.find({}, { collation: NO_CASE }).sort({ x: 1 }).toArray();
    expect(sorted.map((each) => each['x'] as unknown)).toEqual([3, 'a', 'b', 'C', 'D']);
    const last = await collection.aggregate([{ $sort: { x: -1 } }, { $limit: 1 }], { collation: NO_CASE }).toArray();
    expect(last).toMatchObject([{ x: 'D' }]);
    const first = await collection.findOneAndDelete({}, { collation: NO_CASE, sort: { x: -1 } });
    expect(first).toMatchObject({ x: 'D' });
  });

  it('gives one value of those that are equal', async () => {
    const collection = await filled(index);
    const values = await collection.distinct('x', { _id: { $lt: 6 } }, { collation: NO_CASE });
    expect(values.map((value: unknown) => String(value).toLowerCase()).sort()).toEqual(['5', 'ping', 'pong', 'píng']);
  });
});

describe('writes', () => {
  const ids = async (collection: Collection<AnyDocument>, filter: Document): Promise<unknown[]> =>
    (await collection.find(filter).sort({ _id: 1 }).toArray()).map((each) => each._id);

  it('update what is equal under their collation, each statement under its own', async () => {
    const collection = await filled({ x: 1 });
    const result = await collection.bulkWrite([
      { updateMany: { filter: { x: 'PING' }, update: { $set: { y: 1 } }, collation: NO_CASE } },
      { updateMany: { filter: { x: 'PONG' }, update: { $set: { y: 2 } } } },
      { updateOne: { filter: { x: 'Pong' }, update: { $set: { y: 3 } }, collation: NO_CASE } },
      { replaceOne: { filter: { x: 'PÍNG' }, replacement: { z: 1 }, collation: NO_CASE } },
    ]);
    expect(result).toMatchObject({ matchedCount: 5, modifiedCount: 5 });
    expect(await ids(collection, { y: 1 })).toEqual([1, 2, 6]);
    expect(await ids(collection, { y: 3 })).toEqual([4]);
    expect(await ids(collection, { z: 1 })).toEqual([3]);
  });

  it('insert by upsert only when nothing is equal', async () => {
    const collection = await filled();
    const found = await collection.updateOne({ x: 'PONG' }, { $set: { y: 1 } }, { upsert: true, collation: NO_CASE });
    expect(found).toMatchObject({ matchedCount: 1, upsertedCount: 0 });
    const made = await collection.updateOne({ x: 'PANG' }, { $set: { y: 1 } }, { upsert: true, collation: NO_CASE });
    expect(made).toMatchObject({ matchedCount: 0, upsertedCount: 1 });
  });

  it('delete what is equal', async () => {
    const collection = await filled({ x: 1 });
    expect(await collection.deleteOne({ x: 'PONG' }, { collation: NO_CASE })).toMatchObject({ deletedCount: 1 });
    expect(await collection.deleteMany({ x: 'pinG' }, { collation: NO_CASE })).toMatchObject({ deletedCount: 3 });
    expect(await ids(collection, {})).toEqual([3, 5, 7]);
  });

  it('compare array elements by it', async () => {
    const collection = await filled();
    await collection.updateOne({ _id: 6 }, { $pull: { x: 'APPLE' } } as Document, { collation: NO_CASE });
    expect(await collection.findOne({ _id: 6 })).toEqual({ _id: 6, x: ['Ping'] });
    await collection.updateOne({ _id: 6 }, { $addToSet: { x: 'PING' } }, { collation: NO_CASE });
    expect(await collection.findOne({ _id: 6 })).toEqual({ _id: 6, x: ['Ping'] });
  });

  it('find and modify the first in their order', async () => {
    const collection = server.collection();
    await collection.insertMany(['b', 'C', 'A', 'a'].map((x, _id) => ({ _id, x })));
    const options = { collation: NO_CASE, sort: { x: 1, _id: 1 } } as const;
    expect(await collection.findOneAndUpdate({ x: { $lte: 'B' } }, { $set: { y: 1 } }, options)).toMatchObject({
      _id: 2,
    });
    expect(await collection.findOneAndReplace({ x: 'c' }, { x: 'd' }, options)).toMatchObject({ _id: 1 });
    expect(await collection.findOneAndDelete({ x: 'B' }, options)).toMatchObject({ _id: 0 });
  });
});

describe('a pipeline', () => {
  it('matches by the collation wherever $match stands', async () => {
    const collection = await filled({ x: 1 });
    const run = (pipeline: Document[]): Promise<Document[]> =>
      collection.aggregate(pipeline, { collation: NO_CASE }).toArray();
    expect(await run([{ $match: { x: 'PONG' } }])).toEqual([{ _id: 4, x: 'pong' }]);
    expect(await run([{ $unwind: '$x' }, { $match: { x: 'APPLE' } }])).toEqual([{ _id: 6, x: 'Apple' }]);
    expect(await run([{ $match: { x: 'ping' } }, { $count: 'n' }])).toEqual([{ n: 3 }]);
  });
});

describe('a collection with a collation of its own', () => {
  const collated = async (): Promise<Collection<AnyDocument>> => {
    const { collectionName } = server.collection();
    const collection = await server.db.createCollection<AnyDocument>(collectionName, { collation: NO_CASE });
    await collection.insertMany(DOCUMENTS);
    return collection;
  };

  it.each<[string, CollationOptions | undefined, number[]]>([
    ['uses it unless told otherwise', undefined, [1, 2, 6]],
    ['gives way to the collation of a command', BASE_LETTERS, [1, 2, 3, 6]],
    ['compares bytes when asked to', { locale: 'simple' }, [2]],
  ])('%s', async (_name, collation, ids) => {
    const collection = await collated();
    await collection.createIndex({ x: 1 });
    const options = collation === undefined ? {} : { collation };
    const found = await collection.find({ x: 'PING' }, options).sort({ _id: 1 }).toArray();
    expect(found.map((each) => each._id)).toEqual(ids);
    expect(await collection.countDocuments({ x: 'PING' }, options)).toBe(ids.length);
    expect(await collection.distinct('_id', { x: 'PING' }, options)).toEqual(ids);
    const updated = await collection.updateMany({ x: 'PING' }, { $set: { y: 1 } }, options);
    expect(updated).toMatchObject({ matchedCount: ids.length });
    const deleted = await collection.deleteMany({ x: 'PING' }, options);
    expect(deleted).toMatchObject({ deletedCount: ids.length });
  });

  it('finds texts in _id by it, and lets none be there twice', async () => {
    const collection = await collated();
    await collection.insertOne({ _id: 'Abc' });
    expect(await collection.findOne({ _id: 'aBC' })).toEqual({ _id: 'Abc' });
    await expect(collection.insertOne({ _id: 'ABC' })).rejects.toMatchObject({ code: 11000 });
    expect(await collection.findOneAndUpdate({ _id: 'ABC' }, { $set: { a: 1 } })).toEqual({ _id: 'Abc' });
  });
});

describe('what is not a collation', () => {
  it.each<[Document, number]>([
    [{}, 40414],
    [{ strength: 2 }, 40414],
    [{ locale: 'tlh_KX', strength: 2 }, 2],
    [{ locale: 'en-US', strength: 2 }, 2],
    [{ locale: 'en', strength: 6 }, 51024],
    [{ locale: 'en', strength: 0 }, 51024],
    [{ locale: 'en', strength: 2, foo: 1 }, 40415],
    [{ locale: 5 }, 14],
  ])('%j', async (collation, code) => {
    const given = Object.keys(collation).length === 0 ? { caseLevel: false } : collation;
    await expect(server.db.command({ find: 'a', collation: given })).rejects.toMatchObject({ code });
    const updates = [{ q: { a: 1 }, u: { $set: { b: 1 } }, collation: given }];
    const reply = await server.db.command({ update: 'a', updates }).catch((error: unknown) => error as Document);
    expect(reply['writeErrors']?.[0].code ?? reply['code']).toBe(code);
  });
});
