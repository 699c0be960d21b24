import type { Collection, Document } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectTestServer } from '../server/test-engine.js';
import type { AnyDocument, TestServer } from '../server/test-engine.js';

let server: TestServer;

beforeAll(async () => {
  server = await connectTestServer();
});
afterAll(() => server.close());

async function filled(): Promise<Collection<AnyDocument>> {
  const collection = server.collection();
  await collection.insertMany([
    { _id: 1, x: 11 },
    { _id: 2, x: 22 },
    { _id: 3, x: 33 },
  ]);
  return collection;
}

/** What a collection holds, by `_id`. */
function contents(collection: Collection<AnyDocument>): Promise<Document[]> {
  return collection.find().sort({ _id: 1 }).toArray();
}

describe('without a collection', () => {
  it('lists the session of the command', async () => {
    const pipeline = [{ $listLocalSessions: {} }, { $limit: 1 }, { $set: { a: 1 } }, { $project: { _id: 0, a: 1 } }];
    expect(await server.client.db('admin').aggregate(pipeline).toArray()).toEqual([{ a: 1 }]);
  });

  it('lists the operation that asks', async () => {
    const pipeline = [{ $currentOp: {} }, { $match: { 'command.comment': 'here' } }, { $project: { ns: 1 } }];
    const found = await server.client.db('admin').aggregate(pipeline, { comment: 'here' }).toArray();
    expect(found).toEqual([{ ns: 'admin.$cmd.aggregate' }]);
  });

  it('gives documents that are written down, over several batches and into a collection', async () => {
    const documents = { $documents: Array.from({ length: 5 }, (_, _id) => ({ _id })) };
    const numbers = [0, 1, 2, 3, 4].map((_id) => ({ _id }));
    expect(await server.db.aggregate([documents], { batchSize: 2 }).toArray()).toEqual(numbers);
    const target = server.collection();
    expect(await server.db.aggregate([documents, { $out: target.collectionName }]).toArray()).toEqual([]);
    expect(await contents(target)).toEqual(numbers);
  });
});

describe('explain', () => {
  it('is an option of the command, too, and carries nothing out', async () => {
    const collection = await filled();
    const reply = await server.db.command({
      aggregate: collection.collectionName,
      pipeline: [{ $match: { _id: { $gt: 1 } } }],
      explain: true,
    });
    expect(JSON.stringify(reply)).toContain('winningPlan');
    expect(reply).not.toHaveProperty('cursor');
  });
});

describe('let', () => {
  it('is seen by stages and by what is written', async () => {
    const collection = await filled();
    const target = server.collection();
    const variables = { id: 2, text: 'foo', price: { $literal: '$x' } };
    const pipeline = [
      { $match: { $expr: { $eq: ['$_id', '$$id'] } } },
      { $project: { text: '$$text', price: '$$price' } },
    ];
    const expected = [{ _id: 2, text: 'foo', price: '$x' }];
    expect(await collection.aggregate(pipeline, { let: variables }).toArray()).toEqual(expected);
    await collection.aggregate([...pipeline, { $out: target.collectionName }], { let: variables }).toArray();
    expect(await contents(target)).toEqual(expected);
  });
});

it('gives no document over 16 MB', async () => {
  const collection = server.collection();
  await collection.insertOne({ _id: 1, text: 'x'.repeat(9_000_000) });
  const doubled = collection.aggregate([{ $set: { again: '$text' } }]).toArray();
  await expect(doubled).rejects.toMatchObject({ code: 10334 });
});

describe('$out', () => {
  it.each(['primary', 'secondaryPreferred', 'nearest'] as const)(
    'replaces the target, read preference %s',
    async (mode) => {
      const collection = await filled();
      const target = server.collection();
      await target.createIndex({ x: 1 }, { unique: true });
      await target.insertOne({ _id: 9, x: 22 });
      const pipeline = [{ $match: { _id: { $gt: 1 } } }, { $out: target.collectionName }];
      expect(await collection.aggregate(pipeline, { readPreference: mode }).toArray()).toEqual([]);
      expect(await contents(target)).toEqual([
        { _id: 2, x: 22 },
        { _id: 3, x: 33 },
      ]);
      expect(await target.indexExists('x_1')).toBe(true);
    },
  );

  it('leaves the target as it was when it fails', async () => {
    const collection = await filled();
    const target = server.collection();
    await target.createIndex({ y: 1 }, { unique: true });
    await target.insertOne({ _id: 9, y: 9 });
    const failing = collection.aggregate([{ $set: { y: 1 } }, { $out: target.collectionName }]).toArray();
    await expect(failing).rejects.toMatchObject({ code: 11000 });
    expect(await contents(target)).toEqual([{ _id: 9, y: 9 }]);
  });

  it('writes into another database', async () => {
    const collection = await filled();
    const other = server.client.db(`${server.db.databaseName}_2`);
    await collection.aggregate([{ $out: { db: other.databaseName, coll: 'o' } }]).toArray();
    await collection.aggregate([{ $merge: { into: { db: other.databaseName, coll: 'm' } } }]).toArray();
    expect(await other.collection('o').find().toArray()).toEqual(await contents(collection));
    expect(await other.collection('m').countDocuments()).toBe(3);
    await other.dropDatabase();
  });

  it.each<[string, Document[], Document, number]>([
    ['in the middle', [{ $out: 'a' }, { $match: {} }], {}, 40601],
    ['with linearizable reads', [{ $out: 'a' }], { readConcern: { level: 'linearizable' } }, 72],
    ['into a capped collection', [{ $out: 'round' }], {}, 17152],
  ])('is refused %s', async (_name, pipeline, options, code) => {
    const collection = await filled();
    await server.db.createCollection('round', { capped: true, size: 4096 });
    await expect(collection.aggregate(pipeline, options).toArray()).rejects.toMatchObject({ code });
    expect(await server.db.listCollections({ name: 'a' }).toArray()).toEqual([]);
  });
});

describe('$merge', () => {
  const text = '$price';
  it.each<[string, Document, Document]>([
    ['merges', {}, { _id: 1, old: true, x: text }],
    ['replaces', { whenMatched: 'replace' }, { _id: 1, x: text }],
    ['keeps', { whenMatched: 'keepExisting' }, { _id: 1, old: true }],
    [
      'runs a pipeline over both',
      { whenMatched: [{ $set: { got: '$$new.x', was: '$old' } }] },
      { _id: 1, old: true, got: text, was: true },
    ],
    [
      'runs a pipeline with variables',
      {
        let: { a: '$x', b: { $literal: '$y' }, c: '$none' },
        whenMatched: [{ $set: { a: '$$a', b: '$$b', c: '$$c' } }],
      },
      { _id: 1, old: true, a: text, b: '$y' },
    ],
    [
      'knows the new document beside variables',
      { let: { a: 5, new: '$$ROOT' }, whenMatched: [{ $replaceWith: { x: '$$new.x', a: '$$a' } }] },
      { _id: 1, x: text, a: 5 },
    ],
  ])('%s, and takes no text for an expression', async (_name, options, expected) => {
    const [source, target] = [server.collection(), server.collection()];
    await source.insertMany([
      { _id: 1, x: text },
      { _id: 2, x: 'new' },
    ]);
    await target.insertOne({ _id: 1, old: true });
    await source.aggregate([{ $merge: { into: target.collectionName, ...options } }]).toArray();
    expect(await contents(target)).toEqual([expected, { _id: 2, x: 'new' }]);
  });

  it.each<[string, Document, number]>([
    ['variables without a pipeline', { let: { a: 1 } }, 51199],
    ['another meaning of new', { let: { new: 1 }, whenMatched: [{ $set: { a: 1 } }] }, 51273],
    ['a match that must not be', { whenMatched: 'fail' }, 11000],
    ['no match where there must be one', { whenNotMatched: 'fail' }, 13113],
    ['fields without a unique index', { on: 'x' }, 51183],
  ])('refuses %s', async (_name, options, code) => {
    const [source, target] = [await filled(), server.collection()];
    await target.insertOne({ _id: 1 });
    const merged = source.aggregate([{ $merge: { into: target.collectionName, ...options } }]).toArray();
    await expect(merged).rejects.toMatchObject({ code });
  });
});
