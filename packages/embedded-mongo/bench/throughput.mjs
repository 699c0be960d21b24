// Measures the engine through the real driver, and raw SQLite with the same settings in the same run.
// usage: node bench/throughput.mjs [seconds per measurement]
import { mkdtempSync, rmSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { startEmbeddedMongo } from 'embedded-mongo';
import { MongoClient } from 'mongodb';

const SECONDS = Number(process.argv[2] ?? 3);
const WRITERS = 16;
const folder = mkdtempSync(join(tmpdir(), 'emongo-bench-'));
const rows = [];

/** Repeats a step for the time of one measurement and notes how often it ran per second. */
async function measure(name, step, workers = 1) {
  let count = 0;
  const start = performance.now();
  const end = start + SECONDS * 1000;
  await Promise.all(
    Array.from({ length: workers }, async (_, worker) => {
      while (performance.now() < end) {
        await step(count, worker);
        count += 1;
      }
    }),
  );
  rows.push({ measurement: name, 'per second': Math.round(count / ((performance.now() - start) / 1000)) });
}

function document(n) {
  return { n, name: `person ${n}`, email: `p${n}@example.org`, tags: ['a', 'b'], at: new Date(), points: n % 100 };
}

async function rawSqlite() {
  const db = new DatabaseSync(join(folder, 'raw.sqlite'));
  db.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (id INTEGER PRIMARY KEY, k BLOB UNIQUE, doc BLOB)',
  );
  const insert = db.prepare('INSERT INTO t (k, doc) VALUES (?, ?)');
  const blob = Buffer.alloc(150);
  await measure('raw SQLite: one insert per commit', (n) => void insert.run(Buffer.from(`k${n}`), blob));
  const select = db.prepare('SELECT doc FROM t WHERE k = ?');
  await measure('raw SQLite: reads by key', (n) => void select.get(Buffer.from(`k${n % 1000}`)));
  db.close();
}

async function engineNumbers() {
  const engine = await startEmbeddedMongo({ dataDir: join(folder, 'data') });
  const client = await new MongoClient(engine.uri).connect();
  const people = client.db('bench').collection('people');
  await people.createIndex({ n: 1 });
  await people.createIndex({ email: 1 }, { unique: true });
  let next = 0;
  const insertOne = () => {
    next += 1;
    return people.insertOne(document(next));
  };
  await measure('inserts, one writer, two indexes', insertOne);
  await measure(`inserts, ${WRITERS} writers, two indexes`, insertOne, WRITERS);
  await measure('reads by index, one reader', (n) => people.findOne({ n: (n % 1000) + 1 }));
  await measure('reads by index, 8 readers', (n) => people.findOne({ n: (n % 1000) + 1 }), 8);
  await measure('reads of 50 sorted by index', (n) =>
    people
      .find({ n: { $gt: n % 1000 } })
      .sort({ n: 1 })
      .limit(50)
      .toArray(),
  );
  const transfer = (n) =>
    client.withSession((session) =>
      session.withTransaction(async () => {
        await people.updateOne({ n: (n % 500) + 1 }, { $inc: { points: -1 } }, { session });
        await people.updateOne({ n: (n % 500) + 501 }, { $inc: { points: 1 } }, { session });
      }),
    );
  await measure('transactions of two updates, one client', transfer);
  await measure('transactions of two updates, 8 clients', transfer, 8);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const started = performance.now();
  await people
    .aggregate([{ $group: { _id: '$points', n: { $sum: 1 } } }])
    .toArray()
    .catch(() => undefined);
  const milliseconds = performance.now() - started;
  delay.disable();
  const groups = `$group over ${await people.estimatedDocumentCount()} documents: ${Math.round(milliseconds)} ms`;
  console.log(`${groups}, longest pause of the application ${(delay.max / 1e6).toFixed(1)} ms`);
  await client.close();
  await engine.close();
}

await rawSqlite();
await engineNumbers();
console.table(rows);
rmSync(folder, { recursive: true, force: true });
