import { Long, UUID } from 'bson';
import type { Document } from 'bson';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RawClient } from '../server/raw-client.js';
import { connectTestServer } from '../server/test-engine.js';
import type { TestServer } from '../server/test-engine.js';

let server: TestServer;
let raw: RawClient;

beforeAll(async () => {
  server = await connectTestServer();
  raw = await RawClient.connect(server.uri);
});
afterAll(async () => {
  raw.destroy();
  await server.close();
});

const run = (command: Document): Promise<Document> => raw.command(command, server.db.databaseName);

/** The fields of a new session and its first number. */
function newAttempt(): Document {
  return { lsid: { id: new UUID() }, txnNumber: Long.fromNumber(1) };
}

describe('a repeated write', () => {
  type Write = (collection: string) => Document;

  it.each<[string, Write, Document, Document]>([
    ['insert', (name) => ({ insert: name, documents: [{ _id: 5, n: 0 }] }), { n: 1, ok: 1 }, { retriedStmtIds: [0] }],
    [
      'insert of several',
      (name) => ({ insert: name, documents: [{ _id: 5 }, { _id: 6 }] }),
      { n: 2, ok: 1 },
      { retriedStmtIds: [0, 1] },
    ],
    [
      'update',
      (name) => ({ update: name, updates: [{ q: { _id: 1 }, u: { $inc: { n: 1 } } }] }),
      { n: 1, nModified: 1, ok: 1 },
      { retriedStmtIds: [0] },
    ],
    [
      'update of several statements',
      (name) => ({
        update: name,
        updates: [
          { q: { _id: 1 }, u: { $inc: { n: 1 } } },
          { q: { _id: 1 }, u: { $inc: { n: 10 } } },
          { q: { _id: 99 }, u: { $inc: { n: 1 } } },
        ],
      }),
      { n: 2, nModified: 2, ok: 1 },
      { retriedStmtIds: [0, 1] },
    ],
    [
      'upsert',
      (name) => ({ update: name, updates: [{ q: { _id: 7 }, u: { $inc: { n: 1 } }, upsert: true }] }),
      { n: 1, nModified: 0, upserted: [{ index: 0, _id: 7 }], ok: 1 },
      { retriedStmtIds: [0] },
    ],
    [
      'delete',
      (name) => ({
        delete: name,
        deletes: [
          { q: { n: 0 }, limit: 1 },
          { q: { n: 0 }, limit: 1 },
        ],
      }),
      { n: 2, ok: 1 },
      { retriedStmtIds: [0, 1] },
    ],
    [
      'findAndModify',
      (name) => ({ findAndModify: name, query: { _id: 1 }, update: { $inc: { n: 1 } }, new: true }),
      { value: { _id: 1, n: 1 }, ok: 1 },
      { retriedStmtId: 0 },
    ],
    [
      'findAndModify that removes',
      (name) => ({ findAndModify: name, query: { n: 0 }, sort: { _id: -1 }, remove: true }),
      { value: { _id: 3, n: 0 }, ok: 1 },
      { retriedStmtId: 0 },
    ],
  ])('gives its answer and is not done again: %s', async (_name, write, answer, retried) => {
    const collection = server.collection();
    await collection.insertMany([1, 2, 3].map((_id) => ({ _id, n: 0 })));
    const command = { ...write(collection.collectionName), ...newAttempt() };
    const first = await run(command);
    expect(first).toMatchObject(answer);
    expect(first['retriedStmtIds'] ?? first['retriedStmtId']).toBeUndefined();
    const after = await collection.find().sort({ _id: 1 }).toArray();
    expect(await run(command)).toMatchObject({ ...answer, ...retried });
    expect(await collection.find().sort({ _id: 1 }).toArray()).toEqual(after);
    const next = await run({ ...command, txnNumber: Long.fromNumber(2) });
    expect(next['retriedStmtIds'] ?? next['retriedStmtId']).toBeUndefined();
  });

  it('looks again where it found nothing to do', async () => {
    const collection = server.collection();
    const attempt = newAttempt();
    const update = {
      update: collection.collectionName,
      updates: [{ q: { _id: 1 }, u: { $inc: { n: 1 } } }],
      ...attempt,
    };
    const modify = {
      findAndModify: collection.collectionName,
      query: { _id: 1 },
      remove: true,
      ...newAttempt(),
    };
    expect(await run(update)).toMatchObject({ n: 0, ok: 1 });
    expect(await run(modify)).toMatchObject({ value: null, ok: 1 });
    await collection.insertOne({ _id: 1, n: 0 });
    expect(await run(update)).toMatchObject({ n: 1, ok: 1 });
    expect(await run(modify)).toMatchObject({ value: { _id: 1, n: 1 }, ok: 1 });
  });

  it('does what was refused the first time, and only that', async () => {
    const collection = server.collection();
    await collection.createIndex({ u: 1 }, { unique: true });
    await collection.insertMany([
      { _id: 1, u: 1, n: 0 },
      { _id: 2, u: 2, n: 0 },
    ]);
    const command = {
      update: collection.collectionName,
      updates: [
        { q: { _id: 1 }, u: { $inc: { n: 1 } } },
        { q: { _id: 1 }, u: { $set: { u: 2 }, $inc: { n: 10 } } },
      ],
      ...newAttempt(),
    };
    expect(await run(command)).toMatchObject({ n: 1, writeErrors: [{ index: 1, code: 11000 }] });
    await collection.deleteOne({ _id: 2 });
    expect(await run(command)).toMatchObject({ n: 2, nModified: 2, retriedStmtIds: [0] });
    expect(await collection.findOne()).toEqual({ _id: 1, u: 2, n: 11 });
  });

  it('knows its statements by the ids that it gives them', async () => {
    const collection = server.collection();
    const attempt = newAttempt();
    const insert = (ids: Document, documents: Document[]): Promise<Document> =>
      run({ insert: collection.collectionName, documents, ...attempt, ...ids });
    await insert({ stmtIds: [4, 5] }, [{ _id: 4 }, { _id: 5 }]);
    const reply = await insert({ stmtId: 5 }, [{ _id: 5 }, { _id: 6 }]);
    expect(reply).toMatchObject({ n: 2, ok: 1, retriedStmtIds: [5] });
    expect(await collection.countDocuments()).toBe(3);
  });
});

describe('a retryable write is refused', () => {
  it('with a number below the last', async () => {
    const lsid = { id: new UUID() };
    const insert = (id: number, txnNumber: number): Document => ({
      insert: 'old',
      documents: [{ _id: id }],
      lsid,
      txnNumber: Long.fromNumber(txnNumber),
    });
    expect(await run(insert(1, 5))).toMatchObject({ n: 1, ok: 1 });
    expect(await run(insert(2, 4))).toMatchObject({ ok: 0, code: 225 });
  });

  it('with the number of a transaction, open or committed', async () => {
    const collection = server.collection();
    const attempt = newAttempt();
    const insert = { insert: collection.collectionName, documents: [{}], ...attempt };
    await run({ ...insert, autocommit: false, startTransaction: true });
    expect(await run(insert)).toMatchObject({ ok: 0, code: 72 });
    await raw.command({ commitTransaction: 1, ...attempt, autocommit: false }, 'admin');
    expect(await run(insert)).toMatchObject({ ok: 0, code: 72 });
    expect(await collection.countDocuments()).toBe(1);
  });

  it.each<[string, Document]>([
    ['update', { update: 'many', updates: [{ q: {}, u: { $set: { a: 1 } }, multi: true }] }],
    ['delete', { delete: 'many', deletes: [{ q: {}, limit: 0 }] }],
  ])('for statements of many documents: %s', async (_name, command) => {
    const reply = await run({ ...command, ...newAttempt() });
    expect(reply).toMatchObject({ n: 0, ok: 1, writeErrors: [{ index: 0, code: 72 }] });
  });

  it('where the command is none', async () => {
    expect(await run({ create: 'made', ...newAttempt() })).toMatchObject({ ok: 0, code: 50768 });
  });
});

it('gives up the open transaction of its session', async () => {
  const collection = server.collection();
  const attempt = newAttempt();
  const insert = (_id: number): Document => ({ insert: collection.collectionName, documents: [{ _id }], ...attempt });
  await run({ ...insert(1), autocommit: false, startTransaction: true });
  expect(await run({ ...insert(2), txnNumber: Long.fromNumber(2) })).toMatchObject({ n: 1, ok: 1 });
  expect(await collection.find().toArray()).toEqual([{ _id: 2 }]);
});
