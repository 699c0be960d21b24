import { Long, Timestamp, UUID } from 'bson';
import type { Document } from 'bson';
import type { ClientSession } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RawClient } from '../server/raw-client.js';
import { connectTestServer } from '../server/test-engine.js';
import type { AnyDocument, TestServer } from '../server/test-engine.js';

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

const run = (command: Document, database = server.db.databaseName): Promise<Document> => raw.command(command, database);

async function withSession<T>(options: Document, work: (session: ClientSession) => Promise<T>): Promise<T> {
  const session = server.client.startSession(options);
  try {
    return await work(session);
  } finally {
    await session.endSession();
  }
}

function timeOf(reply: Document): Timestamp {
  return reply['operationTime'] as Timestamp;
}

describe('the time of the cluster', () => {
  it('stands in every reply, errors included', async () => {
    for (const reply of [await run({ ping: 1 }), await run({ find: 'known' }), await run({ noSuchCommand: 1 })]) {
      expect(reply['$clusterTime'].clusterTime).toBeInstanceOf(Timestamp);
      expect(reply['$clusterTime'].signature).toMatchObject({ keyId: 0 });
      expect(timeOf(reply)).toBeInstanceOf(Timestamp);
      expect(timeOf(reply).compare(reply['$clusterTime'].clusterTime)).toBeLessThanOrEqual(0);
    }
  });

  it('is later after every write', async () => {
    let last = timeOf(await run({ ping: 1 }));
    for (let i = 0; i < 5; i += 1) {
      const time = timeOf(await run({ insert: 'clock', documents: [{ i }] }));
      expect(time.compare(last)).toBe(1);
      last = time;
    }
  });

  it('is taken over from a client who knows a later one, and no client can push it far ahead', async () => {
    const { $clusterTime } = await run({ ping: 1 });
    const later = (seconds: number): Document => ({
      ...$clusterTime,
      clusterTime: new Timestamp({ t: $clusterTime.clusterTime.getHighBits() + seconds, i: 1 }),
    });
    const heard = await run({ ping: 1, $clusterTime: later(2) });
    expect(heard['$clusterTime'].clusterTime.compare(later(2)['clusterTime'])).toBeGreaterThanOrEqual(0);
    expect(await run({ ping: 1, $clusterTime: later(2 * 366 * 24 * 3600) })).toMatchObject({ ok: 0, code: 211 });
  });

  it('lets a session read what another has written before', async () => {
    const collection = server.collection();
    await withSession({ causalConsistency: true }, async (writer) => {
      await collection.insertOne({ _id: 1 }, { session: writer });
      await withSession({ causalConsistency: true }, async (reader) => {
        if (writer.clusterTime !== undefined) reader.advanceClusterTime(writer.clusterTime);
        if (writer.operationTime !== undefined) reader.advanceOperationTime(writer.operationTime);
        expect(await collection.find({}, { session: reader }).toArray()).toEqual([{ _id: 1 }]);
      });
    });
  });
});

describe('a snapshot session', () => {
  type Read = (session: ClientSession | undefined) => Promise<unknown>;

  it.each<[string, (name: string) => Read]>([
    ['find', (name) => (session) => of(name).find({ _id: 1 }, own(session)).toArray()],
    [
      'aggregate',
      (name) => (session) =>
        of(name)
          .aggregate([{ $match: { _id: 1 } }], own(session))
          .toArray(),
    ],
    ['distinct', (name) => (session) => of(name).distinct('x', { _id: 1 }, own(session) ?? {})],
    ['countDocuments', (name) => (session) => of(name).countDocuments({ x: { $gt: 1 } }, own(session))],
  ])('reads the same as at first: %s', async (_name, reader) => {
    const collection = server.collection();
    const read = reader(collection.collectionName);
    const increment = (): Promise<unknown> => collection.updateOne({ _id: 1 }, { $inc: { x: 1 } });
    await collection.insertOne({ _id: 1, x: 1 });
    await withSession({ snapshot: true }, (first) =>
      withSession({ snapshot: true }, async (second) => {
        const atFirst = await read(first);
        await increment();
        const atSecond = await read(second);
        await increment();
        expect(atSecond).not.toEqual(atFirst);
        expect(await read(first)).toEqual(atFirst);
        expect(await read(second)).toEqual(atSecond);
        expect(await read(undefined)).not.toEqual(atFirst);
      }),
    );
  });

  it('reads a collection in batches as it was, also when it has been emptied', async () => {
    const collection = server.collection();
    await collection.insertMany(Array.from({ length: 10 }, (_, i) => ({ _id: i })));
    await withSession({ snapshot: true }, async (session) => {
      const cursor = collection.find({}, { session, batchSize: 3 });
      await cursor.next();
      await collection.deleteMany({});
      expect(await cursor.toArray()).toHaveLength(9);
      expect(await collection.find({}, { session }).toArray()).toHaveLength(10);
    });
  });

  it('says of which time a result is', async () => {
    const found = await run({ find: 'known', readConcern: { level: 'snapshot' } });
    expect(found['cursor'].atClusterTime).toBeInstanceOf(Timestamp);
    const distinct = await run({ distinct: 'known', key: 'a', readConcern: { level: 'snapshot' } });
    expect(distinct['atClusterTime']).toBeInstanceOf(Timestamp);
  });

  it.each<[string, Document]>([
    ['insert', { insert: 'known', documents: [{}] }],
    ['update', { update: 'known', updates: [{ q: {}, u: { $set: { a: 1 } } }] }],
    ['delete', { delete: 'known', deletes: [{ q: {}, limit: 1 }] }],
    ['findAndModify', { findAndModify: 'known', remove: true }],
    ['count', { count: 'known' }],
    ['listCollections', { listCollections: 1 }],
    ['listIndexes', { listIndexes: 'known' }],
    ['$out', { aggregate: 'known', pipeline: [{ $out: 'other' }], cursor: {} }],
  ])('is refused for %s', async (_name, command) => {
    const reply = await run({ ...command, readConcern: { level: 'snapshot' } });
    expect(reply).toMatchObject({ ok: 0, code: 72 });
  });

  function of(name: string): ReturnType<TestServer['collection']> {
    return server.db.collection<AnyDocument>(name);
  }
  function own(session: ClientSession | undefined): { session: ClientSession } | undefined {
    return session === undefined ? undefined : { session };
  }
});

describe('a read concern', () => {
  const ahead = new Timestamp({ t: 0x7fff_fff0, i: 1 });
  const past = new Timestamp({ t: 1, i: 1 });

  it.each<[string, Document]>([
    ['no level', {}],
    ['local', { level: 'local' }],
    ['available', { level: 'available' }],
    ['majority', { level: 'majority' }],
    ['linearizable', { level: 'linearizable' }],
    ['a time that is past', { afterClusterTime: past }],
    ['majority at a time that is past', { level: 'majority', afterClusterTime: past }],
  ])('may be %s', async (_name, readConcern) => {
    expect(await run({ find: 'known', readConcern })).toMatchObject({ ok: 1 });
  });

  it.each<[string, Document, number]>([
    ['a level of another type', { level: 1 }, 14],
    ['an unknown option', { level: 'local', extra: 1 }, 72],
    ['a time that nobody has heard of', { afterClusterTime: ahead }, 72],
    ['the null time', { afterClusterTime: new Timestamp({ t: 0, i: 0 }) }, 72],
    ['a time of another type', { afterClusterTime: 5 }, 14],
    ['linearizable after a time', { level: 'linearizable', afterClusterTime: past }, 72],
    ['a time of a snapshot without its level', { level: 'majority', atClusterTime: past }, 72],
    ['a snapshot at a time to come', { level: 'snapshot', atClusterTime: ahead }, 72],
    ['a snapshot of long ago', { level: 'snapshot', atClusterTime: past }, 239],
  ])('is refused: %s', async (_name, readConcern, code) => {
    expect(await run({ find: 'known', readConcern })).toMatchObject({ ok: 0, code });
  });

  it('is refused for writes unless they read what is there', async () => {
    const insert = { insert: 'known', documents: [{}] };
    expect(await run({ ...insert, readConcern: { level: 'local' } })).toMatchObject({ ok: 1 });
    expect(await run({ ...insert, readConcern: { level: 'majority' } })).toMatchObject({ ok: 0, code: 72 });
  });
});

describe('a write concern', () => {
  it.each<[string, unknown]>([
    ['nobody', 0],
    ['one node', 1],
    ['the majority', 'majority'],
  ])('is fulfilled for %s', async (_name, w) => {
    const reply = await run({ insert: 'concern', documents: [{}], writeConcern: { w, wtimeout: 1000 } });
    expect(reply).toMatchObject({ n: 1, ok: 1 });
    expect(reply['writeConcernError']).toBeUndefined();
  });

  it.each<[string, Document, number]>([
    ['more nodes than there are', { w: 10, wtimeout: 100 }, 100],
    ['a mode that nobody has defined', { w: 'nowhere' }, 79],
  ])('is reported beside the write that was done: %s', async (_name, writeConcern, code) => {
    const collection = server.collection();
    const reply = await run({ insert: collection.collectionName, documents: [{ _id: 1 }], writeConcern });
    expect(reply).toMatchObject({ n: 1, ok: 1, writeConcernError: { code } });
    expect(await collection.countDocuments()).toBe(1);
  });

  it.each<[string, Document]>([
    ['a negative number', { w: -1 }],
    ['more nodes than there may be', { w: 51 }],
    ['an unknown field', { w: 1, extra: true }],
  ])('is refused: %s', async (_name, writeConcern) => {
    expect(await run({ insert: 'concern', documents: [{}], writeConcern })).toMatchObject({ ok: 0, code: 9 });
  });

  it('is refused for commands that do not write', async () => {
    expect(await run({ find: 'known', writeConcern: { w: 1 } })).toMatchObject({ ok: 0, code: 72 });
  });
});

describe('what a command says of its session', () => {
  const lsid = { id: new UUID() };
  const txnNumber = Long.fromNumber(1);

  it.each<[string, Document, number]>([
    ['a number without a session', { txnNumber }, 72],
    ['a negative number', { lsid, txnNumber: Long.fromNumber(-1) }, 72],
    ['a number that is no long', { lsid, txnNumber: 'one' }, 14],
    ['autocommit without a number', { lsid, autocommit: false }, 72],
    ['autocommit that is on', { lsid, txnNumber, autocommit: true }, 72],
    ['a start without autocommit', { lsid, txnNumber, startTransaction: true }, 72],
    ['a start that is none', { lsid, txnNumber, autocommit: false, startTransaction: false }, 72],
    ['a number for a read', { lsid, txnNumber }, 50768],
  ])('is refused: %s', async (_name, fields, code) => {
    expect(await run({ find: 'known', ...fields })).toMatchObject({ ok: 0, code });
  });

  it('may be a session that the server has made up', async () => {
    const { id, timeoutMinutes } = await run({ startSession: 1 }, 'admin');
    expect(timeoutMinutes).toBe(30);
    expect(await run({ find: 'known', lsid: { id: id.id } })).toMatchObject({ ok: 1 });
  });
});
