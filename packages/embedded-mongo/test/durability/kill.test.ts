import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { check } from 'embedded-mongo';
import { MongoClient } from 'mongodb';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../server/test-engine.js';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const ROUNDS = 5;
const WRITERS = 8;
const ACCOUNTS = 6;
/** A round is killed after this many acknowledged writes, a different number each time. */
const WRITES_BEFORE_KILL = [40, 150, 333, 71, 512];

interface Counted {
  readonly _id: string;
}
interface Account {
  readonly _id: number;
  readonly balance: number;
}

async function serve(dataDir: string): Promise<{ child: ChildProcess; uri: string; ended: Promise<unknown> }> {
  const child = spawn(process.execPath, [CLI, 'serve', '--data', dataDir]);
  const ended = once(child, 'exit');
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, uri: line.toString().trim(), ended };
}

/** Writes until the connection breaks; notes what was acknowledged. */
async function writeUntilBroken(
  client: MongoClient,
  round: number,
  writer: number,
  acknowledged: Set<string>,
): Promise<void> {
  const entries = client.db('d').collection<Counted>('entries');
  const accounts = client.db('d').collection<Account>('accounts');
  for (let i = 0; ; i += 1) {
    const id = `${round}-${writer}-${i}`;
    try {
      if (i % 3 === 0) {
        await client.withSession((session) =>
          session.withTransaction(async () => {
            await accounts.updateOne({ _id: i % ACCOUNTS }, { $inc: { balance: -1 } }, { session });
            await accounts.updateOne({ _id: (i + writer) % ACCOUNTS }, { $inc: { balance: 1 } }, { session });
            await entries.insertOne({ _id: id }, { session });
          }),
        );
      } else {
        await entries.insertOne({ _id: id });
      }
    } catch {
      return; // not acknowledged: may or may not be there
    }
    acknowledged.add(id);
  }
}

it('loses no acknowledged write through kill -9', { timeout: 120_000 }, async () => {
  const folder = temporaryFolder();
  const acknowledged = new Set<string>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const { child, uri, ended } = await serve(folder.path);
    const client = await new MongoClient(uri, { serverSelectionTimeoutMS: 500, retryWrites: false }).connect();
    if (round === 0) {
      await client.db('d').collection('entries').createIndex({ _id: 1, x: 1 });
      await client
        .db('d')
        .collection<Account>('accounts')
        .insertMany(Array.from({ length: ACCOUNTS }, (_, i) => ({ _id: i, balance: 100 })));
    }
    const before = acknowledged.size;
    const writers = Array.from({ length: WRITERS }, (_, writer) =>
      writeUntilBroken(client, round, writer, acknowledged),
    );
    while (acknowledged.size < before + (WRITES_BEFORE_KILL[round] ?? 100))
      await new Promise((next) => setImmediate(next));
    child.kill('SIGKILL');
    await ended;
    await Promise.all(writers);
    await client.close();
    expect(check(folder.path)).toEqual([]);
  }
  const { child, uri, ended } = await serve(folder.path);
  const client = await new MongoClient(uri).connect();
  const stored = new Set(
    await client
      .db('d')
      .collection<Counted>('entries')
      .find()
      .map((each) => each._id)
      .toArray(),
  );
  const lost = [...acknowledged].filter((id) => !stored.has(id));
  const balances = await client
    .db('d')
    .collection<Account>('accounts')
    .find()
    .map((each) => each.balance)
    .toArray();
  await client.close();
  child.kill('SIGTERM');
  await ended;
  folder.remove();
  expect(lost).toEqual([]);
  expect(acknowledged.size).toBeGreaterThan(1000);
  expect(balances.reduce((sum, each) => sum + each, 0)).toBe(100 * ACCOUNTS);
});
