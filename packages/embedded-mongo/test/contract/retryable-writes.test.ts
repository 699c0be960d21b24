import { Long, UUID } from 'bson';
import type { Document } from 'bson';
import { afterAll, beforeAll, expect, it } from 'vitest';
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

it('answers a repeated write without doing it again', async () => {
  const collection = server.collection();
  await collection.insertOne({ _id: 1, n: 0 });
  const lsid = { id: new UUID() };
  const update = {
    update: collection.collectionName,
    updates: [{ q: { _id: 1 }, u: { $inc: { n: 1 } } }],
    lsid,
    txnNumber: Long.fromNumber(1),
  };
  expect(await run(update)).toMatchObject({ n: 1, nModified: 1, ok: 1 });
  expect(await run(update)).toMatchObject({ n: 1, nModified: 1, ok: 1 });
  expect(await collection.findOne()).toEqual({ _id: 1, n: 1 });
  await run({ ...update, txnNumber: Long.fromNumber(2) });
  expect(await collection.findOne()).toEqual({ _id: 1, n: 2 });
});

it('remembers the document of findAndModify', async () => {
  const collection = server.collection();
  await collection.insertOne({ _id: 1, n: 0 });
  const command = {
    findAndModify: collection.collectionName,
    query: { _id: 1 },
    update: { $inc: { n: 1 } },
    new: true,
    lsid: { id: new UUID() },
    txnNumber: Long.fromNumber(1),
  };
  expect((await run(command))['value']).toEqual({ _id: 1, n: 1 });
  expect((await run(command))['value']).toEqual({ _id: 1, n: 1 });
  expect(await collection.findOne()).toEqual({ _id: 1, n: 1 });
});

it('refuses a number older than the last', async () => {
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

it('commits again what is committed, and nothing that is not', async () => {
  const lsid = { id: new UUID() };
  const part = { lsid, txnNumber: Long.fromNumber(1), autocommit: false };
  expect(await run({ insert: 'committed', documents: [{ _id: 1 }], startTransaction: true, ...part })).toMatchObject({
    ok: 1,
  });
  const commit = (txnNumber: number): Promise<Document> =>
    raw.command({ commitTransaction: 1, lsid, txnNumber: Long.fromNumber(txnNumber), autocommit: false }, 'admin');
  expect(await commit(1)).toMatchObject({ ok: 1 });
  expect(await commit(1)).toMatchObject({ ok: 1 });
  expect(await commit(2)).toMatchObject({ ok: 0, code: 251 });
});
