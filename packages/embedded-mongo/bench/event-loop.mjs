// Measures how long the event loop of the program that started the engine is kept waiting while the engine works.
// usage: node bench/event-loop.mjs [documents]
import { mkdtempSync, rmSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedMongo } from 'embedded-mongo';
import { MongoClient } from 'mongodb';

const DOCUMENTS = Number(process.argv[2] ?? 100_000);
const BATCH = 10_000;
const folder = mkdtempSync(join(tmpdir(), 'emongo-bench-'));
const engine = await startEmbeddedMongo({ dataDir: join(folder, 'data') });
const client = await new MongoClient(engine.uri).connect();
const people = client.db('bench').collection('people');
for (let from = 0; from < DOCUMENTS; from += BATCH) {
  await people.insertMany(
    Array.from({ length: Math.min(BATCH, DOCUMENTS - from) }, (_, i) => ({ n: from + i, team: (from + i) % 500 })),
  );
}

const WORK = {
  nothing: () => new Promise((resolve) => setTimeout(resolve, 1000)),
  $group: () => people.aggregate([{ $group: { _id: '$team', sum: { $sum: '$n' } } }]).toArray(),
  'sort without index': () => people.find().sort({ team: 1, n: -1 }).limit(10).toArray(),
  createIndexes: () => people.createIndex({ team: 1, n: 1 }),
  'update of all': () => people.updateMany({}, { $inc: { n: 1 } }),
};

const rows = [];
for (const [name, work] of Object.entries(WORK)) {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const start = performance.now();
  await work();
  const took = performance.now() - start;
  delay.disable();
  const milliseconds = (nanoseconds) => Math.round(nanoseconds / 1e5) / 10;
  rows.push({
    work: name,
    'took ms': Math.round(took),
    'p50 ms': milliseconds(delay.percentile(50)),
    'p99 ms': milliseconds(delay.percentile(99)),
    'max ms': milliseconds(delay.max),
  });
}
console.table(rows);
await client.close();
await engine.close();
rmSync(folder, { recursive: true, force: true });
