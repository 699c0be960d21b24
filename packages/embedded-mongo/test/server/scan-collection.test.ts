import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestEngine } from './test-engine.js';
import type { AnyDocument } from './test-engine.js';
import { MongoClient } from 'mongodb';

let engine: Awaited<ReturnType<typeof startTestEngine>>;
let client: MongoClient;

beforeAll(async () => {
  engine = await startTestEngine();
  client = await new MongoClient(engine.uri).connect();
});
afterAll(async () => {
  await client.close();
  await engine.remove();
});

/** Around what is fetched one by one, and by pages. */
const COUNTS = [0, 1, 63, 64, 65, 319, 320, 321, 1000];

it.each(COUNTS)('gives each of %i documents once, in both directions, with gaps between them', async (count) => {
  const collection = client.db('scans').collection<AnyDocument>(`of${count}`);
  const all = Array.from({ length: count * 2 }, (_, n) => ({ _id: n }));
  if (count > 0) await collection.insertMany(all);
  await collection.deleteMany({ _id: { $mod: [2, 1] } });
  const kept = all.filter(({ _id }) => _id % 2 === 0);
  expect(await collection.find().toArray()).toEqual(kept);
  expect(await collection.find().sort({ $natural: -1 }).toArray()).toEqual(kept.toReversed());
});

it('gives documents of megabytes between small ones', async () => {
  const collection = client.db('scans').collection<AnyDocument>('large');
  const text = 'x'.repeat(1024 * 1024);
  await collection.insertMany(Array.from({ length: 400 }, (_, n) => ({ _id: n, ...(n % 20 === 0 && { text }) })));
  const found = await collection.find({}, { projection: { text: 0 } }).toArray();
  expect(found.map(({ _id }) => _id)).toEqual(Array.from({ length: 400 }, (_, n) => n));
});

it('updates every document once, also those that grow', async () => {
  const collection = client.db('scans').collection<AnyDocument>('growing');
  await collection.insertMany(Array.from({ length: 700 }, (_, n) => ({ _id: n, n: 0 })));
  await collection.updateMany({ n: { $gte: 0 } }, { $inc: { n: 1 }, $set: { text: 'y'.repeat(500) } });
  expect(await collection.countDocuments({ n: 1 })).toBe(700);
});
