import { EJSON, serialize } from 'bson';
import type { Document } from 'bson';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compileSort } from '../../src/sorter/index.js';
import { decode } from '../../src/values/codec.js';
import type { Doc } from '../../src/values/types.js';
import { openLocalEngine } from './local-engine.js';
import type { LocalEngine } from './local-engine.js';
import { documentOf, filter, indexOptions, keys, plainFilter, scalar, sort, value } from './query-arbitraries.js';

/** Whatever the planner chooses must find what a scan of all documents finds. PLANNER_RUNS=n runs n times as many. */
const TIMES = Number(process.env['PLANNER_RUNS'] ?? 1);
const patience = { timeout: 60_000 * Math.max(2, TIMES) };

let local: LocalEngine;
let collections = 0;

beforeAll(() => {
  local = openLocalEngine();
});
afterAll(() => local.close());

const toDoc = (each: Document): Doc => decode(serialize(each));
const byId = (list: readonly Document[]): number[] => list.map((each) => each['_id'] as number);
const inOrder = (list: readonly number[]): number[] => [...list].sort((a, b) => a - b);

async function answer(command: Document): Promise<Document> {
  const reply = await local.command(command);
  expect(reply['ok'], JSON.stringify([reply, command])).toBe(1);
  return reply;
}

async function found(command: Document): Promise<Document[]> {
  const reply = await answer({ ...command, batchSize: 1000 });
  return (reply['cursor'] as Document)['firstBatch'] as Document[];
}

async function filled(documents: readonly Document[], indexes: readonly (readonly [Document, Document])[]) {
  collections += 1;
  const name = `d${collections}`;
  await local.command({ insert: name, documents: documents.map((each, _id) => ({ _id, ...each })) });
  for (const [position, [key, extra]] of indexes.entries()) {
    // Arrays side by side cannot be indexed together; then there is one index less.
    await local.command({ createIndexes: name, indexes: [{ key, name: `i${position}`, ...extra }] });
  }
  return name;
}

const someDocuments = fc
  .boolean()
  .chain((flat) => fc.array(documentOf(flat), { minLength: 8, maxLength: 16, size: 'max' }));
const someIndexes = fc.array(fc.tuple(keys, indexOptions), { minLength: 3, maxLength: 6, size: 'max' });

it('finds by index what a scan finds, in the same order of the sort keys', patience, async () => {
  await fc.assert(
    fc.asyncProperty(
      someDocuments,
      someIndexes,
      fc.array(fc.tuple(filter, fc.option(sort), fc.nat(4)), { minLength: 10, maxLength: 30 }),
      async (documents, indexes, queries) => {
        const name = await filled(documents, indexes);
        for (const [query, order, limit] of queries) {
          const all = { find: name, filter: query };
          const scanned = await found({ ...all, hint: { $natural: 1 }, ...(order && { sort: order }) });
          const matches = new Set(byId(scanned));
          if (order === null) {
            expect(inOrder(byId(await found(all)))).toEqual(inOrder(byId(scanned)));
            expect(byId(await found({ ...all, limit })).every((id) => matches.has(id))).toBe(true);
            continue;
          }
          const { compare } = compileSort(toDoc(order));
          for (const most of [0, limit]) {
            const sorted = await found({ ...all, sort: order, limit: most });
            expect(sorted.length).toBe(most === 0 ? scanned.length : Math.min(most, scanned.length));
            expect(new Set(byId(sorted)).size).toBe(sorted.length);
            expect(byId(sorted).every((id) => matches.has(id))).toBe(true);
            sorted.forEach((each, at) => expect(compare(toDoc(each), toDoc(scanned[at] ?? {}))).toBe(0));
          }
        }
        await local.command({ drop: name });
      },
    ),
    { numRuns: 35 * TIMES },
  );
});

it('counts, groups and lists values by keys as by documents', patience, async () => {
  const field = fc.constantFrom('a', 'b', 'c', 'a.x', 'd.x');
  await fc.assert(
    fc.asyncProperty(
      someDocuments,
      someIndexes,
      fc.array(fc.tuple(fc.oneof({ weight: 3, arbitrary: plainFilter }, filter), field, fc.nat(3), fc.nat(4)), {
        minLength: 10,
        maxLength: 20,
      }),
      async (documents, indexes, queries) => {
        const name = await filled(documents, indexes);
        const natural = { hint: { $natural: 1 } };
        for (const [query, path, skip, limit] of queries) {
          const count = { count: name, query, skip, limit };
          const { n } = await answer({ ...count, ...natural });
          expect(await answer(count)).toMatchObject({ n });
          const match = [{ $match: query }];
          const one = [...match, { $skip: skip }, { $limit: limit + 1 }, { $group: { _id: 1, n: { $sum: 1 } } }];
          const groups = [...match, { $group: { _id: `$${path}`, n: { $sum: 1 }, m: { $count: {} } } }];
          for (const pipeline of [one, groups]) {
            const command = { aggregate: name, pipeline, cursor: {} };
            const rows = async (extra: Document): Promise<string[]> =>
              ((await answer({ ...command, ...extra }))['cursor'].firstBatch as Document[]).map(textOf).sort();
            expect(await rows({})).toEqual(await rows(natural));
          }
          const values = async (extra: Document): Promise<string[]> =>
            ((await answer({ distinct: name, key: path, query, ...extra }))['values'] as unknown[])
              .map((each) => textOf({ _id: each }))
              .sort();
          expect(await values({})).toEqual(await values(natural));
        }
        await local.command({ drop: name });
      },
    ),
    { numRuns: 35 * TIMES },
  );
});

/** Equal values may differ in type, by the document they were taken from: numbers and strings are written as one. */
function textOf(row: Document): string {
  return EJSON.stringify(row, { relaxed: false }).replace(
    /\{"\$(?:numberInt|numberLong|numberDouble|numberDecimal|symbol)":"([^"]*)"\}/g,
    (_, text: string) => (/^-?[\d.]+$/.test(text) ? String(Number(text)) : `"${text}"`),
  );
}

it('keeps indexes in step with random writes, which find by index what a scan finds', patience, async () => {
  const change = fc.oneof(
    value.map((each) => ({ u: { $set: { a: each } } })),
    scalar.map((each) => ({ u: { $push: { a: each } } })),
    fc.constant({ u: { $unset: { a: 1, b: 1 } } }),
    scalar.map((each) => ({ u: { $set: { 'a.x': each, b: 1 } } })),
    fc.constant({ u: { $inc: { c: 1 } } }),
    documentOf(false).map((each) => ({ u: each })),
    fc.constant({ remove: true }),
    documentOf(false).map((each) => ({ insert: each })),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(documentOf(false), { minLength: 1, maxLength: 6 }),
      fc.array(fc.tuple(keys, indexOptions, fc.boolean()), { minLength: 1, maxLength: 3 }),
      fc.array(fc.tuple(filter, change, fc.boolean()), { minLength: 1, maxLength: 10 }),
      async (documents, indexes, changes) => {
        const name = await filled(
          documents,
          indexes.map(([key, extra, unique]) => [key, { ...extra, unique }]),
        );
        for (const [query, what, multi] of changes) {
          const matching = await found({ find: name, filter: query, hint: { $natural: 1 } });
          const expected = multi ? matching.length : Math.min(1, matching.length);
          if ('insert' in what) await local.command({ insert: name, documents: [what.insert] });
          else if ('remove' in what) {
            const deletes = [{ q: query, limit: multi ? 0 : 1 }];
            expect(await local.command({ delete: name, deletes })).toMatchObject({ n: expected });
          } else {
            const operators = Object.keys(what.u).every((each) => each.startsWith('$'));
            const updates = [{ q: query, u: what.u, multi: multi && operators }];
            const reply = await local.command({ update: name, updates });
            if (reply['writeErrors'] === undefined)
              expect(reply).toMatchObject({ n: operators ? expected : Math.min(1, expected) });
          }
        }
        expect(await local.command({ validate: name })).toMatchObject({ ok: 1, errors: [] });
        await local.command({ drop: name });
      },
    ),
    { numRuns: 50 * TIMES },
  );
  expect(local.errors).toEqual([]);
});
