import type { ClientSession } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectTestServer } from '../server/test-engine.js';
import type { TestServer } from '../server/test-engine.js';

let server: TestServer;

beforeAll(async () => {
  server = await connectTestServer();
});
afterAll(() => server.close());

/** Runs with sessions that are ended whatever happens. */
async function withSessions(count: number, run: (...sessions: ClientSession[]) => Promise<void>): Promise<void> {
  const sessions = Array.from({ length: count }, () => server.client.startSession());
  try {
    await run(...sessions);
  } finally {
    await Promise.all(sessions.map((session) => session.endSession()));
  }
}

describe('a transaction', () => {
  it('shows its writes to itself at once and to others after commit', async () => {
    const collection = server.collection();
    await collection.insertOne({ _id: 1, n: 0 });
    await withSessions(1, async (session) => {
      session?.startTransaction();
      await collection.updateOne({ _id: 1 }, { $set: { n: 5 } }, { session });
      await collection.insertOne({ _id: 2 }, { session });
      expect(await collection.findOne({ _id: 1 }, { session })).toEqual({ _id: 1, n: 5 });
      expect(await collection.findOne({ _id: 1 })).toEqual({ _id: 1, n: 0 });
      expect(await collection.countDocuments({ _id: 2 })).toBe(0);
      await session?.commitTransaction();
    });
    expect(await collection.find().sort({ _id: 1 }).toArray()).toEqual([{ _id: 1, n: 5 }, { _id: 2 }]);
  });

  it('leaves nothing behind when aborted', async () => {
    const collection = server.collection();
    await collection.insertOne({ _id: 1 });
    await withSessions(1, async (session) => {
      session?.startTransaction();
      await collection.insertOne({ _id: 2 }, { session });
      await collection.deleteOne({ _id: 1 }, { session });
      await session?.abortTransaction();
    });
    expect(await collection.find().toArray()).toEqual([{ _id: 1 }]);
  });

  it('keeps reading its snapshot', async () => {
    const collection = server.collection();
    await collection.insertMany([{ _id: 1 }, { _id: 2 }]);
    await withSessions(1, async (session) => {
      session?.startTransaction();
      expect(await collection.find({}, { session }).toArray()).toHaveLength(2);
      await collection.insertOne({ _id: 3 });
      expect(await collection.find({}, { session }).toArray()).toHaveLength(2);
      await session?.commitTransaction();
    });
    expect(await collection.countDocuments()).toBe(3);
  });

  it('is refused with 112 and a label when what it read was changed', async () => {
    const collection = server.collection();
    await collection.insertOne({ _id: 1, n: 0 });
    await withSessions(1, async (session) => {
      session?.startTransaction();
      await collection.findOne({ _id: 1 }, { session });
      await collection.updateOne({ _id: 1 }, { $inc: { n: 1 } });
      const refused = await collection
        .updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session })
        .catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: 112, errorLabels: ['TransientTransactionError'] });
    });
    expect(await collection.findOne()).toEqual({ _id: 1, n: 1 });
  });

  it('goes on when other documents were changed meanwhile', async () => {
    const collection = server.collection();
    const other = server.collection();
    await collection.insertMany([
      { _id: 1, n: 0 },
      { _id: 2, n: 0 },
    ]);
    await withSessions(1, async (session) => {
      session?.startTransaction();
      await collection.findOne({ _id: 1 }, { session });
      await other.insertOne({ a: 1 });
      await collection.updateOne({ _id: 2 }, { $inc: { n: 1 } });
      await collection.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session });
      await session?.commitTransaction();
    });
    expect(await collection.find().toArray()).toEqual([
      { _id: 1, n: 1 },
      { _id: 2, n: 1 },
    ]);
  });

  it('is over after a duplicate key', async () => {
    const collection = server.collection();
    await collection.insertOne({ _id: 1 });
    await withSessions(1, async (session) => {
      session?.startTransaction();
      await collection.insertOne({ _id: 2 }, { session });
      await expect(collection.insertOne({ _id: 1 }, { session })).rejects.toMatchObject({ code: 11000 });
      const next = await collection.insertOne({ _id: 3 }, { session }).catch((error: unknown) => error);
      expect(next).toMatchObject({ code: 251, errorLabels: ['TransientTransactionError'] });
    });
    expect(await collection.countDocuments()).toBe(1);
  });

  it('may create collections and indexes', async () => {
    const collection = server.collection();
    await withSessions(1, async (session) => {
      session?.startTransaction();
      await collection.createIndex({ a: 1 }, { unique: true, session });
      await collection.insertOne({ a: 1 }, { session });
      expect(await server.db.listCollections({ name: collection.collectionName }).toArray()).toEqual([]);
      await session?.commitTransaction();
    });
    await expect(collection.insertOne({ a: 1 })).rejects.toMatchObject({ code: 11000 });
  });

  it('undoes created collections when aborted', async () => {
    const collection = server.collection();
    await withSessions(1, async (session) => {
      session?.startTransaction();
      await collection.insertOne({ a: 1 }, { session });
      await session?.abortTransaction();
    });
    expect(await server.db.listCollections({ name: collection.collectionName }).toArray()).toEqual([]);
  });

  it('may be committed twice', async () => {
    const collection = server.collection();
    await collection.insertOne({ _id: 0 });
    await withSessions(1, async (session) => {
      session?.startTransaction();
      await collection.insertOne({ _id: 1 }, { session });
      await session?.commitTransaction();
      await session?.commitTransaction();
    });
    expect(await collection.countDocuments()).toBe(2);
  });

  it('reads large results in batches', async () => {
    const collection = server.collection();
    await collection.insertMany(Array.from({ length: 500 }, (_, i) => ({ _id: i })));
    await withSessions(1, async (session) => {
      session?.startTransaction();
      const cursor = collection.find({}, { session, batchSize: 100 });
      await cursor.next();
      await collection.insertOne({ _id: 1000 }, { session });
      expect(await cursor.toArray()).toHaveLength(499);
      await session?.commitTransaction();
    });
  });

  it('refuses commands that MongoDB refuses in a transaction', async () => {
    const collection = server.collection();
    await collection.insertOne({ a: 1 });
    await withSessions(1, async (session) => {
      session?.startTransaction();
      await expect(server.db.command({ count: collection.collectionName }, { session })).rejects.toMatchObject({
        code: 263,
      });
    });
  });
});

it.each([
  ['$out', [{ $out: 'there' }]],
  ['$merge', [{ $match: {} }, { $merge: 'there' }]],
  ['$collStats', [{ $collStats: { count: {} } }]],
  ['$indexStats', [{ $indexStats: {} }]],
])('refuses %s in a transaction', async (_stage, pipeline) => {
  const collection = server.collection();
  await collection.insertOne({ a: 1 });
  await server.client.withSession(async (session) => {
    session.startTransaction();
    await expect(collection.aggregate(pipeline, { session }).toArray()).rejects.toMatchObject({ code: 263 });
    await session.abortTransaction();
  });
});

describe('many transactions at once', () => {
  it('keep the sum of 100 concurrent transfers exact', async () => {
    const accounts = server.collection();
    await accounts.insertMany(Array.from({ length: 10 }, (_, i) => ({ _id: i, balance: 1000 })));
    const transfer = (from: number, to: number, amount: number): Promise<void> =>
      server.client.withSession((session) =>
        session.withTransaction(async () => {
          const payer = await accounts.findOne({ _id: from }, { session });
          await accounts.updateOne(
            { _id: from },
            { $set: { balance: Number(payer?.['balance']) - amount } },
            { session },
          );
          await accounts.updateOne({ _id: to }, { $inc: { balance: amount } }, { session });
        }),
      );
    await Promise.all(Array.from({ length: 100 }, (_, i) => transfer(i % 10, (i * 7 + 3) % 10, (i % 9) + 1)));
    const expected = Array.from({ length: 10 }, () => 1000);
    for (let i = 0; i < 100; i += 1) {
      const amount = (i % 9) + 1;
      expected[i % 10] = (expected[i % 10] ?? 0) - amount;
      expected[(i * 7 + 3) % 10] = (expected[(i * 7 + 3) % 10] ?? 0) + amount;
    }
    const balances = (await accounts.find().sort({ _id: 1 }).toArray()).map((each) => each['balance']);
    expect(balances).toEqual(expected);
  });

  it('let one of two compare-and-set decisions win', async () => {
    const requests = server.collection();
    await requests.insertOne({ _id: 1, state: 'pending' });
    const decide = (state: string): Promise<boolean> =>
      server.client.withSession((session) =>
        session.withTransaction(async () => {
          const result = await requests.updateOne({ _id: 1, state: 'pending' }, { $set: { state } }, { session });
          return result.modifiedCount === 1;
        }),
      );
    const outcomes = await Promise.all(['approved', 'rejected', 'withdrawn'].map(decide));
    expect(outcomes.filter(Boolean)).toHaveLength(1);
  });
});
