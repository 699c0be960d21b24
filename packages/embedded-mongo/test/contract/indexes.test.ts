import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectTestServer } from '../server/test-engine.js';
import type { AnyDocument, TestServer } from '../server/test-engine.js';
import type { Collection, Document, Filter } from 'mongodb';

let server: TestServer;

beforeAll(async () => {
  server = await connectTestServer();
});
afterAll(() => server.close());

/** Names of the stages of the winning plan, outermost first. */
async function stages(
  collection: Collection<AnyDocument>,
  filter: Filter<AnyDocument>,
  sort: Record<string, 1 | -1> = {},
): Promise<string[]> {
  const explained = await collection.find(filter).sort(sort).explain('queryPlanner');
  const names: string[] = [];
  let stage = explained['queryPlanner'].winningPlan as Document | undefined;
  while (stage !== undefined) {
    names.push(String(stage['stage']));
    stage = stage['inputStage'] as Document | undefined;
  }
  return names;
}

describe('unique indexes', () => {
  it.each([
    ['of _id', { _id: { $in: [3, 5] } }],
    ['of a unique index', { email: { $in: ['3@x', '5@x'] } }],
  ])('finds a few values %s by themselves, whatever else an index could bind', async (_what, filter) => {
    const collection = server.collection();
    await collection.createIndex({ tenant: 1, name: 1 });
    await collection.createIndex({ email: 1 }, { unique: true });
    const docs = Array.from({ length: 100 }, (_, i) => ({ _id: i, tenant: 't', name: `n${i}`, email: `${i}@x` }));
    await collection.insertMany(docs);
    const query = { ...filter, tenant: 't' } as never;
    expect(await collection.find(query).toArray()).toHaveLength(2);
    const { executionStats } = await collection.find(query).explain('executionStats');
    expect((executionStats as { totalDocsExamined: number }).totalDocsExamined).toBeLessThan(5);
  });

  it("refuse duplicates with keyPattern, keyValue and MongoDB's wording", async () => {
    const collection = server.collection();
    await collection.createIndex({ org: 1, email: 1 }, { unique: true });
    await collection.insertOne({ org: 'a', email: 'x' });
    await collection.insertOne({ org: 'b', email: 'x' });
    const refused = await collection.insertOne({ org: 'a', email: 'x' }).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: 11000,
      keyPattern: { org: 1, email: 1 },
      keyValue: { org: 'a', email: 'x' },
    });
    const start = `E11000 duplicate key error collection: ${collection.namespace} index: org_1_email_1 dup key: { org: "a", email: "x" }`;
    expect((refused as Error).message).toContain(start);
    await expect(collection.updateOne({ org: 'b' }, { $set: { org: 'a' } })).rejects.toMatchObject({ code: 11000 });
    expect(await collection.countDocuments({ org: 'b' })).toBe(1);
  });

  it('count a missing field as null, unless sparse', async () => {
    const collection = server.collection();
    await collection.createIndex({ a: 1 }, { unique: true });
    await collection.createIndex({ b: 1 }, { unique: true, sparse: true });
    await collection.insertMany([{ a: 1 }, { a: 2 }, { c: 1 }]);
    await expect(collection.insertOne({ c: 2 })).rejects.toMatchObject({ code: 11000, keyValue: { a: null } });
  });

  it('let one document repeat a key, but not two', async () => {
    const collection = server.collection();
    await collection.createIndex({ tags: 1 }, { unique: true });
    await collection.insertOne({ _id: 1, tags: ['x', 'x', 'y'] });
    await expect(collection.insertOne({ tags: ['z', 'y'] })).rejects.toMatchObject({
      code: 11000,
      keyValue: { tags: 'y' },
    });
    await collection.updateOne({ _id: 1 }, { $set: { tags: ['y'] } });
    await collection.insertOne({ tags: 'x' });
  });

  it('cannot be built over duplicates and then leave nothing behind', async () => {
    const collection = server.collection();
    await collection.insertMany([{ a: 1 }, { a: 1 }]);
    await expect(collection.createIndex({ a: 1 }, { unique: true })).rejects.toMatchObject({ code: 11000 });
    expect(await collection.indexes()).toHaveLength(1);
  });

  it('with a partial filter bind only the documents it selects', async () => {
    const collection = server.collection();
    await collection.createIndex({ key: 1 }, { unique: true, partialFilterExpression: { active: true } });
    await collection.insertMany([{ key: 1, active: true }, { key: 1, active: false }, { key: 1 }]);
    await expect(collection.updateOne({ active: false }, { $set: { active: true } })).rejects.toMatchObject({
      code: 11000,
    });
  });
});

describe('definitions', () => {
  it('may be repeated, but not contradicted', async () => {
    const collection = server.collection();
    await collection.createIndex({ a: 1 });
    await collection.createIndex({ a: 1 });
    await expect(collection.createIndex({ a: 1 }, { name: 'other' })).rejects.toMatchObject({ code: 85 });
    await expect(collection.createIndex({ b: 1 }, { name: 'a_1' })).rejects.toMatchObject({ code: 86 });
    await expect(collection.createIndex({ a: 1 }, { unique: true })).rejects.toMatchObject({
      code: 86,
      message: expect.stringMatching(
        /Requested index: \{ v: 2,.* unique: true.* \}, existing index: \{ v: 2, key: \{ a: 1 \}, name: "a_1" \}$/,
      ),
    });
    expect((await collection.indexes()).map((index) => index.name)).toEqual(['_id_', 'a_1']);
  });

  it('can be dropped by name, but not _id_', async () => {
    const collection = server.collection();
    await collection.createIndex({ a: 1, b: -1 });
    await collection.dropIndex('a_1_b_-1');
    await expect(collection.dropIndex('_id_')).rejects.toMatchObject({ code: 72 });
    await expect(collection.dropIndex('nothing')).rejects.toMatchObject({ code: 27 });
  });

  it('refuse two parallel arrays', async () => {
    const collection = server.collection();
    await collection.createIndex({ a: 1, b: 1 });
    await expect(collection.insertOne({ a: [1], b: [2] })).rejects.toMatchObject({ code: 171 });
  });
});

describe('plans', () => {
  it('use indexes for equality, ranges, $in, prefixes and sorting', async () => {
    const collection = server.collection();
    await collection.createIndex({ a: 1, b: -1 });
    await collection.insertMany(Array.from({ length: 20 }, (_, i) => ({ a: i % 4, b: i })));
    expect(await stages(collection, { a: 1 })).toContain('IXSCAN');
    expect(await stages(collection, { a: { $in: [1, 2] } })).toContain('IXSCAN');
    expect(await stages(collection, { a: { $gt: 2 } })).toContain('IXSCAN');
    expect(await stages(collection, { a: 1 }, { b: 1 })).not.toContain('SORT');
    expect(await stages(collection, { a: 1 }, { b: 1 })).toContain('IXSCAN');
    expect(await stages(collection, {}, { a: -1, b: 1 })).not.toContain('SORT');
    expect(await stages(collection, {}, { a: 1, b: 1 })).toContain('SORT');
    expect(await stages(collection, { b: 1 })).toContain('COLLSCAN');
  });

  it('give sorted results in both directions through the index', async () => {
    const collection = server.collection();
    await collection.createIndex({ a: 1, b: -1 });
    await collection.insertMany(Array.from({ length: 12 }, (_, i) => ({ _id: i, a: i % 3, b: i })));
    const up = await collection
      .find({ a: { $in: [2, 0] } })
      .sort({ a: 1, b: -1 })
      .map((each) => each._id)
      .toArray();
    expect(up).toEqual([9, 6, 3, 0, 11, 8, 5, 2]);
    const down = await collection
      .find({ a: { $in: [2, 0] } })
      .sort({ a: -1, b: 1 })
      .map((each) => each._id)
      .toArray();
    expect(down).toEqual([...up].reverse());
  });

  it('refuse a hint to an unknown index', async () => {
    const collection = server.collection();
    await collection.insertOne({ a: 1 });
    await expect(collection.find({ a: 1 }).hint('a_1').toArray()).rejects.toMatchObject({ code: 2 });
  });
});

describe('queries through an index and by scan', () => {
  const values: unknown[] = [
    null,
    1,
    2,
    5,
    -3,
    1.5,
    'a',
    'b',
    '',
    true,
    false,
    [],
    [1],
    [1, 5],
    [[1]],
    [null],
    ['a', 2],
    { x: 1 },
    { x: 2, y: 1 },
    new Date(0),
    new Date(10),
    [{ x: 1 }, { x: 2 }],
    { x: [1, 2] },
  ];
  const filters: Filter<AnyDocument>[] = [
    ...values.map((value) => ({ v: value })),
    ...values.filter((value) => value !== null).map((value) => ({ v: { $gt: value } })),
    ...values.map((value) => ({ v: { $lte: value } })),
    { v: { $in: [1, 'a', null] } },
    { v: { $in: [[1], 5] } },
    { v: { $gt: 1, $lt: 5 } },
    { v: { $gte: 1, $lte: 2 } },
    { v: { $elemMatch: { $gt: 1, $lt: 6 } } },
    { v: { $exists: false } },
    { v: { $exists: true } },
    { v: { $ne: 1 } },
    { v: { $nin: [1, null] } },
    { v: /^a/ },
    { v: { $type: 'number' } },
    { v: { $not: { $gt: 1 } } },
    { v: { $all: [1, 5] } },
    { v: { $size: 1 } },
    { 'v.x': 1 },
    { 'v.x': null },
    { 'v.x': { $gt: 1 } },
    { 'v.0': 1 },
    { $or: [{ v: 1 }, { v: 'b' }] },
    { v: 1, w: 1 },
    { v: { $gte: 1 }, w: { $in: [0, 1] } },
    { w: 1, v: { $lt: 5 } },
    { w: { $gt: 0 }, 'v.x': { $gte: 1 } },
  ];
  const indexes: Record<string, 1 | -1>[] = [
    { v: 1 },
    { v: -1 },
    { 'v.x': 1 },
    { w: 1, v: 1 },
    { v: 1, w: -1 },
    { w: -1, 'v.x': -1 },
  ];

  it.each(indexes.map((keys) => [JSON.stringify(keys), keys] as const))('agree for %s', async (_name, keys) => {
    const plain = server.collection();
    const indexed = server.collection();
    await indexed.createIndex(keys);
    const documents: AnyDocument[] = [
      ...values.map((v, i) => ({ _id: i, v, w: i % 3 })),
      { _id: 100 },
      { _id: 101, w: 1 },
    ];
    await plain.insertMany(documents);
    await indexed.insertMany(documents);
    for (const filter of filters) {
      const expected = (await plain.find(filter).hint({ $natural: 1 }).toArray()).map((each) => each._id);
      const found = (await indexed.find(filter).toArray()).map((each) => each._id);
      expect(new Set(found), JSON.stringify(filter)).toEqual(new Set(expected));
      expect(found.length, JSON.stringify(filter)).toBe(expected.length);
      const sorted = await plain.find(filter).sort({ w: 1, _id: 1 }).toArray();
      expect(await indexed.find(filter).sort({ w: 1, _id: 1 }).toArray(), JSON.stringify(filter)).toEqual(sorted);
    }
  });
});

it('a compound index over one array finds documents whose elements match separately', async () => {
  const collection = server.collection();
  await collection.createIndex({ 'a.x': 1, 'a.y': 1 });
  await collection.insertOne({
    _id: 1,
    a: [
      { x: 1, y: 3 },
      { x: 3, y: 2 },
    ],
  });
  expect(await collection.countDocuments({ 'a.x': 1, 'a.y': 2 })).toBe(1);
  expect(await collection.countDocuments({ 'a.x': 2, 'a.y': 2 })).toBe(0);
});

it('an index over arrays does not falsify the order', async () => {
  const collection = server.collection();
  await collection.createIndex({ a: 1 });
  await collection.insertMany([
    { _id: 1, a: [5, 0] },
    { _id: 2, a: 3 },
  ]);
  const ids = (sort: Record<string, 1 | -1>): Promise<unknown[]> =>
    collection
      .find({ a: { $gte: 1 } })
      .sort(sort)
      .map((each) => each._id)
      .toArray();
  expect(await ids({ a: 1 })).toEqual([1, 2]);
  expect(await ids({ a: -1 })).toEqual([1, 2]);
});
