// Measures raw SQLite, the engine without socket and driver, and the engine through the real driver, with the same settings
// in the same run. "to raw" is the ratio to raw SQLite, or where a row names another, to that.
// usage: node bench/throughput.mjs [seconds per measurement]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { serialize } from 'bson';
import { startEmbeddedMongo } from 'embedded-mongo';
import { MongoClient } from 'mongodb';
import { execute } from '../dist/commands/execute.js';
import { toCommand } from '../dist/wire/op-msg.js';
import { closeEngine, openEngine } from '../dist/worker/run-engine.js';

const SECONDS = Number(process.argv[2] ?? 3);
const WRITERS = 16;
/** Turns a second of what is measured in turn. */
const TURNS = 5;
const folder = mkdtempSync(join(tmpdir(), 'emongo-bench-'));
const rows = [];

/**
 * Repeats a step for the time of one measurement, notes how often it ran per second, how long the slowest hundredth took,
 * and the ratio to a row noted before.
 */
async function measure(name, step, { workers = 1, against } = {}) {
  const times = [];
  const start = performance.now();
  const end = start + SECONDS * 1000;
  await Promise.all(Array.from({ length: workers }, () => repeat(step, times, end)));
  note(name, times, performance.now() - start, against);
}

/** The same for several steps that take turns; each is compared with the first. */
async function measureInTurn(named) {
  const taken = named.map(() => ({ times: [], milliseconds: 0 }));
  for (let turn = 0; turn < SECONDS * TURNS; turn += 1) {
    for (const [index, [, step]] of named.entries()) {
      const start = performance.now();
      await repeat(step, taken[index].times, start + 1000 / TURNS);
      taken[index].milliseconds += performance.now() - start;
    }
  }
  for (const [index, [name]] of named.entries())
    note(name, taken[index].times, taken[index].milliseconds, index === 0 ? undefined : named[0][0]);
}

async function repeat(step, times, end) {
  for (let begun = performance.now(); begun < end;) {
    await step(times.length);
    const now = performance.now();
    times.push(now - begun);
    begun = now;
  }
}

function note(name, times, milliseconds, against) {
  const perSecond = times.length / (milliseconds / 1000);
  times.sort((one, other) => one - other);
  const before = rows.find((row) => row.measurement === against);
  rows.push({
    measurement: name,
    'per second': Math.round(perSecond),
    'p99 ms': Number((times[Math.floor(times.length * 0.99)] ?? 0).toFixed(2)),
    ratio: before === undefined ? '' : `${(perSecond / before['per second']).toFixed(2)} of ${against}`,
  });
}

function document(n) {
  return { n, name: `person ${n}`, email: `p${n}@example.org`, tags: ['a', 'b'], at: new Date(), points: n % 100 };
}

/**
 * Raw SQLite beside commands as they arrive, without socket and driver: what the engine itself adds. In turn, a fifth of a
 * second each, since what a commit costs changes with whatever else the disk does.
 */
async function besideRaw() {
  const db = new DatabaseSync(join(folder, 'raw.sqlite'));
  db.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (id INTEGER PRIMARY KEY, k BLOB UNIQUE, doc BLOB)',
  );
  const engine = openEngine(join(folder, 'alone.sqlite'), { info() {}, warn() {}, error() {} }, () => 1);
  const client = { connectionId: 1, address: 'here', gone: new AbortController().signal };
  const run = (command) => execute(engine, client, toCommand(Buffer.from(serialize(command)), new Map(), false));
  const insertRaw = db.prepare('INSERT INTO t (k, doc) VALUES (?, ?)');
  const readRaw = db.prepare('SELECT doc FROM t WHERE k = ?');
  const blob = Buffer.alloc(150);
  await measureInTurn([
    ['raw insert', async (n) => void insertRaw.run(Buffer.from(`k${n}`), blob)],
    ['engine alone, insert', (n) => run({ insert: 'people', documents: [{ _id: n, ...document(n) }], $db: 'bench' })],
  ]);
  await measureInTurn([
    ['raw read', async (n) => void readRaw.get(Buffer.from(`k${n % 1000}`))],
    [
      'engine alone, read by _id',
      (n) => run({ find: 'people', filter: { _id: n % 1000 }, limit: 1, singleBatch: true, $db: 'bench' }),
    ],
  ]);
  await closeEngine(engine);
  db.close();
}

async function engineNumbers() {
  const engine = await startEmbeddedMongo({ dataDir: join(folder, 'data') });
  const client = await new MongoClient(engine.uri).connect();
  const database = client.db('bench');
  const people = database.collection('people');
  let next = 0;
  const insertOne = () => {
    next += 1;
    return people.insertOne(document(next));
  };
  await measure('ping', () => database.command({ ping: 1 }));
  await measure('insert', insertOne, { against: 'raw insert' });
  await people.createIndex({ n: 1 });
  await people.createIndex({ email: 1 }, { unique: true });
  await measure('insert, two indexes', insertOne, { against: 'raw insert' });
  const against = 'insert, two indexes';
  await measure(`insert, two indexes, ${WRITERS} writers`, insertOne, { workers: WRITERS, against });
  const findOne = (n) => people.findOne({ n: (n % 1000) + 1 });
  await measure('read by index', findOne);
  await measure('read by index, 8 readers', findOne, { workers: 8, against: 'read by index' });
  await measure('read of 50 sorted by index', (n) =>
    people
      .find({ n: { $gt: n % 1000 } })
      .sort({ n: 1 })
      .limit(50)
      .toArray(),
  );
  const transfer = () => {
    next += 1;
    const n = next;
    return client.withSession((session) =>
      session.withTransaction(async () => {
        await people.updateOne({ n: (n % 500) + 1 }, { $inc: { points: -1 } }, { session });
        await people.updateOne({ n: (n % 500) + 501 }, { $inc: { points: 1 } }, { session });
        await people.insertOne(document(n), { session });
      }),
    );
  };
  await measure('transaction of three writes', transfer);
  await measure('transaction of three writes, 8 clients', transfer, {
    workers: 8,
    against: 'transaction of three writes',
  });
  await client.close();
  await engine.close();
}

await besideRaw();
await engineNumbers();
console.table(rows);
rmSync(folder, { recursive: true, force: true });
