import { Decimal128, Int32, Long, ObjectId, serialize } from 'bson';
import type { Document } from 'bson';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compileSort } from '../../src/sorter/index.js';
import { decode } from '../../src/values/codec.js';
import type { Doc } from '../../src/values/types.js';
import { openLocalEngine } from './local-engine.js';
import type { LocalEngine } from './local-engine.js';

let local: LocalEngine;
let collections = 0;

beforeAll(() => {
  local = openLocalEngine();
});
afterAll(() => local.close());

const anyScalar = fc.constantFrom<unknown>(
  null,
  true,
  false,
  0,
  1,
  2,
  -1,
  1.5,
  new Int32(2),
  Long.fromNumber(2),
  Decimal128.fromString('1.5'),
  NaN,
  Infinity,
  '',
  'a',
  'ab',
  'b',
  'a\0b',
  new Date(0),
  new Date(5),
  new ObjectId('000000000000000000000001'),
  {},
  { x: 1 },
  { x: null },
);
/** Small numbers more often than anything else, so that ranges and elements of arrays meet. */
const scalar = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<unknown>(0, 1, 2, 3) },
  { weight: 2, arbitrary: anyScalar },
);
const value = fc.oneof(
  { weight: 3, arbitrary: scalar },
  { weight: 3, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  { weight: 2, arbitrary: fc.array(fc.record({ x: scalar, y: scalar }, { requiredKeys: [] }), { maxLength: 2 }) },
);
const document = fc.record({ a: value, b: scalar, c: fc.constantFrom(1, 2) }, { requiredKeys: [] });
const path = fc.constantFrom('a', 'a', 'a', 'b', 'c', 'a.x', 'a.x', 'a.y', 'a.0');
const operator = fc.constantFrom('$eq', '$gt', '$gte', '$lt', '$lte', '$ne');
const condition = fc.oneof(
  scalar.map((each) => ({ $eq: each })),
  fc.tuple(operator, value).map(([name, operand]) => ({ [name]: operand })),
  fc.tuple(scalar, scalar).map(([low, high]) => ({ $gte: low, $lte: high })),
  fc.tuple(scalar, scalar).map(([low, high]) => ({ $gt: low, $lt: high })),
  fc.array(value, { maxLength: 3 }).map((list) => ({ $in: list })),
  fc.boolean().map((wanted) => ({ $exists: wanted })),
  scalar.map((each) => ({ $elemMatch: { $gte: each } })),
  scalar.map((each) => ({ $not: { $gt: each } })),
);
const filter = fc
  .array(fc.tuple(path, condition), { minLength: 1, maxLength: 3 })
  .map((parts) => Object.fromEntries(parts));
const direction = fc.constantFrom<1 | -1>(1, -1);
const keys = fc
  .uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c', 'a.x', 'a.y'), direction), {
    minLength: 1,
    maxLength: 3,
    selector: ([name]) => name,
  })
  .filter((fields) => !fields.some(([name]) => name === 'a') || !fields.some(([name]) => name.startsWith('a.')))
  .map((fields) => Object.fromEntries(fields));
const options = fc.constantFrom<Document>(
  {},
  {},
  { sparse: true },
  { partialFilterExpression: { c: 1 } },
  { partialFilterExpression: { b: { $exists: true } } },
);
const sort = fc.option(fc.tuple(fc.constantFrom('a', 'b', 'c'), direction).map(([name, way]) => ({ [name]: way })));

const toDoc = (each: Document): Doc => decode(serialize(each));

async function results(command: Document): Promise<Document[]> {
  const reply = await local.command({ ...command, batchSize: 1000 });
  expect(reply['ok'], JSON.stringify(reply)).toBe(1);
  return reply['cursor'].firstBatch as Document[];
}

async function filled(documents: readonly Document[]): Promise<string> {
  collections += 1;
  const name = `d${collections}`;
  await local.command({ insert: name, documents: documents.map((each, _id) => ({ _id, ...each })) });
  return name;
}

it('finds by index what a scan finds, in the same order of the sort keys', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(document, { minLength: 5, maxLength: 12 }),
      fc.array(fc.tuple(keys, options), { minLength: 1, maxLength: 2 }),
      fc.array(fc.tuple(filter, sort), { minLength: 10, maxLength: 30 }),
      async (documents, indexes, queries) => {
        const name = await filled(documents);
        for (const [position, [key, extra]] of indexes.entries()) {
          await local.command({ createIndexes: name, indexes: [{ key, name: `i${position}`, ...extra }] });
        }
        for (const [query, order] of queries) {
          const tail = order === null ? {} : { sort: { ...order, _id: 1 } };
          const scanned = await results({ find: name, filter: query, hint: { $natural: 1 }, ...tail });
          const found = await results({ find: name, filter: query, ...tail });
          const byId = (list: Document[]): number[] => list.map((each) => each['_id'] as number);
          if (order === null) expect(byId(found).sort()).toEqual(byId(scanned).sort());
          else expect(byId(found)).toEqual(byId(scanned));
          if (order === null) continue;
          const { _id: _, ...first } = tail.sort as Document;
          const loose = await results({ find: name, filter: query, sort: first });
          expect(new Set(byId(loose))).toEqual(new Set(byId(scanned)));
          const { compare } = compileSort(toDoc(first));
          loose.forEach((each, at) => expect(compare(toDoc(each), toDoc(scanned[at] ?? {}))).toBe(0));
        }
        await local.command({ drop: name });
      },
    ),
    { numRuns: 80 },
  );
});

it('keeps indexes in step with random writes', { timeout: 120_000 }, async () => {
  const change = fc.oneof(
    value.map((each) => ({ u: { $set: { a: each } } })),
    scalar.map((each) => ({ u: { $push: { a: each } } })),
    fc.constant({ u: { $unset: { a: 1, b: 1 } } }),
    scalar.map((each) => ({ u: { $set: { 'a.x': each, b: 1 } } })),
    fc.constant({ u: { $inc: { c: 1 } } }),
    document.map((each) => ({ u: each })),
    fc.constant({ remove: true }),
    document.map((each) => ({ insert: each })),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(document, { minLength: 1, maxLength: 6 }),
      fc.array(fc.tuple(keys, options, fc.boolean()), { minLength: 1, maxLength: 3 }),
      fc.array(fc.tuple(filter, change, fc.boolean()), { minLength: 1, maxLength: 10 }),
      async (documents, indexes, changes) => {
        const name = await filled(documents);
        for (const [position, [key, extra, unique]] of indexes.entries()) {
          await local.command({ createIndexes: name, indexes: [{ key, name: `i${position}`, unique, ...extra }] });
        }
        for (const [query, what, multi] of changes) {
          if ('insert' in what) await local.command({ insert: name, documents: [what.insert] });
          else if ('remove' in what)
            await local.command({ delete: name, deletes: [{ q: query, limit: multi ? 0 : 1 }] });
          else {
            const updatesMany = multi && Object.keys(what.u).every((field) => field.startsWith('$'));
            await local.command({ update: name, updates: [{ q: query, u: what.u, multi: updatesMany }] });
          }
        }
        expect(await local.command({ validate: name })).toMatchObject({ ok: 1, errors: [] });
        await local.command({ drop: name });
      },
    ),
    { numRuns: 100 },
  );
  expect(local.errors).toEqual([]);
});
