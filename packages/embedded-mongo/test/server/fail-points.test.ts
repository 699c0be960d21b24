import { Long, UUID } from 'bson';
import type { Document } from 'bson';
import { MongoClient } from 'mongodb';
import type { ClientSession, Collection, CommandStartedEvent, MongoError } from 'mongodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RawClient } from './raw-client.js';
import { startTestEngine, until } from './test-engine.js';
import type { AnyDocument } from './test-engine.js';

let engine: Awaited<ReturnType<typeof startTestEngine>>;
let client: MongoClient;
let collection: Collection<AnyDocument>;
let raw: RawClient;
/** The names of the commands that the client has sent in this test. */
const sent: string[] = [];
let collections = 0;

beforeAll(async () => {
  engine = await startTestEngine({ testCommands: true });
  client = await new MongoClient(engine.uri, {
    monitorCommands: true,
    appName: 'tested',
    minHeartbeatFrequencyMS: 10, // how soon the driver looks again after a connection was closed
  }).connect();
  raw = await RawClient.connect(engine.uri);
  client.on('commandStarted', (event: CommandStartedEvent) => sent.push(event.commandName));
});
afterAll(async () => {
  raw.destroy();
  await client.close();
  await engine.remove();
});
beforeEach(async () => {
  collections += 1;
  collection = client.db('points').collection<AnyDocument>(`c${collections}`);
  await collection.insertMany([
    { _id: 1, x: 1 },
    { _id: 2, x: 2 },
  ]);
  sent.length = 0;
});
afterEach(async () => {
  await order('off');
  await raw.command({ configureFailPoint: 'onPrimaryTransactionalWrite', mode: 'off' }, 'admin');
});

function order(mode: unknown, data: Document = {}): Promise<Document> {
  return raw.command({ configureFailPoint: 'failCommand', mode, data }, 'admin');
}

async function inTransaction(work: (session: ClientSession) => Promise<void>): Promise<void> {
  const session = client.startSession();
  try {
    session.startTransaction();
    await work(session);
  } finally {
    await session.endSession();
  }
}

const all = (): Promise<unknown[]> => collection.find().sort({ _id: 1 }).toArray();

describe('without the option', () => {
  it('there are no fail points', async () => {
    const plain = await startTestEngine();
    const other = await RawClient.connect(plain.uri);
    const reply = await other.command({ configureFailPoint: 'failCommand', mode: 'off' }, 'admin');
    expect(reply).toMatchObject({ ok: 0, code: 59 });
    expect(await other.command({ getParameter: 1, enableTestCommands: 1 }, 'admin')).toMatchObject({
      enableTestCommands: false,
    });
    other.destroy();
    await plain.remove();
  });
});

describe('configureFailPoint', () => {
  it.each<[string, Document, number]>([
    ['another database', { configureFailPoint: 'failCommand', mode: 'off', $db: 'points' }, 13],
    ['an unknown fail point', { configureFailPoint: 'other', mode: 'off' }, 82],
    ['an unknown mode', { configureFailPoint: 'failCommand', mode: 'sometimes' }, 9],
    ['a probability', { configureFailPoint: 'failCommand', mode: { activationProbability: 0.5 } }, 238],
    ['data it does not know', { configureFailPoint: 'failCommand', mode: 'off', data: { threadName: 'a' } }, 238],
  ])('refuses %s', async (_name, { $db = 'admin', ...command }, code) => {
    expect(await raw.command(command, $db as string)).toMatchObject({ ok: 0, code });
  });

  it.each<[string, unknown, (number | undefined)[]]>([
    ['alwaysOn', 'alwaysOn', [8, 8, 8]],
    ['times', { times: 2 }, [8, 8, undefined]],
    ['skip', { skip: 1 }, [undefined, 8, 8]],
    ['off', 'off', [undefined, undefined, undefined]],
  ])('knows the mode %s', async (_name, mode, codes) => {
    await order(mode, { failCommands: ['find'], errorCode: 8 });
    const replies: unknown[] = [];
    for (let i = 0; i < 3; i += 1) replies.push((await raw.command({ find: 'a' }, 'points'))['code']);
    expect(replies).toEqual(codes);
    expect(await order('off')).toMatchObject({ ok: 1, count: codes.filter((code) => code !== undefined).length });
  });

  it('knows a command by its other names', async () => {
    await order({ times: 1 }, { failCommands: ['isMaster'], errorCode: 8 });
    expect(await raw.command({ ismaster: 1 }, 'admin')).toMatchObject({ ok: 0, code: 8 });
  });

  it('means only commands of the application and the namespace that it names', async () => {
    const foreign = { failCommands: ['find'], errorCode: 8, appName: 'tested' };
    await order('alwaysOn', foreign);
    expect(await raw.command({ find: 'a' }, 'points')).toMatchObject({ ok: 1 });
    await expect(collection.findOne()).rejects.toMatchObject({ code: 8 });
    await order('alwaysOn', { failCommands: ['find'], errorCode: 8, namespace: 'points.only' });
    expect(await raw.command({ find: 'a' }, 'points')).toMatchObject({ ok: 1 });
    expect(await raw.command({ find: 'only' }, 'points')).toMatchObject({ ok: 0, code: 8 });
  });
});

describe('the labels of an error', () => {
  const lsid = { id: new UUID() };
  let number = 0;
  const attempt = (): Document => ({ lsid, txnNumber: Long.fromNumber((number += 1)) });
  const first = (): Document => ({ ...attempt(), autocommit: false, startTransaction: true });
  const insert = { insert: 'labels', documents: [{}] };

  it.each<[string, () => Document, number, string[] | undefined]>([
    [
      'a retryable write, a retryable code',
      () => ({ ...insert, ...attempt() }),
      91,
      ['RetryableWriteError', 'NoWritesPerformed'],
    ],
    ['a retryable write, another code', () => ({ ...insert, ...attempt() }), 11000, undefined],
    ['a write without a number', () => insert, 91, undefined],
    ['a transaction, a conflict', () => ({ ...insert, ...first() }), 112, ['TransientTransactionError']],
    ['a transaction, a lock', () => ({ ...insert, ...first() }), 24, ['TransientTransactionError']],
    ['a transaction, a snapshot', () => ({ ...insert, ...first() }), 246, ['TransientTransactionError']],
    ['a transaction, another primary', () => ({ ...insert, ...first() }), 10107, ['TransientTransactionError']],
    ['a transaction, none', () => ({ ...insert, ...first() }), 251, ['TransientTransactionError']],
    ['a transaction, a duplicate', () => ({ ...insert, ...first() }), 11000, undefined],
  ])('follow from command and code: %s', async (_name, command, errorCode, labels) => {
    await order({ times: 1 }, { failCommands: ['insert'], errorCode });
    const reply = await raw.command(command(), 'points');
    expect(reply).toMatchObject({ ok: 0, code: errorCode });
    expect(reply['errorLabels']).toEqual(labels);
  });

  it.each<[number, string[] | undefined]>([
    [251, ['TransientTransactionError']],
    [24, ['TransientTransactionError']],
    [10107, ['RetryableWriteError', 'NoWritesPerformed']],
    [50, undefined],
  ])('follow from the code of a commit: %i', async (errorCode, labels) => {
    const { startTransaction, ...part } = first();
    await raw.command({ ...insert, ...part, startTransaction }, 'points');
    await order({ times: 1 }, { failCommands: ['commitTransaction'], errorCode });
    const commit = (): Promise<Document> => raw.command({ commitTransaction: 1, ...part }, 'admin');
    expect((await commit())['errorLabels']).toEqual(labels);
    expect(await commit()).toMatchObject({ ok: 1 });
  });

  it('are those that the fail point says, if it says any', async () => {
    const labels = ['RetryableError', 'SystemOverloadedError'];
    await order({ times: 1 }, { failCommands: ['insert'], errorCode: 462, errorLabels: labels });
    expect(await raw.command({ ...insert, ...attempt() }, 'points')).toMatchObject({ ok: 0, errorLabels: labels });
    await order({ times: 1 }, { failCommands: ['insert'], errorCode: 91, errorLabels: [] });
    expect((await raw.command({ ...insert, ...attempt() }, 'points'))['errorLabels']).toBeUndefined();
  });
});

describe('a connection that is closed', () => {
  it('before a read, which the driver repeats', async () => {
    await order({ times: 1 }, { failCommands: ['find'], closeConnection: true });
    expect(await collection.findOne({ _id: 1 })).toEqual({ _id: 1, x: 1 });
    expect(sent).toEqual(['find', 'find']);
  });

  it('before a commit, which the driver repeats', async () => {
    await order({ times: 1 }, { failCommands: ['commitTransaction'], closeConnection: true });
    await inTransaction(async (session) => {
      await collection.insertOne({ _id: 3 }, { session });
      await session.commitTransaction();
    });
    expect(await collection.countDocuments()).toBe(3);
    expect(sent.filter((name) => name === 'commitTransaction')).toHaveLength(2);
  });

  it('before an abort', async () => {
    await order({ times: 1 }, { failCommands: ['abortTransaction'], closeConnection: true });
    await inTransaction(async (session) => {
      await collection.insertOne({ _id: 3 }, { session });
      await session.abortTransaction();
    });
    await collection.insertOne({ _id: 3 });
    expect(sent.filter((name) => name === 'abortTransaction')).toHaveLength(2);
  });

  it('within a transaction, whose error is transient', async () => {
    await order({ times: 1 }, { failCommands: ['insert'], closeConnection: true });
    await inTransaction(async (session) => {
      const error = await collection.insertOne({ _id: 3 }, { session }).catch((each: MongoError) => each);
      expect((error as MongoError).errorLabels).toContain('TransientTransactionError');
      await session.abortTransaction();
    });
  });

  it('by a driver that has waited long enough, and repeats its commit', async () => {
    const impatient = await new MongoClient(engine.uri, {
      socketTimeoutMS: 100,
      minHeartbeatFrequencyMS: 10,
    }).connect();
    await order({ times: 2 }, { failCommands: ['commitTransaction'], blockConnection: true, blockTimeMS: 200 });
    const session = impatient.startSession();
    session.startTransaction();
    await impatient.db('points').collection(collection.collectionName).insertOne({ x: 3 }, { session });
    const error = await session.commitTransaction().catch((each: MongoError) => each);
    expect((error as MongoError).errorLabels).toContain('UnknownTransactionCommitResult');
    await session.commitTransaction();
    await session.endSession();
    await impatient.close();
    expect(await collection.countDocuments()).toBe(3);
  });

  it('without the client being taken for gone', async () => {
    const [closed, gone] = [await RawClient.connect(engine.uri), await RawClient.connect(engine.uri)];
    const newPart = (): Document => ({ lsid: { id: new UUID() }, txnNumber: Long.fromNumber(1), autocommit: false });
    const [kept, left] = [newPart(), newPart()];
    const find = { find: 'kept', startTransaction: true };
    const open = async (): Promise<unknown> =>
      (await raw.command({ serverStatus: 1 }))['transactions'].currentOpen as unknown;
    await closed.command({ ...find, ...kept }, 'points');
    await gone.command({ ...find, ...left }, 'points');
    const before = Number(await open());
    await order({ times: 1 }, { failCommands: ['ping'], closeConnection: true });
    void closed.command({ ping: 1 });
    await closed.closed;
    gone.destroy();
    await until(async () => Number(await open()) < before);
    expect(await raw.command({ commitTransaction: 1, ...left }, 'admin')).toMatchObject({ ok: 0, code: 251 });
    expect(await raw.command({ commitTransaction: 1, ...kept }, 'admin')).toMatchObject({ ok: 1 });
  });
});

describe('an error of the write concern', () => {
  it('is added to what was done', async () => {
    const writeConcernError = { code: 64, codeName: 'WriteConcernFailed', errmsg: 'x', errInfo: { wtimeout: true } };
    await order({ times: 1 }, { failCommands: ['insert'], writeConcernError });
    await expect(collection.insertOne({ _id: 3 })).rejects.toMatchObject({ code: 64 });
    expect(await collection.countDocuments()).toBe(3);
  });

  it('makes the driver repeat a write that is retryable, and it is done once', async () => {
    const data = { failCommands: ['update'], errorLabels: ['RetryableWriteError'], writeConcernError: { code: 91 } };
    await order({ times: 1 }, data);
    expect(await collection.updateOne({ _id: 1 }, { $inc: { x: 1 } })).toMatchObject({ modifiedCount: 1 });
    expect(sent).toEqual(['update', 'update']);
    expect(await collection.findOne({ _id: 1 })).toEqual({ _id: 1, x: 2 });
  });
});

it('delays a command and no other', async () => {
  await order({ times: 1 }, { failCommands: ['find'], blockConnection: true, blockTimeMS: 300 });
  const other = await RawClient.connect(engine.uri);
  const arrivals: string[] = [];
  const blocked = raw.command({ find: 'a' }, 'points').then(() => arrivals.push('blocked'));
  await other.command({ find: 'a' }, 'points').then(() => arrivals.push('free'));
  await blocked;
  other.destroy();
  expect(arrivals).toEqual(['free', 'blocked']);
});

it('delays a command for no longer than it may take', async () => {
  await order({ times: 1 }, { failCommands: ['find'], blockConnection: true, blockTimeMS: 60_000 });
  expect(await raw.command({ find: 'a', maxTimeMS: 20 }, 'points')).toMatchObject({ ok: 0, code: 50 });
});

describe('a failure at the moment of writing', () => {
  function onWrite(mode: unknown, data: Document = {}): Promise<Document> {
    return raw.command({ configureFailPoint: 'onPrimaryTransactionalWrite', mode, data }, 'admin');
  }
  const NEVER = { failBeforeCommitExceptionCode: 1 };

  it.each<[string, () => Promise<unknown>, unknown, unknown[]]>([
    [
      'insertMany',
      () => collection.insertMany([{ _id: 3 }, { _id: 4 }]),
      { insertedCount: 2 },
      [{ _id: 1, x: 1 }, { _id: 2, x: 2 }, { _id: 3 }, { _id: 4 }],
    ],
    [
      'updateOne',
      () => collection.updateOne({ _id: 1 }, { $inc: { x: 1 } }),
      { modifiedCount: 1 },
      [
        { _id: 1, x: 2 },
        { _id: 2, x: 2 },
      ],
    ],
    ['deleteOne', () => collection.deleteOne({ _id: 1 }), { deletedCount: 1 }, [{ _id: 2, x: 2 }]],
    [
      'findOneAndUpdate',
      () => collection.findOneAndUpdate({ _id: 1 }, { $inc: { x: 1 } }),
      { _id: 1, x: 1 },
      [
        { _id: 1, x: 2 },
        { _id: 2, x: 2 },
      ],
    ],
  ])('is made good by the repetition, before the commit and after it: %s', async (_name, write, result, after) => {
    const before = (await all()) as AnyDocument[];
    for (const data of [{}, NEVER]) {
      await collection.deleteMany({});
      await collection.insertMany(before);
      sent.length = 0;
      await onWrite({ times: 1 }, data);
      expect(await write()).toMatchObject(result as object);
      expect(sent).toHaveLength(2);
      expect(await all()).toEqual(after);
    }
  });

  it('leaves nothing when it happens twice', async () => {
    await onWrite({ times: 2 }, NEVER);
    await expect(collection.updateOne({ _id: 1 }, { $inc: { x: 1 } })).rejects.toThrow();
    await onWrite('alwaysOn', NEVER);
    await expect(collection.insertMany([{ _id: 3 }, { _id: 4 }])).rejects.toThrow();
    await onWrite('off');
    expect(await all()).toEqual([
      { _id: 1, x: 1 },
      { _id: 2, x: 2 },
    ]);
  });

  it('keeps the statements before it, and each is done once', async () => {
    await onWrite({ skip: 2 });
    const result = await collection.bulkWrite([
      { insertOne: { document: { _id: 3, x: 3 } } },
      { updateOne: { filter: { _id: 1 }, update: { $inc: { x: 10 } } } },
      { updateOne: { filter: { _id: 3 }, update: { $inc: { x: 10 } } } },
    ]);
    expect(result).toMatchObject({ insertedCount: 1, modifiedCount: 2 });
    await onWrite({ skip: 1 }, NEVER);
    const updates = [1, 2].map((_id) => ({ updateOne: { filter: { _id }, update: { $inc: { x: 10 } } } }));
    await expect(collection.bulkWrite(updates)).rejects.toThrow();
    await onWrite('off');
    expect(await all()).toEqual([
      { _id: 1, x: 21 },
      { _id: 2, x: 2 },
      { _id: 3, x: 13 },
    ]);
  });

  it('does not concern writes that are not repeated', async () => {
    await onWrite('alwaysOn', NEVER);
    expect(await collection.updateMany({}, { $inc: { x: 1 } })).toMatchObject({ modifiedCount: 2 });
  });
});
