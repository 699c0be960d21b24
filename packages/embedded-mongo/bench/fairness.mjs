// How long a ping waits while a $group runs over many documents, and while several of them do.
// usage: node bench/fairness.mjs [documents]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedMongo } from 'embedded-mongo';
import { MongoClient } from 'mongodb';
import { fill } from './fill.mjs';

const DOCUMENTS = Number(process.argv[2] ?? 200_000);
const folder = mkdtempSync(join(tmpdir(), 'emongo-fair-'));
const engine = await startEmbeddedMongo({ dataDir: folder });
const client = await new MongoClient(engine.uri).connect();
const db = client.db('bench');
const people = db.collection('people');
await fill(people, DOCUMENTS);

const group = () =>
  people.aggregate([{ $group: { _id: '$unit', n: { $sum: '$points' }, best: { $max: '$name' } } }]).toArray();

/** Pings until the work is done, and gives what the pings took. */
async function pingDuring(name, work) {
  const times = [];
  let running = true;
  const started = performance.now();
  const done = work().finally(() => (running = false));
  while (running) {
    const at = performance.now();
    await db.command({ ping: 1 });
    times.push(performance.now() - at);
  }
  await done;
  const seconds = (performance.now() - started) / 1000;
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(1);
  console.log(
    `${name}: ${seconds.toFixed(2)} s, ${times.length} pings, median ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms`,
  );
}

await pingDuring('nothing else', () => new Promise((resolve) => setTimeout(resolve, 1000)));
await pingDuring(`one $group over ${DOCUMENTS} documents`, group);
await pingDuring('four at once', () => Promise.all([group(), group(), group(), group()]));
await pingDuring('a sort without index', () => people.find().sort({ name: 1 }).limit(10).toArray());
await client.close();
await engine.close();
rmSync(folder, { recursive: true, force: true });
