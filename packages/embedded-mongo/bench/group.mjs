// $group over many documents through the real driver, beside SQLite's own GROUP BY over an equal table.
// usage: node bench/group.mjs [documents]
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { startEmbeddedMongo } from 'embedded-mongo';
import { MongoClient } from 'mongodb';
import { documentOf, fill } from './fill.mjs';

const DOCUMENTS = Number(process.argv[2] ?? 1_000_000);
const PIPELINES = {
  'sum and count by 500 units': [{ $group: { _id: '$unit', total: { $sum: '$points' }, n: { $sum: 1 } } }],
  'avg, min, max by a computed key': [
    {
      $group: { _id: { p: '$points', m: { $month: '$at' } }, a: { $avg: '$n' }, x: { $min: '$n' }, y: { $max: '$n' } },
    },
  ],
  'a group for each document': [{ $group: { _id: '$n', c: { $sum: 1 } } }, { $count: 'groups' }],
  '$match, $project, $sort, $limit': [
    { $match: { points: { $lt: 50 } } },
    { $project: { n: 1, p: { $multiply: ['$points', 2] } } },
    { $sort: { p: -1, n: 1 } },
    { $limit: 10 },
  ],
};
const folder = mkdtempSync(join(tmpdir(), 'emongo-group-'));

/** Sets back and reads the most memory that this process has had, in MB (Linux). */
const peak = {
  reset: () => writeFileSync('/proc/self/clear_refs', '5'),
  read: () => Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) / 1024),
};

function rawSeconds() {
  const db = new DatabaseSync(join(folder, 'raw.sqlite'));
  db.exec('CREATE TABLE t (n INTEGER PRIMARY KEY, unit TEXT, name TEXT, points INTEGER, at INTEGER); BEGIN');
  const insert = db.prepare('INSERT INTO t VALUES (?, ?, ?, ?, ?)');
  for (let i = 0; i < DOCUMENTS; i++) {
    const { n, unit, name, points, at } = documentOf(i);
    insert.run(n, unit, name, points, at.getTime());
  }
  db.exec('COMMIT');
  const started = performance.now();
  db.prepare('SELECT unit, sum(points), count(*) FROM t GROUP BY unit').all();
  const seconds = (performance.now() - started) / 1000;
  db.close();
  return seconds;
}

const raw = rawSeconds();
const engine = await startEmbeddedMongo({ dataDir: join(folder, 'data') });
const client = await new MongoClient(engine.uri).connect();
const collection = client.db('bench').collection('people');
await fill(collection, DOCUMENTS);
console.log(`${DOCUMENTS} documents; SQLite GROUP BY: ${raw.toFixed(2)} s`);
for (const [name, pipeline] of Object.entries(PIPELINES)) {
  peak.reset();
  const started = performance.now();
  await collection.aggregate(pipeline).toArray();
  const seconds = (performance.now() - started) / 1000;
  console.log(
    `${name}: ${seconds.toFixed(2)} s (${(seconds / raw).toFixed(1)} times SQLite), at most ${peak.read()} MB of memory`,
  );
}
await client.close();
await engine.close();
rmSync(folder, { recursive: true, force: true });
