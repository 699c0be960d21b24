import type { Document } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectTestServer } from '../server/test-engine.js';
import type { TestServer } from '../server/test-engine.js';

let server: TestServer;
let people: string;

beforeAll(async () => {
  server = await connectTestServer();
  const collection = server.collection();
  people = collection.collectionName;
  await collection.insertMany([
    { _id: 1, boss: null, points: 4, at: new Date('2024-01-01') },
    { _id: 2, boss: 1, points: 10, at: new Date('2024-01-02') },
    { _id: 3, boss: 1, points: null, at: new Date('2024-01-04') },
    { _id: 4, boss: 2, points: 6, at: new Date('2024-01-05') },
  ] as Document[]);
  await collection.createIndex({ boss: 1 });
});
afterAll(() => server.close());

const aggregate = (...pipeline: Document[]): Promise<Document[]> =>
  server.db.collection(people).aggregate(pipeline).toArray();

describe('stages through a server', () => {
  it('finds what can be reached, by an index', async () => {
    const stage = {
      $graphLookup: {
        from: people,
        startWith: '$_id',
        connectFromField: '_id',
        connectToField: 'boss',
        as: 'below',
        depthField: 'depth',
      },
    };
    const sorted = { $sortArray: { input: '$below', sortBy: { _id: 1 } } };
    const [first] = await aggregate(
      { $match: { _id: 1 } },
      stage,
      { $project: { below: sorted } },
      { $project: { below: { _id: 1, depth: 1 } } },
    );
    expect(first).toEqual({
      _id: 1,
      below: [
        { _id: 2, depth: 0 },
        { _id: 3, depth: 0 },
        { _id: 4, depth: 1 },
      ],
    });
  });

  it('computes over days', async () => {
    const output = {
      near: { $sum: '$points', window: { range: [-1, 0], unit: 'day' } },
      last: { $locf: '$points' },
    };
    const results = await aggregate(
      { $setWindowFields: { sortBy: { at: 1 }, output } },
      { $project: { _id: 0, near: 1, last: 1 } },
    );
    expect(results).toEqual([
      { near: 4, last: 4 },
      { near: 14, last: 10 },
      { near: 0, last: 10 },
      { near: 6, last: 6 },
    ]);
  });

  it('makes buckets of about the same size', async () => {
    expect(await aggregate({ $bucketAuto: { groupBy: '$_id', buckets: 2 } })).toEqual([
      { _id: { min: 1, max: 3 }, count: 2 },
      { _id: { min: 3, max: 4 }, count: 2 },
    ]);
  });

  it('fills gaps between days and null values', async () => {
    const results = await aggregate(
      { $densify: { field: 'at', range: { step: 1, unit: 'day', bounds: 'full' } } },
      { $fill: { sortBy: { at: 1 }, output: { points: { method: 'linear' } } } },
      { $project: { _id: 0, points: 1 } },
    );
    expect(results.map((each) => each['points'] as number)).toEqual([
      4,
      10,
      expect.closeTo(8.667, 2),
      expect.closeTo(7.333, 2),
      6,
    ]);
  });

  it('tells about a collection and gives documents of its own', async () => {
    expect(await aggregate({ $collStats: { count: {} } })).toMatchObject([{ count: 4 }]);
    const indexes = await aggregate({ $indexStats: {} }, { $sort: { name: 1 } });
    expect(indexes.map((each) => each['name'] as string)).toEqual(['_id_', 'boss_1']);
    expect(await server.db.aggregate([{ $documents: [{ a: 1 }] }]).toArray()).toEqual([{ a: 1 }]);
  });

  it('runs several pipelines over one reading', async () => {
    const [both] = await aggregate({
      $facet: {
        sum: [{ $group: { _id: null, n: { $sum: '$points' } } }],
        top: [{ $sort: { points: -1 } }, { $limit: 1 }, { $project: { points: 1 } }],
      },
    });
    expect(both).toEqual({ sum: [{ _id: null, n: 20 }], top: [{ _id: 2, points: 10 }] });
  });
});
