import { BSONRegExp, Long, MongoClient } from 'mongodb';
import type { Document } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestEngine } from './test-engine.js';

/** A quarter of it is what the work on one document may take. */
const HANG_MS = 12_000;

let engine: Awaited<ReturnType<typeof startTestEngine>>;
let client: MongoClient;
let crashes = 0;

beforeAll(async () => {
  const logger = {
    info: () => undefined,
    warn: () => undefined,
    error: (message: string) => {
      if (message.includes('crashed')) crashes += 1;
    },
  };
  engine = await startTestEngine({ hangMs: HANG_MS, logger });
  client = await new MongoClient(engine.uri, { retryReads: false, retryWrites: false }).connect();
  await client
    .db('t')
    .collection<{ _id: number; s: string; a: number[] }>('one')
    .insertOne({ _id: 1, s: `${'a'.repeat(40)}!`, a: [1, 2, 3] });
});
afterAll(async () => {
  await client.close();
  await engine.remove();
});

const aggregate = (...pipeline: Document[]): Document => ({ aggregate: 'one', pipeline, cursor: {} });
const expression = (r: unknown): Document => aggregate({ $project: { r } });
const range = (n: number): Document => ({ $range: [0, n] });
/** Folds n numbers. */
const folded = (n: number, initialValue: unknown, step: unknown): Document => ({
  $reduce: { input: range(n), initialValue, in: step },
});
const twice = ['$$value', '$$value'];
const doublings = (n: number): Document[] => Array.from({ length: n }, () => ({ $set: { a: ['$a', '$a'] } }));

describe('a few words that ask for endless work', () => {
  it.each<[string, Document, number]>([
    ['a regular expression that backtracks', { find: 'one', filter: { s: new BSONRegExp('^(a+)+$') } }, 51156],
    ['the same in an update', { update: 'one', updates: [{ q: { s: /^(a|a)*$/ }, u: { $set: { x: 1 } } }] }, 51156],
    ['$range', expression(range(1e9)), 146],
    ['many of $range', aggregate({ $project: Object.fromEntries([...'abcdefghij'].map((f) => [f, range(2e6)])) }), 146],
    ['$map in $map', expression({ $map: { input: range(1e4), in: { $map: { input: range(1e4), in: 1 } } } }), 146],
    ['$concat that doubles', expression(folded(40, 'x', { $concat: twice })), 146],
    ['$concatArrays that doubles', expression(folded(40, [1], { $concatArrays: twice })), 146],
    [
      '$replaceAll',
      expression({
        $replaceAll: { input: folded(20, 'a', { $concat: twice }), find: 'a', replacement: 'b'.repeat(99) },
      }),
      146,
    ],
    ['$zip', expression({ $zip: { inputs: Array.from({ length: 50 }, () => range(5e5)) } }), 146],
    ['a value that shares its parts', expression(folded(40, 1, twice)), 10334],
    ['the same in a group', aggregate({ $group: { _id: null, r: { $push: folded(40, 1, twice) } } }), 292],
    ['the same compared', expression({ $eq: [folded(40, 1, twice), folded(40, 1, twice)] }), 50],
    ['the same by stages', aggregate(...doublings(45)), 10334],
    ['a value that is nested by its making', expression(folded(1e5, 1, ['$$value'])), 15],
    ['the same compared', expression({ $eq: [folded(1e5, 1, ['$$value']), folded(1e5, 2, ['$$value'])] }), 15],
    ['a projection of many names', { find: 'one', projection: { [`${'a.'.repeat(5000)}a`]: 1 } }, 15],
    ['an expression of many names', expression(`$${'a.'.repeat(5000)}a`), 15],
    [
      'an update by a pipeline',
      { update: 'one', updates: [{ q: {}, u: [{ $set: { 'x.y': folded(60, [1], twice) } }] }] },
      10334,
    ],
  ])('is refused: %s', async (_name, command, code) => {
    const reply = await client
      .db('t')
      .command(command)
      .then(
        (answer: Document) => (answer['writeErrors'] as Document[] | undefined)?.[0],
        (error: Document) => error,
      );
    // Where the machine is slow, time may be over before memory is.
    expect(code === 146 ? [146, 50] : [code]).toContain(reply?.['code']);
    expect(await client.db('t').command({ ping: 1 })).toMatchObject({ ok: 1 });
    expect(crashes).toBe(0);
  });

  it('ends at maxTimeMS: $unwind of many arrays', async () => {
    const names = ['a', 'b', 'c', 'd'];
    const pipeline = [
      { $set: Object.fromEntries(names.map((name) => [name, range(1000)])) },
      ...names.map((name) => ({ $unwind: `$${name}` })),
      { $count: 'n' },
    ];
    const running = client.db('t').command({ ...aggregate(...pipeline), maxTimeMS: 300 });
    const others = await client.db('t').command({ ping: 1 });
    expect(others).toMatchObject({ ok: 1 });
    await expect(running).rejects.toMatchObject({ code: 50 });
  });

  it.each<[string, Document]>([
    ['skip and limit', { find: 'one', skip: Long.MAX_VALUE, limit: Long.MAX_VALUE }],
    ['a mask of millions of bits', { find: 'one', filter: { a: { $bitsAllSet: Buffer.alloc(4e6, 255) } } }],
    ['$in of many', { find: 'one', filter: { a: { $in: Array.from({ length: 2e4 }, (_, i) => i) } } }],
    ['$or of many', { find: 'one', filter: { $or: Array.from({ length: 5e3 }, (_, i) => ({ a: i })) } }],
    ['$sample', aggregate({ $sample: { size: 1e15 } })],
    [
      'a text found nowhere',
      expression({
        $indexOfCP: [folded(20, 'a', { $concat: twice }), { $concat: [folded(19, 'a', { $concat: twice }), 'b'] }],
      }),
    ],
    ['a common expression', { find: 'one', filter: { s: { $regex: '^a+!$' } } }],
  ])('is answered: %s', async (_name, command) => {
    expect(await client.db('t').command(command)).toMatchObject({ ok: 1 });
  });
});
