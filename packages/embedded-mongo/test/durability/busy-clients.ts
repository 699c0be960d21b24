import type { ClientSession, MongoClient } from 'mongodb';

export const ACCOUNTS = 12;
export const OPENING_BALANCE = 1000;
/** Transfers that run at the same time. */
const TRANSFERS_AT_ONCE = 100;
const BATCH = 7;

interface Numbered {
  readonly _id: string;
  readonly tags?: readonly string[];
  readonly n?: number;
}
interface Account {
  readonly _id: number;
  readonly balance: number;
  readonly moved: number;
}

/** What clients were told, over all rounds. */
export class Acknowledged {
  /** Documents of single inserts, whole ordered batches and transactions. */
  readonly entries = new Set<string>();
  /** How often each counter was raised. */
  readonly raised = new Map<string, number>();
  /** How often a raise was sent: without an answer it may or may not have happened, but not twice. */
  readonly sent = new Map<string, number>();
  transfers = 0;
  /** Indexes that were built, and collections that `$out` made. */
  rebuilds = 0;
  swaps = 0;

  get total(): number {
    return this.entries.size + this.transfers + [...this.raised.values()].reduce((sum, each) => sum + each, 0);
  }
}

/** Makes what all rounds work on. */
export async function prepare(client: MongoClient): Promise<void> {
  const db = client.db('d');
  await db.collection<Numbered>('entries').createIndexes([{ key: { tags: 1 } }, { key: { n: 1, _id: -1 } }]);
  await db
    .collection<Account>('accounts')
    .insertMany(Array.from({ length: ACCOUNTS }, (_, i) => ({ _id: i, balance: OPENING_BALANCE, moved: 0 })));
}

/** Everything at once until the connection breaks; nothing here repeats what was not acknowledged. */
export async function keepBusy(client: MongoClient, round: number, noted: Acknowledged): Promise<void> {
  const untilBroken = async (step: (i: number) => Promise<void>): Promise<void> => {
    try {
      for (let i = 0; ; i += 1) await step(i);
    } catch {
      // not acknowledged: may or may not be there
    }
  };
  const workers = [insertOne, insertBatch, raise, insertInTransaction, rebuildIndexes, swapCollections];
  await Promise.all([
    ...workers.flatMap((work, kind) =>
      [0, 1].map((w) => untilBroken((i) => work(client, `${round}-${kind}${w}-${i}`, noted))),
    ),
    ...Array.from({ length: TRANSFERS_AT_ONCE }, (_, w) => untilBroken((i) => transfer(client, w, i, noted))),
  ]);
}

async function insertOne(client: MongoClient, _id: string, noted: Acknowledged): Promise<void> {
  await client
    .db('d')
    .collection<Numbered>('entries')
    .insertOne({ _id, tags: [_id, 'one'], n: 1 });
  noted.entries.add(_id);
}

async function insertBatch(client: MongoClient, id: string, noted: Acknowledged): Promise<void> {
  const batch = Array.from({ length: BATCH }, (_, i) => ({ _id: `${id}-${i}`, tags: ['a', `${i}`], n: i }));
  await client.db('d').collection<Numbered>('entries').insertMany(batch);
  for (const { _id } of batch) noted.entries.add(_id);
}

async function raise(client: MongoClient, id: string, noted: Acknowledged): Promise<void> {
  const counter = id.slice(id.indexOf('-') + 1, id.lastIndexOf('-'));
  noted.sent.set(counter, (noted.sent.get(counter) ?? 0) + 1);
  await client
    .db('d')
    .collection<{ _id: string; count: number }>('counters')
    .updateOne({ _id: counter }, { $inc: { count: 1 } }, { upsert: true });
  noted.raised.set(counter, (noted.raised.get(counter) ?? 0) + 1);
}

/** Two documents that are there together or not at all. */
async function insertInTransaction(client: MongoClient, id: string, noted: Acknowledged): Promise<void> {
  const entries = client.db('d').collection<Numbered>('entries');
  await inTransaction(client, async (session) => {
    await entries.insertOne({ _id: `${id}-left`, n: 2 }, { session });
    await entries.insertOne({ _id: `${id}-right`, n: 2 }, { session });
  });
  noted.entries.add(`${id}-left`).add(`${id}-right`);
}

async function transfer(client: MongoClient, worker: number, i: number, noted: Acknowledged): Promise<void> {
  const accounts = client.db('d').collection<Account>('accounts');
  const from = (worker + i) % ACCOUNTS;
  const to = (from + 1 + (i % (ACCOUNTS - 1))) % ACCOUNTS;
  await inTransaction(client, async (session) => {
    await accounts.updateOne({ _id: from }, { $inc: { balance: -1, moved: 1 } }, { session });
    await accounts.updateOne({ _id: to }, { $inc: { balance: 1, moved: 1 } }, { session });
  });
  noted.transfers += 1;
}

async function rebuildIndexes(client: MongoClient, _id: string, noted: Acknowledged): Promise<void> {
  const entries = client.db('d').collection('entries');
  const name = `rebuilt_${_id.split('-')[1] ?? ''}`;
  await entries.createIndex({ n: 1, [name]: 1 }, { name });
  noted.rebuilds += 1;
  await entries.dropIndex(name);
}

/** Makes a collection anew with `$out`, puts it in the place of another, and drops a whole database. */
async function swapCollections(client: MongoClient, id: string, noted: Acknowledged): Promise<void> {
  const db = client.db('d');
  const fresh = `fresh_${id.split('-')[1] ?? ''}`;
  await db
    .collection('accounts')
    .aggregate([{ $project: { balance: 1 } }, { $out: fresh }])
    .toArray();
  noted.swaps += 1;
  await db.renameCollection(fresh, 'copied', { dropTarget: true });
  await client.db(`side_${fresh}`).collection('x').insertOne({ id });
  await client.db(`side_${fresh}`).dropDatabase();
}

async function inTransaction(client: MongoClient, work: (session: ClientSession) => Promise<void>): Promise<void> {
  await client.withSession((session) => session.withTransaction(() => work(session)));
}
