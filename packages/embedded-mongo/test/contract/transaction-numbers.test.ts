import { Long, Timestamp, UUID } from 'bson';
import type { Document } from 'bson';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RawClient } from '../server/raw-client.js';
import { connectTestServer } from '../server/test-engine.js';
import type { TestServer } from '../server/test-engine.js';

const TRANSIENT = ['TransientTransactionError'];

let server: TestServer;
let raw: RawClient;

beforeAll(async () => {
  server = await connectTestServer();
  raw = await RawClient.connect(server.uri);
  await server.db.collection('known').insertOne({ a: 1 });
});
afterAll(async () => {
  raw.destroy();
  await server.close();
});

const run = (command: Document): Promise<Document> => raw.command(command, server.db.databaseName);

/** One transaction of a session, command by command. */
class RawTransaction {
  constructor(
    readonly lsid: Document = { id: new UUID() },
    readonly number = 1,
  ) {}

  get part(): Document {
    return { lsid: this.lsid, txnNumber: Long.fromNumber(this.number), autocommit: false };
  }

  start(command: Document): Promise<Document> {
    return run({ ...command, ...this.part, startTransaction: true });
  }

  go(command: Document): Promise<Document> {
    return run({ ...command, ...this.part });
  }

  end(name: 'commitTransaction' | 'abortTransaction', fields: Document = {}): Promise<Document> {
    return raw.command({ [name]: 1, ...this.part, ...fields }, 'admin');
  }
}

/** A write into a collection of its own, so that transactions do not meet. */
function newInsert(): Document {
  return { insert: server.collection().collectionName, documents: [{ a: 1 }] };
}

async function openTransaction(): Promise<RawTransaction> {
  const transaction = new RawTransaction();
  expect(await transaction.start(newInsert())).toMatchObject({ ok: 1 });
  return transaction;
}

describe('a transaction that has been committed', () => {
  it('is committed again as often as somebody asks', async () => {
    const transaction = await openTransaction();
    for (let i = 0; i < 3; i += 1) expect(await transaction.end('commitTransaction')).toMatchObject({ ok: 1 });
    const majority = { writeConcern: { w: 'majority', wtimeout: 10_000 } };
    expect(await transaction.end('commitTransaction', majority)).toMatchObject({ ok: 1 });
  });

  it.each<[string, (transaction: RawTransaction) => Promise<Document>]>([
    ['aborted', (transaction) => transaction.end('abortTransaction')],
    ['gone on with', (transaction) => transaction.go({ find: 'known' })],
  ])('cannot be %s', async (_name, act) => {
    const transaction = await openTransaction();
    await transaction.end('commitTransaction');
    const reply = await act(transaction);
    expect(reply).toMatchObject({ ok: 0, code: 256, codeName: 'TransactionCommitted' });
    expect(reply['errorLabels']).toBeUndefined();
  });

  it('cannot be started again under its number', async () => {
    const transaction = await openTransaction();
    await transaction.end('commitTransaction');
    expect(await transaction.start({ find: 'known' })).toMatchObject({ ok: 0, code: 117 });
  });
});

describe('a transaction that is not there', () => {
  it.each<[string, (transaction: RawTransaction) => Promise<Document>]>([
    ['read', (transaction) => transaction.go({ find: 'known' })],
    ['written', (transaction) => transaction.go(newInsert())],
    ['committed', (transaction) => transaction.end('commitTransaction')],
    ['aborted', (transaction) => transaction.end('abortTransaction')],
  ])('cannot be %s', async (_name, act) => {
    const unknown = new RawTransaction();
    expect(await act(unknown)).toMatchObject({ ok: 0, code: 251, errorLabels: TRANSIENT });
    const aborted = await openTransaction();
    expect(await aborted.end('abortTransaction')).toMatchObject({ ok: 1 });
    expect(await act(aborted)).toMatchObject({ ok: 0, code: 251, errorLabels: TRANSIENT });
    const later = new RawTransaction(aborted.lsid, 7);
    expect(await act(later)).toMatchObject({ ok: 0, code: 251, errorLabels: TRANSIENT });
  });

  it('has no cursors either', async () => {
    const transaction = new RawTransaction();
    await run({ insert: 'many', documents: [{}, {}, {}] });
    const { cursor } = await transaction.start({ find: 'many', batchSize: 1 });
    await transaction.end('abortTransaction');
    const getMore = { getMore: Long.fromBigInt(BigInt(String(cursor.id))), collection: 'many' };
    expect(await transaction.go(getMore)).toMatchObject({ ok: 0, code: 251 });
  });
});

describe('a transaction number', () => {
  it('that is below the last of its session is too old for everything', async () => {
    const newer = new RawTransaction({ id: new UUID() }, 5);
    await newer.start(newInsert());
    const older = new RawTransaction(newer.lsid, 4);
    expect(await older.start(newInsert())).toMatchObject({ ok: 0, code: 225 });
    expect(await older.go({ find: 'known' })).toMatchObject({ ok: 0, code: 225 });
    expect(await older.end('commitTransaction')).toMatchObject({ ok: 0, code: 225 });
    expect(await newer.end('commitTransaction')).toMatchObject({ ok: 1 });
  });

  it('that is above the last gives up what is open', async () => {
    const first = new RawTransaction();
    const insert = newInsert();
    await first.start(insert);
    const second = new RawTransaction(first.lsid, 2);
    expect(await second.start({ find: insert['insert'] })).toMatchObject({ ok: 1, cursor: { firstBatch: [] } });
    expect(await first.end('commitTransaction')).toMatchObject({ ok: 0, code: 225 });
    await second.end('commitTransaction');
  });

  it('of an open transaction cannot be started again', async () => {
    const transaction = await openTransaction();
    expect(await transaction.start(newInsert())).toMatchObject({ ok: 0, code: 117 });
    await transaction.end('abortTransaction');
  });

  it('of a retryable write is no transaction', async () => {
    const attempt = new RawTransaction();
    await run({ ...newInsert(), lsid: attempt.lsid, txnNumber: Long.fromNumber(1) });
    expect(await attempt.go({ find: 'known' })).toMatchObject({ ok: 0, code: 251 });
    expect(await attempt.start({ find: 'known' })).toMatchObject({ ok: 0, code: 117 });
  });
});

describe('in a transaction', () => {
  it.each<[string, Document, number]>([
    ['count', { count: 'known' }, 263],
    ['explain', { explain: { find: 'known' } }, 263],
    ['listCollections', { listCollections: 1 }, 263],
    ['drop', { drop: 'known' }, 263],
    ['ping', { ping: 1 }, 263],
    ['a write concern', { ...{ insert: 'known', documents: [{}] }, writeConcern: { w: 1 } }, 72],
    ['a read concern of another level', { find: 'known', readConcern: { level: 'linearizable' } }, 72],
    ['available', { find: 'known', readConcern: { level: 'available' } }, 72],
    ['a time that nobody has heard of', { find: 'known', readConcern: { afterClusterTime: farAhead() } }, 72],
  ])('the first command cannot be: %s', async (_name, command, code) => {
    const transaction = new RawTransaction();
    expect(await transaction.start(command)).toMatchObject({ ok: 0, code });
    expect(await transaction.end('abortTransaction')).toMatchObject({ ok: 0, code: 251 });
  });

  it.each<[string, Document]>([
    ['local', { level: 'local' }],
    ['majority', { level: 'majority' }],
    ['snapshot', { level: 'snapshot' }],
    ['after a time', { level: 'snapshot', afterClusterTime: new Timestamp({ t: 1, i: 1 }) }],
  ])('the first command may read: %s', async (_name, readConcern) => {
    const transaction = new RawTransaction();
    expect(await transaction.start({ find: 'known', readConcern })).toMatchObject({ ok: 1 });
    expect(await transaction.end('commitTransaction')).toMatchObject({ ok: 1 });
  });

  it('only the first command says how to read, and a refusal of that leaves it open', async () => {
    const transaction = await openTransaction();
    const again = { find: 'known', readConcern: { level: 'snapshot' } };
    expect(await transaction.go(again)).toMatchObject({ ok: 0, code: 72 });
    expect(await transaction.end('commitTransaction', { readConcern: { level: 'local' } })).toMatchObject({
      ok: 0,
      code: 72,
    });
    expect(await transaction.end('commitTransaction')).toMatchObject({ ok: 1 });
  });

  it.each(['admin', 'config', 'local'])('the database %s cannot be used', async (database) => {
    const transaction = new RawTransaction();
    const command = { find: 'known', ...transaction.part, startTransaction: true };
    expect(await raw.command(command, database)).toMatchObject({ ok: 0, code: 263 });
  });

  it.each(['commitTransaction', 'abortTransaction'])('%s cannot be the first command', async (name) => {
    const { part } = new RawTransaction();
    expect(await raw.command({ [name]: 1, ...part, startTransaction: true }, 'admin')).toMatchObject({
      ok: 0,
      code: 263,
    });
    expect(await raw.command({ [name]: 1, lsid: part['lsid'] }, 'admin')).toMatchObject({ ok: 0, code: 125 });
  });

  it('a write concern that cannot be fulfilled is reported when it ends, and it ends', async () => {
    const collection = server.collection();
    const transaction = new RawTransaction();
    await transaction.start({ insert: collection.collectionName, documents: [{ _id: 1 }] });
    const reply = await transaction.end('commitTransaction', { writeConcern: { w: 10 } });
    expect(reply).toMatchObject({ ok: 1, writeConcernError: { code: 100 } });
    expect(reply['errorLabels']).toBeUndefined();
    expect(await collection.countDocuments()).toBe(1);
  });
});

describe('sessions that are killed', () => {
  it.each<[string, (lsid: Document) => Document]>([
    ['killSessions', (lsid) => ({ killSessions: [lsid] })],
    ['killAllSessions', () => ({ killAllSessions: [] })],
    ['killAllSessionsByPattern', (lsid) => ({ killAllSessionsByPattern: [{ lsid }] })],
  ])('lose their transaction: %s', async (_name, kill) => {
    const collection = server.collection();
    const transaction = new RawTransaction();
    await transaction.start({ insert: collection.collectionName, documents: [{ _id: 1 }] });
    expect(await raw.command(kill(transaction.lsid), 'admin')).toMatchObject({ ok: 1 });
    expect(await transaction.end('commitTransaction')).toMatchObject({ ok: 0, code: 251, errorLabels: TRANSIENT });
    expect(await collection.countDocuments()).toBe(0);
  });
});

function farAhead(): Timestamp {
  return new Timestamp({ t: 0x7fff_fff0, i: 1 });
}
