import { readFileSync } from 'node:fs';
import { MongoServerError } from 'mongodb';
import type { Collection, Document } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectTestServer } from '../server/test-engine.js';
import type { AnyDocument, TestServer } from '../server/test-engine.js';
import { aggregated, matches, order, projected, sortKey, sorted } from './plain-model.js';
import { startOfUpsert, updated } from './plain-writes.js';
import { documentsFor, filled } from './shape-documents.js';
import type { Shape } from './shape-documents.js';

/*
 * What an application asks of the engine, each question compared with a naive model of the rules. The list is made
 * from the application's own tests: `npm run shapes` in the root of the project.
 */
const SHAPES = JSON.parse(readFileSync(new URL('./product-shapes.json', import.meta.url), 'utf8')) as Shape[];
const NUMBERED = SHAPES.map((shape, i): [string, Shape] => [`${i} ${JSON.stringify(shape).slice(0, 150)}`, shape]);
const SKIPPED = 1;
const TAKEN = 5;

let server: TestServer;
beforeAll(async () => {
  server = await connectTestServer();
});
afterAll(() => server.close());

type Documents = Collection<AnyDocument>;

interface Prepared {
  readonly collection: Documents;
  readonly docs: readonly Document[];
}

/** A collection with the shape's indexes and documents, and the documents that got in. */
async function prepared(shape: Shape): Promise<Prepared> {
  const collection = server.collection();
  const indexes = shape.indexes.map(({ key, unique, sparse, partial }, i) => ({
    key,
    name: `i${i}`,
    ...(unique === undefined ? {} : { unique }),
    ...(sparse === undefined ? {} : { sparse }),
    ...(partial === undefined ? {} : { partialFilterExpression: filled(partial) as Document }),
  }));
  if (indexes.length > 0) await collection.createIndexes(indexes);
  // Unique indexes turn some away.
  await collection.insertMany(documentsFor(shape), { ordered: false }).catch((error: unknown) => {
    if (!(error instanceof MongoServerError) || error.code !== 11000) throw error;
  });
  return { collection, docs: await stored(collection) };
}

const stored = (collection: Documents): Promise<Document[]> => collection.find().sort({ _id: 1 }).toArray();

/** Documents as a set: their order and that of their fields left out. */
function asSet(docs: readonly unknown[]): string[] {
  const plain = (v: unknown): unknown => {
    if (Array.isArray(v)) return v.map(plain);
    if (typeof v !== 'object' || v === null || v instanceof Date) return v;
    return Object.fromEntries(
      Object.entries(v)
        .map(([k, x]) => [k, plain(x)] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  };
  return docs.map((doc) => JSON.stringify(plain(doc))).sort();
}

function filterOf(shape: Shape): Document {
  return filled(shape.filter ?? shape.q ?? shape.query ?? {}) as Document;
}

async function compareFind(shape: Shape, { collection, docs }: Prepared): Promise<void> {
  const filter = filterOf(shape);
  const [skip, limit] = [shape.skip === undefined ? 0 : SKIPPED, shape.limit === undefined ? Infinity : TAKEN];
  const found = docs.filter((doc) => matches(doc, filter));
  const cursor = collection.find(filter, { skip, ...(limit === Infinity ? {} : { limit }) });
  if (shape.sort !== undefined) cursor.sort(shape.sort);
  const answer: Document[] = await cursor.toArray();
  // Among equals the order is free, so which ones skip and limit leave is free too.
  expect(asSet(found)).toEqual(expect.arrayContaining(asSet(answer)));
  expect(new Set(answer.map(({ _id }) => _id as unknown)).size).toBe(Math.min(limit, Math.max(0, found.length - skip)));
  if (shape.sort !== undefined) {
    const keys = (list: readonly Document[]): unknown[] =>
      list.map((doc) => sortKey(doc, shape.sort as Document).map((v) => v ?? null));
    expect(keys(answer)).toEqual(keys(sorted(found, shape.sort).slice(skip, skip + limit)));
  }
  if (shape.projection === undefined) return;
  const parts = await collection.find(filter, { projection: shape.projection }).toArray();
  expect(asSet(parts)).toEqual(asSet(found.map((doc) => projected(doc, shape.projection as Document))));
}

async function compareAggregate(shape: Shape, { collection, docs }: Prepared): Promise<void> {
  const pipeline = filled(shape.pipeline) as Document[];
  const answer = await collection.aggregate(pipeline).toArray();
  const model = aggregated(docs, pipeline);
  // What a group collects comes in the order of its documents, which is free.
  const loose = (list: readonly Document[]): Document[] =>
    list.map((doc) =>
      Object.fromEntries(Object.entries(doc).map(([k, v]) => [k, Array.isArray(v) ? asSet(v) : (v as unknown)])),
    );
  expect(asSet(loose(answer))).toEqual(asSet(loose(model)));
}

async function compareDistinct(shape: Shape, { collection, docs }: Prepared): Promise<void> {
  const filter = filterOf(shape);
  const key = shape.key as string;
  const values = docs.filter((doc) => matches(doc, filter)).map((doc) => sortKey(doc, { [key]: 1 })[0]);
  const model = values.filter((v, i) => v !== undefined && values.findIndex((w) => order(v, w) === 0) === i);
  expect(asSet(await collection.distinct(key, filter))).toEqual(asSet(model));
}

/** The states that the rules allow after a change of one of several documents, or of all. */
function allowedAfter(
  docs: readonly Document[],
  targets: readonly Document[],
  change: (doc: Document) => Document | undefined,
): string[][] {
  return targets.map((target) =>
    asSet(docs.map((doc) => (doc === target ? change(doc) : doc)).filter((doc) => doc !== undefined)),
  );
}

async function compareWrite(shape: Shape, { collection, docs }: Prepared): Promise<void> {
  const filter = filterOf(shape);
  const update = filled(shape.u ?? shape.update ?? {}) as Document;
  const removes = shape.command === 'delete' || shape.remove === true;
  const all = shape.multi === true || (shape.command === 'delete' && shape.limit === 0);
  const found = docs.filter((doc) => matches(doc, filter));
  const change = (doc: Document): Document | undefined => (removes ? undefined : updated(doc, update));
  const refused = await write(shape, collection, filter, update).then(
    () => undefined,
    (error: unknown) => error,
  );
  const after = await stored(collection);
  if (refused !== undefined) {
    // Only a unique index may refuse; what it refuses has changed nothing.
    expect(refused).toMatchObject({ code: 11000 });
    if (!all) expect(asSet(after)).toEqual(asSet(docs));
    return;
  }
  if (found.length === 0) {
    const made = shape.upsert === true ? after.filter((doc) => !docs.some(({ _id }) => _id === doc['_id'])) : [];
    expect(made).toHaveLength(shape.upsert === true ? 1 : 0);
    const [inserted] = made;
    if (inserted === undefined) return expect(asSet(after)).toEqual(asSet(docs));
    const model = updated(startOfUpsert(filter), update, true);
    return expect(asSet([inserted])).toEqual(asSet([{ _id: inserted['_id'] as unknown, ...model }]));
  }
  if (all) {
    const model = docs.map((doc) => (found.includes(doc) ? change(doc) : doc)).filter((doc) => doc !== undefined);
    return expect(asSet(after)).toEqual(asSet(model));
  }
  const first = shape.sort === undefined ? undefined : sortKey(sorted(found, shape.sort)[0] as Document, shape.sort);
  const targets =
    first === undefined
      ? found
      : found.filter((doc) => sortKey(doc, shape.sort as Document).every((v, i) => order(v, first[i]) === 0));
  expect(allowedAfter(docs, targets, change)).toContainEqual(asSet(after));
}

async function write(shape: Shape, collection: Documents, filter: Document, update: Document): Promise<void> {
  const upsert = shape.upsert === true;
  if (shape.command === 'findAndModify') {
    const { sort } = shape;
    const options = {
      upsert,
      returnDocument: shape.new === true ? ('after' as const) : ('before' as const),
      ...(sort === undefined ? {} : { sort: sort as Record<string, 1> }),
    };
    if (shape.remove === true) await collection.findOneAndDelete(filter);
    else {
      const answer = await collection.findOneAndUpdate(filter, update, options);
      if (shape.new === true && answer !== null) expect(asSet(await stored(collection))).toContain(asSet([answer])[0]);
    }
  } else if (shape.command === 'delete') {
    await (shape.limit === 0 ? collection.deleteMany(filter) : collection.deleteOne(filter));
  } else
    await (shape.multi === true
      ? collection.updateMany(filter, update, { upsert })
      : collection.updateOne(filter, update, { upsert }));
}

/** Whether the documents of a shape are found through an index. */
async function usesIndex(shape: Shape, collection: Documents): Promise<boolean> {
  const filter = shape.pipeline === undefined ? filterOf(shape) : undefined;
  const plan: unknown =
    filter === undefined
      ? await collection.aggregate(filled(shape.pipeline) as Document[]).explain('queryPlanner')
      : await collection.find(filter).explain('queryPlanner');
  return !JSON.stringify(plan).includes('COLLSCAN');
}

/** Shapes that read the whole collection, and why they may. */
function mayScan(shape: Shape): boolean {
  const filter =
    shape.pipeline === undefined
      ? (shape.filter ?? shape.q ?? shape.query ?? {})
      : (shape.pipeline[0]?.['$match'] as Document);
  const text = JSON.stringify(filter);
  return SCANS.has(text);
}

/** By filter: collections of which everything is wanted, and those that hold a handful of documents. */
const SCANS: ReadonlyMap<string, string> = new Map([['{}', 'everything is wanted']]);

const COMPARE: Readonly<Record<string, (shape: Shape, on: Prepared) => Promise<void>>> = {
  find: compareFind,
  aggregate: compareAggregate,
  distinct: compareDistinct,
  update: compareWrite,
  delete: compareWrite,
  findAndModify: compareWrite,
};

describe('a question of the application is answered as the rules say', () => {
  it.each(NUMBERED)('%s', async (_name, shape) => {
    const compare = COMPARE[shape.command];
    if (compare === undefined) throw new Error(`the plain model does not know ${shape.command}`);
    const on = await prepared(shape);
    await compare(shape, on);
    if (!(await usesIndex(shape, on.collection))) expect(mayScan(shape), 'no index serves it').toBe(true);
    await on.collection.drop();
  });
});
