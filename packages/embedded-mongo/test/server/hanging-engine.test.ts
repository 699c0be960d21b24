import { check, startEmbeddedMongo } from 'embedded-mongo';
import type { EmbeddedMongo } from 'embedded-mongo';
import { MongoClient, MongoNetworkError } from 'mongodb';
import type { Document } from 'mongodb';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { temporaryFolder, until } from './test-engine.js';

/** An engine whose `ping` and `insert` do in the end what their comment says: `hang`, `fill` the memory, or `stop`. */
const PROGRAM = new URL('ill-worker.mjs', import.meta.url);
const LIMITS = { hangMs: 1000, maxHeapMb: 64 };

interface Counted {
  readonly _id: number;
}

let folder: ReturnType<typeof temporaryFolder>;
let lines: string[];
let engine: EmbeddedMongo;
let client: MongoClient | undefined;

beforeEach(async () => {
  folder = temporaryFolder();
  lines = [];
  const note = (line: string): void => void lines.push(line);
  const logger = { info: note, warn: note, error: note };
  engine = await startEmbeddedMongo({ dataDir: folder.path, logger, ...LIMITS }, PROGRAM);
});
afterEach(async () => {
  await client?.close();
  client = undefined;
  await engine.close();
  expect(check(folder.path)).toEqual([]);
  folder.remove();
});

/** Writes numbers one after the other until the connection breaks; gives those that were acknowledged. */
async function writeUntilBroken(): Promise<number[]> {
  const acknowledged: number[] = [];
  const writer = await new MongoClient(engine.uri, { retryWrites: false }).connect();
  try {
    for (let _id = 0; ; _id += 1) {
      await writer.db('d').collection<Counted>('numbers').insertOne({ _id });
      acknowledged.push(_id);
    }
  } catch (error) {
    expect(error).toBeInstanceOf(MongoNetworkError);
    return acknowledged;
  } finally {
    await writer.close();
  }
}

/** Ends the worker with a command and gives a client of the next one, at the same address. */
async function outlive(command: Document): Promise<MongoClient> {
  const { uri } = engine;
  const visitor = await new MongoClient(uri, { retryReads: false }).connect();
  await expect(visitor.db('d').command(command)).rejects.toThrow(MongoNetworkError);
  await visitor.close();
  await until(() => lines.includes('the engine has been started again'));
  expect(engine.uri).toBe(uri);
  return new MongoClient(uri).connect();
}

async function storedNumbers(): Promise<number[]> {
  if (client === undefined) throw new Error('no client');
  const numbers = client.db('d').collection<Counted>('numbers');
  return numbers
    .find()
    .sort({ _id: 1 })
    .map((each) => each._id)
    .toArray();
}

/** What ends the engine's worker, and what the log says. */
const ENDINGS: [name: string, command: Document, said: RegExp][] = [
  ['a command that hangs', { ping: 1, comment: 'hang' }, /a command hangs/],
  [
    'a write that hangs before its commit',
    { insert: 'halves', documents: [{ a: 1 }], comment: 'hang' },
    /a command hangs/,
  ],
  ['a command that needs more memory than there is', { ping: 1, comment: 'fill' }, /memory/i],
];

it.each(ENDINGS)('goes on after %s, and loses nothing', async (_name, command, said) => {
  const writing = writeUntilBroken();
  client = await outlive(command);
  expect(lines.join('\n')).toMatch(said);
  expect(await storedNumbers()).toEqual(expect.arrayContaining(await writing));
  expect(await client.db('d').collection('halves').countDocuments()).toBe(0);
});

it.each(ENDINGS)('serves the clients of before after %s', async (_name, command) => {
  client = await new MongoClient(engine.uri).connect();
  const numbers = client.db('d').collection<Counted>('numbers');
  await Promise.all(Array.from({ length: 20 }, (_, _id) => numbers.insertOne({ _id })));
  await (await outlive(command)).close();
  await numbers.insertOne({ _id: 1000 });
  expect(await numbers.countDocuments()).toBe(21);
});

it('aborts the transaction that was open, and lets others write', async () => {
  const before = await new MongoClient(engine.uri).connect();
  const session = before.startSession();
  session.startTransaction();
  await before.db('d').collection<Counted>('numbers').insertOne({ _id: 1 }, { session });
  client = await outlive({ ping: 1, comment: 'hang' });
  await client.db('d').collection<Counted>('numbers').insertOne({ _id: 2 });
  expect(await storedNumbers()).toEqual([2]);
  await before.close();
});

it('gives up an engine that stops again and again, and says so', async () => {
  const reasons: string[] = [];
  engine.onExit((reason) => reasons.push(reason));
  const restarts = (): number => lines.filter((line) => line === 'the engine has been started again').length;
  for (let stops = 1; stops <= 6; stops += 1) {
    await new MongoClient(engine.uri, { retryReads: false }).connect().then(async (visitor) => {
      await visitor
        .db('d')
        .command({ ping: 1, comment: 'stop' })
        .catch(() => undefined);
      await visitor.close();
    });
    await until(() => restarts() === stops || reasons.length > 0);
  }
  expect(restarts()).toBe(5);
  expect(reasons).toHaveLength(1);
  expect(lines.at(-1)).toMatch(/ended for good: .*stopped on purpose/);
});
