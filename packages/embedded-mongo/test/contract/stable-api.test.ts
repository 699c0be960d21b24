import { MongoClient } from 'mongodb';
import type { Document } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectTestServer } from '../server/test-engine.js';
import type { TestServer } from '../server/test-engine.js';

let server: TestServer;

beforeAll(async () => {
  server = await connectTestServer();
  await server.db.createCollection('a');
});
afterAll(() => server.close());

const STRICT = { apiVersion: '1', apiStrict: true };
const stats = { $collStats: { count: {} } };

describe('a client that is strict about the stable API', () => {
  it.each<[string, Document]>([
    ['ping', { ping: 1 }],
    ['find', { find: 'a', filter: {}, sort: { x: 1 }, limit: 1, singleBatch: true }],
    ['count', { count: 'a' }],
    ['a count of statistics', { aggregate: 'a', pipeline: [stats], cursor: {} }],
    ['insert', { insert: 'a', documents: [{ x: 1 }] }],
    ['findAndModify', { findAndModify: 'a', query: {}, update: { $set: { x: 2 } } }],
    ['createIndexes', { createIndexes: 'a', indexes: [{ key: { x: 1 }, name: 'x_1', unique: true }] }],
  ])('may %s', async (_what, command) => {
    await expect(server.db.command({ ...command, ...STRICT })).resolves.toMatchObject({ ok: 1 });
  });

  const LOCAL = { $listLocalSessions: {} };
  it.each<[string, Document, RegExp]>([
    ['distinct', { distinct: 'a', key: 'x' }, /command distinct is not in API Version 1/],
    ['serverStatus', { serverStatus: 1 }, /command serverStatus is not in API Version 1/],
    ['a stage about sessions', { aggregate: 1, pipeline: [LOCAL], cursor: {} }, /\$listLocalSessions is not allowed/],
    [
      'other statistics',
      { aggregate: 'a', pipeline: [{ $collStats: { latencyStats: {} } }], cursor: {} },
      /\$collStats/,
    ],
    [
      'a stage within a stage',
      { aggregate: 'a', pipeline: [{ $unionWith: { coll: 'a', pipeline: [{ $indexStats: {} }] } }], cursor: {} },
      /\$indexStats is not allowed/,
    ],
    ['a tailable cursor', { find: 'a', tailable: true }, /find\.tailable/],
    ['a capped collection', { create: 'capped', capped: true, size: 1000 }, /create\.(?:capped|size)/],
    ['a sparse index', { createIndexes: 'a', indexes: [{ key: { y: 1 }, name: 'y', sparse: true }] }, /sparse/],
  ])('may not use %s', async (_what, command, message) => {
    await expect(server.db.command({ ...command, ...STRICT })).rejects.toMatchObject({
      code: 323,
      codeName: 'APIStrictError',
      errmsg: expect.stringMatching(message) as string,
    });
    if (command['distinct'] === undefined) return;
    await expect(server.db.command({ ...command, apiVersion: '1' })).resolves.toMatchObject({ ok: 1 });
  });

  it('works through a driver, transactions included', async () => {
    const client = new MongoClient(server.uri, { serverApi: { version: '1', strict: true, deprecationErrors: true } });
    try {
      const collection = client.db(server.db.databaseName).collection(server.collection().collectionName);
      await collection.insertOne({ x: 1 });
      await client.withSession((session) =>
        session.withTransaction(() => collection.updateOne({}, { $inc: { x: 1 } }, { session })),
      );
      expect(await collection.countDocuments({ x: 2 })).toBe(1);
      await expect(collection.distinct('x')).rejects.toMatchObject({ code: 323 });
    } finally {
      await client.close();
    }
  });
});

it.each<[string, Document, number]>([
  ['another version', { apiVersion: '2' }, 322],
  ['strictness without a version', { apiStrict: true }, 4886600],
  ['deprecations without a version', { apiDeprecationErrors: true }, 4886600],
])('refuses %s', async (_what, declared, code) => {
  await expect(server.db.command({ ping: 1, ...declared })).rejects.toMatchObject({ code });
});
