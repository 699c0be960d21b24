import { Decimal128, Long, UUID } from 'bson';
import type { Document } from 'bson';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLocalEngine } from './local-engine.js';
import type { LocalEngine } from './local-engine.js';

/** A unique index is asked for one entry of each combination of values: it must be the one, and none may be missed. */
const uuid = new UUID('0123456789abcdef0123456789abcdef');
const documents: readonly Document[] = [
  { a: 1, b: 1 },
  { a: 1, b: 2 },
  { a: 1.5, b: 1 },
  { a: Long.fromString('9007199254740993'), b: 1 },
  { a: NaN, b: 1 },
  { a: null, b: 1 },
  { b: 2 },
  { a: 'a', b: 1 },
  { a: 'a\0', b: 1 },
  { a: '', b: 1 },
  { a: { x: 1 }, b: 1 },
  { a: uuid, b: 1 },
  { a: [5, 6, 5], b: 1 },
  { a: [], b: 1 },
  { a: [[7]], b: 1 },
  { a: [null, 8], b: 3 },
].map((each, _id) => ({ _id, ...each }));

let local: LocalEngine;

beforeAll(async () => {
  local = openLocalEngine();
  await local.command({ insert: 'flat', documents: documents.filter(({ a }) => !Array.isArray(a)) });
  await local.command({ insert: 'arrays', documents });
  for (const name of ['flat', 'arrays'])
    for (const key of [
      { a: 1, b: 1 },
      { b: -1, a: -1 },
    ]) {
      const indexes = [{ key, name: Object.keys(key).join(), unique: true }];
      expect(await local.command({ createIndexes: name, indexes })).toMatchObject({ ok: 1 });
    }
});
afterAll(() => local.close());

const values: readonly unknown[] = [1, 2, 1.5, NaN, null, 'a', 'a\0', '', 5, 7, 8, uuid, { x: 1 }];

test.each<[what: string, filter: Document]>([
  ...values.map((value): [string, Document] => [`a value: ${String(value)}`, { a: value, b: 1 }]),
  ['numbers of another type', { a: Decimal128.fromString('1.0'), b: Long.fromNumber(2) }],
  ['a number no double holds', { a: Long.fromString('9007199254740993'), b: 1 }],
  ['a double beside it', { a: 9007199254740992, b: 1 }],
  ['lists of values', { a: { $in: [...values] }, b: { $in: [3, 2, 1] } }],
  ['an array of an array', { a: [7], b: 1 }],
  ['the first field alone', { a: 1 }],
  ['a range behind it', { a: 1, b: { $gte: 1 } }],
  ['no value', { a: { $exists: false }, b: 2 }],
  ['values of one array', { a: { $in: [5, 6] }, b: 1 }],
])('finds %s by a unique index as by a scan', async (_, filter) => {
  for (const name of ['flat', 'arrays']) {
    const expected = await ids({ find: name, filter, hint: { $natural: 1 } });
    for (const hint of ['a,b', 'b,a', undefined]) {
      expect(await ids({ find: name, filter, ...(hint && { hint }) })).toEqual(expected);
      expect(await ids({ find: name, filter, sort: { a: -1 }, ...(hint && { hint }) })).toEqual(expected);
    }
  }
});

async function ids(command: Document): Promise<number[]> {
  const reply = await local.command(command);
  expect(reply['ok'], JSON.stringify(reply)).toBe(1);
  return ((reply['cursor'] as Document)['firstBatch'] as Document[])
    .map(({ _id }) => _id as number)
    .sort((x, y) => x - y);
}
