import { Binary, Decimal128, Double, Int32, Long, ObjectId, Timestamp } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectTestServer } from '../server/test-engine.js';
import type { TestServer } from '../server/test-engine.js';

let server: TestServer;

beforeAll(async () => {
  server = await connectTestServer();
});
afterAll(() => server.close());

describe('insert and find', () => {
  it('gives back documents with their types and field order', async () => {
    const collection = server.collection();
    const document = {
      _id: new ObjectId(),
      z: new Int32(1),
      a: Long.fromNumber(2),
      d: new Double(3),
      m: Decimal128.fromString('1.50'),
      t: new Date(5),
      b: new Binary(Buffer.from([1, 2])),
      n: null,
      s: 'ä€😀',
      list: [1, 'x', { y: true }],
      10: 'ten',
      9: 'nine',
      ts: new Timestamp({ t: 7, i: 1 }),
    };
    await collection.insertOne(document);
    const found = await collection.findOne({ _id: document._id }, { promoteValues: false });
    expect(Object.keys(found ?? {})).toEqual(Object.keys(document));
    expect(found?.['a']).toEqual(Long.fromNumber(2));
    expect(found?.['z']).toBeInstanceOf(Int32);
    expect(found?.['d']).toBeInstanceOf(Double);
    expect(String(found?.['m'])).toBe('1.50');
  });

  it('makes up an _id and puts it first', async () => {
    const collection = server.collection();
    await server.db.command({ insert: collection.collectionName, documents: [{ a: 1 }, { b: 2, _id: 5 }] });
    const [first, second] = await collection.find().toArray();
    expect(Object.keys(first ?? {})).toEqual(['_id', 'a']);
    expect(first?._id).toBeInstanceOf(ObjectId);
    expect(Object.keys(second ?? {})).toEqual(['_id', 'b']);
  });

  it.each([
    ['an array', [1]],
    ['a regex', /x/],
  ])('refuses %s as _id', async (name, id) => {
    const inserted = server.collection().insertOne({ _id: id });
    await expect(inserted).rejects.toMatchObject({ code: 2, message: `can't use ${name} for _id` });
  });

  it('sorts, skips, limits and projects', async () => {
    const collection = server.collection();
    await collection.insertMany([5, 3, 9, 1].map((n) => ({ _id: n, n })));
    const found = await collection
      .find({ n: { $gt: 1 } })
      .sort({ n: -1 })
      .skip(1)
      .limit(1)
      .project({ n: 1, _id: 0 })
      .toArray();
    expect(found).toEqual([{ n: 5 }]);
  });

  it('treats 1, 1.0 and Long 1 as one _id', async () => {
    const collection = server.collection();
    await collection.insertOne({ _id: new Int32(1) });
    await expect(collection.insertOne({ _id: new Double(1) })).rejects.toMatchObject({ code: 11000 });
    expect(await collection.countDocuments({ _id: Long.fromNumber(1) })).toBe(1);
  });

  it('stops an ordered insert at the first duplicate and goes on with an unordered one', async () => {
    const ordered = server.collection();
    await expect(ordered.insertMany([{ _id: 1 }, { _id: 1 }, { _id: 2 }])).rejects.toMatchObject({ code: 11000 });
    expect(await ordered.countDocuments()).toBe(1);
    const unordered = server.collection();
    await expect(unordered.insertMany([{ _id: 1 }, { _id: 1 }, { _id: 2 }], { ordered: false })).rejects.toMatchObject({
      code: 11000,
    });
    expect(await unordered.countDocuments()).toBe(2);
  });
});

describe('update', () => {
  it('counts matched and really modified documents', async () => {
    const collection = server.collection();
    await collection.insertMany([
      { _id: 1, a: 1 },
      { _id: 2, a: 2 },
    ]);
    expect(await collection.updateMany({}, { $set: { a: 1 } })).toMatchObject({ matchedCount: 2, modifiedCount: 1 });
  });

  it('inserts by upsert what filter and update say', async () => {
    const collection = server.collection();
    const result = await collection.updateOne(
      { _id: 'k', 'a.b': 2 },
      { $set: { c: 3 }, $setOnInsert: { d: 4 } },
      { upsert: true },
    );
    expect(result).toMatchObject({ upsertedCount: 1, upsertedId: 'k', matchedCount: 0 });
    expect(await collection.findOne()).toEqual({ _id: 'k', a: { b: 2 }, c: 3, d: 4 });
  });

  it('replaces a document and keeps its _id', async () => {
    const collection = server.collection();
    await collection.insertOne({ _id: 1, a: 1, b: 2 });
    await collection.replaceOne({ a: 1 }, { c: 3 });
    expect(await collection.findOne()).toEqual({ _id: 1, c: 3 });
    await expect(collection.updateOne({ _id: 1 }, { $set: { _id: 2 } })).rejects.toMatchObject({ code: 66 });
  });

  it('meets each document once although the update moves it in the index', async () => {
    const collection = server.collection();
    await collection.createIndex({ n: 1 });
    await collection.insertMany(Array.from({ length: 200 }, (_, n) => ({ n })));
    expect(await collection.updateMany({ n: { $gte: 0 } }, { $inc: { n: 100 } })).toMatchObject({ modifiedCount: 200 });
    expect(await collection.find().sort({ n: 1 }).limit(1).toArray()).toMatchObject([{ n: 100 }]);
  });

  it('uses array filters and the positional operator', async () => {
    const collection = server.collection();
    await collection.insertOne({
      _id: 1,
      a: [1, 5, 9],
      b: [
        { k: 1, v: 0 },
        { k: 2, v: 0 },
      ],
    });
    await collection.updateOne({ 'b.k': 2 }, { $set: { 'b.$.v': 7 } });
    await collection.updateOne({ _id: 1 }, { $inc: { 'a.$[big]': 1 } }, { arrayFilters: [{ big: { $gt: 4 } }] });
    expect(await collection.findOne()).toEqual({
      _id: 1,
      a: [1, 6, 10],
      b: [
        { k: 1, v: 0 },
        { k: 2, v: 7 },
      ],
    });
  });
});

describe('findAndModify', () => {
  it('gives the document before or after, sorted', async () => {
    const collection = server.collection();
    await collection.insertMany([
      { _id: 1, n: 1 },
      { _id: 2, n: 2 },
    ]);
    expect(await collection.findOneAndUpdate({}, { $inc: { n: 10 } }, { sort: { n: -1 } })).toEqual({ _id: 2, n: 2 });
    expect(
      await collection.findOneAndUpdate(
        { _id: 2 },
        { $inc: { n: 1 } },
        { returnDocument: 'after', projection: { _id: 0 } },
      ),
    ).toEqual({ n: 13 });
    expect(await collection.findOneAndDelete({ _id: 1 })).toEqual({ _id: 1, n: 1 });
    expect(
      await collection.findOneAndUpdate({ _id: 9 }, { $set: { a: 1 } }, { upsert: true, returnDocument: 'after' }),
    ).toEqual({ _id: 9, a: 1 });
    expect(await collection.findOneAndReplace({ _id: 77 }, { a: 1 })).toBeNull();
  });
});

describe('delete, count, distinct', () => {
  it('deletes one or all', async () => {
    const collection = server.collection();
    await collection.insertMany([{ a: 1 }, { a: 1 }, { a: 2 }, { a: [2, 3] }]);
    expect(await collection.deleteOne({ a: 1 })).toMatchObject({ deletedCount: 1 });
    expect(await collection.distinct('a')).toEqual([1, 2, 3]);
    expect(await collection.deleteMany({ a: 2 })).toMatchObject({ deletedCount: 2 });
    expect(await collection.estimatedDocumentCount()).toBe(1);
  });

  it('carries out a mixed bulk write', async () => {
    const collection = server.collection();
    const result = await collection.bulkWrite([
      { insertOne: { document: { _id: 1, a: 1 } } },
      { updateOne: { filter: { _id: 1 }, update: { $set: { a: 2 } } } },
      { updateOne: { filter: { _id: 2 }, update: { $set: { a: 3 } }, upsert: true } },
      { deleteOne: { filter: { _id: 1 } } },
    ]);
    expect(result).toMatchObject({ insertedCount: 1, modifiedCount: 1, upsertedCount: 1, deletedCount: 1 });
    expect(await collection.find().toArray()).toEqual([{ _id: 2, a: 3 }]);
  });
});

describe('collections', () => {
  it('lists, renames and drops them', async () => {
    const collection = server.collection();
    await collection.insertOne({ a: 1 });
    const other = server.db.createCollection(collection.collectionName, { capped: true, size: 4096 });
    await expect(other).rejects.toMatchObject({ code: 48 });
    const renamed = await server.db.renameCollection(collection.collectionName, 'renamed');
    expect(await renamed.countDocuments()).toBe(1);
    const names = (await server.db.listCollections({ name: 'renamed' }).toArray()).map((each) => each.name);
    expect(names).toEqual(['renamed']);
    await renamed.drop();
    expect(await server.db.listCollections({ name: 'renamed' }).toArray()).toEqual([]);
    expect(await renamed.find().toArray()).toEqual([]);
  });
});
