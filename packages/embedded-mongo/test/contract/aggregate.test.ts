import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectTestServer } from '../server/test-engine.js';
import type { TestServer } from '../server/test-engine.js';

let server: TestServer;

beforeAll(async () => {
  server = await connectTestServer();
});
afterAll(() => server.close());

describe('aggregate', () => {
  it('filters and sorts through an index before the other stages', async () => {
    const collection = server.collection();
    await collection.createIndex({ team: 1, points: -1 });
    await collection.insertMany(Array.from({ length: 40 }, (_, i) => ({ _id: i, team: i % 4, points: i })));
    const pipeline = [{ $match: { team: 1 } }, { $sort: { points: -1 } }, { $limit: 2 }, { $project: { points: 1 } }];
    expect(await collection.aggregate(pipeline).toArray()).toEqual([
      { _id: 37, points: 37 },
      { _id: 33, points: 33 },
    ]);
    const explained = await collection.aggregate(pipeline).explain('executionStats');
    expect(JSON.stringify(explained)).toContain('IXSCAN');
  });

  it('groups, and counts like countDocuments', async () => {
    const collection = server.collection();
    await collection.insertMany([
      { g: 'a', n: 1 },
      { g: 'b', n: 5 },
      { g: 'a', n: 2 },
    ]);
    const groups = await collection
      .aggregate([{ $group: { _id: '$g', sum: { $sum: '$n' } } }, { $sort: { _id: 1 } }])
      .toArray();
    expect(groups).toEqual([
      { _id: 'a', sum: 3 },
      { _id: 'b', sum: 5 },
    ]);
    expect(await collection.countDocuments({ g: 'a' }, { limit: 1 })).toBe(1);
    expect(await collection.countDocuments({ g: 'c' })).toBe(0);
  });

  it('looks up other collections, with and without an index', async () => {
    const people = server.collection();
    const teams = server.collection();
    await teams.insertMany([
      { _id: 1, name: 'red' },
      { _id: 2, name: 'blue' },
    ]);
    await people.insertMany([
      { _id: 'a', team: 1 },
      { _id: 'b', team: 2 },
      { _id: 'c', team: 3 },
      { _id: 'd', team: [1, 2] },
    ]);
    const lookup = (localField: string, foreignField: string, from: string): object => ({
      $lookup: { from, localField, foreignField, as: 'found' },
    });
    const joined = await people
      .aggregate([
        lookup('team', '_id', teams.collectionName),
        { $sort: { _id: 1 } },
        { $project: { 'found.name': 1 } },
      ])
      .toArray();
    expect(joined).toEqual([
      { _id: 'a', found: [{ name: 'red' }] },
      { _id: 'b', found: [{ name: 'blue' }] },
      { _id: 'c', found: [] },
      { _id: 'd', found: [{ name: 'red' }, { name: 'blue' }] },
    ]);
    const back = [lookup('_id', 'team', people.collectionName), { $sort: { _id: 1 } }];
    const scanned = await teams.aggregate(back).toArray();
    await people.createIndex({ team: 1 });
    const indexed = await teams.aggregate(back).toArray();
    expect(indexed.map((each) => each['found'].length)).toEqual([2, 2]);
    expect(scanned.map((each) => each['found'].length)).toEqual([2, 2]);
  });

  it('gives large results in batches', async () => {
    const collection = server.collection();
    await collection.insertMany(Array.from({ length: 450 }, (_, i) => ({ _id: i })));
    expect(await collection.aggregate([{ $sort: { _id: -1 } }], { batchSize: 100 }).toArray()).toHaveLength(450);
  });

  it('reads inside a transaction what it has written', async () => {
    const collection = server.collection();
    await collection.insertOne({ n: 1 });
    await server.client.withSession((session) =>
      session.withTransaction(async () => {
        await collection.insertOne({ n: 2 }, { session });
        const [sum] = await collection.aggregate([{ $group: { _id: null, n: { $sum: '$n' } } }], { session }).toArray();
        expect(sum?.['n']).toBe(3);
        expect(await collection.countDocuments({}, { session })).toBe(2);
      }),
    );
  });

  it.each<[string, object, number]>([
    ['an unknown stage', { $nothing: {} }, 40324],
    ['two stages in one', { $match: {}, $limit: 1 }, 40323],
  ])('refuses %s', async (_name, stage, code) => {
    await expect(server.collection().aggregate([stage]).toArray()).rejects.toMatchObject({ code });
  });
});

describe('$out', () => {
  it('replaces the documents of a collection and keeps its indexes', async () => {
    const source = server.collection();
    const target = server.collection();
    await source.insertMany([
      { _id: 1, n: 1 },
      { _id: 2, n: 2 },
    ]);
    await target.insertOne({ _id: 9, n: 9 });
    await target.createIndex({ n: 1 }, { unique: true });
    await source.aggregate([{ $match: { n: { $gt: 1 } } }, { $out: target.collectionName }]).toArray();
    expect(await target.find().toArray()).toEqual([{ _id: 2, n: 2 }]);
    await expect(target.insertOne({ n: 2 })).rejects.toMatchObject({ code: 11000 });
  });

  it('changes nothing when the results cannot be stored', async () => {
    const source = server.collection();
    const target = server.collection();
    await source.insertMany([{ n: 1 }, { n: 1 }]);
    await target.createIndex({ n: 1 }, { unique: true });
    await target.insertOne({ _id: 1, n: 5 });
    await expect(source.aggregate([{ $out: target.collectionName }]).toArray()).rejects.toMatchObject({ code: 11000 });
    expect(await target.find().toArray()).toEqual([{ _id: 1, n: 5 }]);
  });
});

describe('$merge', () => {
  it.each<[string, object, object[]]>([
    [
      'lays fields over by default',
      {},
      [
        { _id: 1, a: 1, b: 2 },
        { _id: 2, b: 2 },
      ],
    ],
    [
      'replaces',
      { whenMatched: 'replace' },
      [
        { _id: 1, b: 2 },
        { _id: 2, b: 2 },
      ],
    ],
    [
      'keeps existing',
      { whenMatched: 'keepExisting' },
      [
        { _id: 1, a: 1 },
        { _id: 2, b: 2 },
      ],
    ],
    ['discards', { whenNotMatched: 'discard' }, [{ _id: 1, a: 1, b: 2 }]],
    [
      'runs a pipeline',
      { whenMatched: [{ $set: { c: '$$new.b' } }] },
      [
        { _id: 1, a: 1, c: 2 },
        { _id: 2, b: 2 },
      ],
    ],
  ])('%s', async (_name, options, expected) => {
    const source = server.collection();
    const target = server.collection();
    await source.insertMany([
      { _id: 1, b: 2 },
      { _id: 2, b: 2 },
    ]);
    await target.insertOne({ _id: 1, a: 1 });
    await source.aggregate([{ $merge: { into: target.collectionName, ...options } }]).toArray();
    expect(await target.find().sort({ _id: 1 }).toArray()).toEqual(expected);
  });

  it('matches by a unique index and refuses other fields', async () => {
    const source = server.collection();
    const target = server.collection();
    await source.insertOne({ _id: 1, key: 'k', n: 2 });
    await target.insertOne({ _id: 77, key: 'k', n: 1 });
    const merge = { $merge: { into: target.collectionName, on: 'key', whenMatched: [{ $set: { n: '$$new.n' } }] } };
    await expect(source.aggregate([merge]).toArray()).rejects.toMatchObject({ code: 51183 });
    await target.createIndex({ key: 1 }, { unique: true });
    await source.aggregate([merge]).toArray();
    expect(await target.find().toArray()).toEqual([{ _id: 77, key: 'k', n: 2 }]);
  });
});
