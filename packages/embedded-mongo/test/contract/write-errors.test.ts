import { Binary } from 'mongodb';
import type { Document } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectTestServer } from '../server/test-engine.js';
import type { TestServer } from '../server/test-engine.js';

const LARGEST = 16 * 1024 * 1024;

let server: TestServer;

beforeAll(async () => {
  server = await connectTestServer();
});
afterAll(() => server.close());

/** The reply of a write command whose own name stands for a fresh collection with `{_id: 1, a: 1}` and `{_id: 2, a: 2}`. */
async function write(command: Document): Promise<{ reply: Document; left: Document[] }> {
  const collection = server.collection();
  await collection.insertMany([
    { _id: 1, a: 1 },
    { _id: 2, a: 2 },
  ]);
  const [name] = Object.keys(command);
  const reply = await server.db
    .command({ ...command, [name ?? '']: collection.collectionName })
    .catch((error: unknown) => error as Document);
  return { reply, left: await collection.find().sort({ _id: 1 }).toArray() };
}

const unchanged = [
  { _id: 1, a: 1 },
  { _id: 2, a: 2 },
];

describe('a malformed command is refused as a whole', () => {
  const good = { q: { _id: 1 }, u: { $set: { a: 9 } } };
  it.each<[string, Document, number]>([
    ['insert without documents', { insert: 1 }, 40414],
    ['insert of a document instead of an array', { insert: 1, documents: { a: 1 } }, 14],
    ['insert of a number', { insert: 1, documents: [{ a: 1 }, 5] }, 14],
    ['insert of nothing', { insert: 1, documents: [] }, 16],
    ['insert with an unknown field', { insert: 1, documents: [{ a: 1 }], updates: [] }, 40415],
    ['insert with a collation', { insert: 1, documents: [{ a: 1 }], collation: { locale: 'en', strength: 2 } }, 40415],
    ['update without updates', { update: 1 }, 40414],
    ['update without q', { update: 1, updates: [good, { u: {} }] }, 40414],
    ['update without u', { update: 1, updates: [good, { q: {} }] }, 40414],
    ['update with a text as q', { update: 1, updates: [good, { q: 'x', u: {} }] }, 14],
    ['update with a number as multi', { update: 1, updates: [good, { ...good, multi: 1 }] }, 14],
    ['update with a number as upsert', { update: 1, updates: [good, { ...good, upsert: 1 }] }, 14],
    ['update with a sort', { update: 1, updates: [good, { ...good, sort: { a: 1 } }] }, 40415],
    ['update with a number as hint', { update: 1, updates: [good, { ...good, hint: 5 }] }, 9],
    ['update with array filters that are none', { update: 1, updates: [good, { ...good, arrayFilters: [1] }] }, 14],
    ['delete without deletes', { delete: 1 }, 40414],
    ['delete without a limit', { delete: 1, deletes: [{ q: { _id: 1 }, limit: 1 }, { q: {} }] }, 40414],
    [
      'delete with a limit of two',
      {
        delete: 1,
        deletes: [
          { q: { _id: 1 }, limit: 1 },
          { q: {}, limit: 2 },
        ],
      },
      9,
    ],
    ['delete with an unknown field', { delete: 1, deletes: [{ q: { _id: 1 }, limit: 1, multi: true }] }, 40415],
    ['findAndModify without an action', { findAndModify: 1, query: {} }, 9],
    ['findAndModify that removes and updates', { findAndModify: 1, remove: true, update: { $set: { a: 1 } } }, 9],
    ['findAndModify that removes and upserts', { findAndModify: 1, remove: true, upsert: true }, 9],
    ['findAndModify that removes and wants the new one', { findAndModify: 1, remove: true, new: true }, 9],
    ['findAndModify with a number as update', { findAndModify: 1, update: 5 }, 9],
    ['findAndModify with an array as sort', { findAndModify: 1, remove: true, sort: [] }, 14],
  ])('%s', async (_name, command, code) => {
    const { reply, left } = await write(command);
    expect(reply).toMatchObject({ code, ok: 0 });
    expect(left).toEqual(unchanged);
  });
});

describe('a refused statement leaves the others alone', () => {
  it.each<[string, Document, number]>([
    ['a replacement of many', { q: {}, u: { a: 1 }, multi: true }, 9],
    ['an unknown operator', { q: {}, u: { $foo: { a: 1 } } }, 9],
    ['another _id', { q: { _id: 2 }, u: { $set: { _id: 5 } } }, 66],
    ['an unknown query operator', { q: { a: { $foo: 1 } }, u: { $set: { a: 1 } } }, 2],
    ['constants without a pipeline', { q: {}, u: { $set: { a: 1 } }, c: { x: 1 } }, 51198],
    ['a hint that names no index', { q: {}, u: { $set: { a: 1 } }, hint: 'none' }, 2],
    ['a hint by a pattern that has no index', { q: {}, u: { $set: { a: 1 } }, hint: { z: 1 } }, 2],
    ['a dollar field in a replacement', { q: {}, u: { a: 1, $b: 1 } }, 52],
  ])('%s', async (_name, statement, code) => {
    const first = { q: { _id: 1 }, u: { $set: { a: 9 } } };
    const last = { q: { _id: 2 }, u: { $set: { b: 1 } } };
    const ordered = await write({ update: 1, updates: [first, statement, last] });
    expect(ordered.reply).toMatchObject({ ok: 1, n: 1, nModified: 1, writeErrors: [{ index: 1, code }] });
    expect(ordered.left).toEqual([{ _id: 1, a: 9 }, unchanged[1]]);
    const unordered = await write({ update: 1, updates: [first, statement, last], ordered: false });
    expect(unordered.reply).toMatchObject({ ok: 1, n: 2, nModified: 2, writeErrors: [{ index: 1, code }] });
    expect(unordered.left).toEqual([
      { _id: 1, a: 9 },
      { _id: 2, a: 2, b: 1 },
    ]);
  });

  it('lists the errors of a delete', async () => {
    const { reply, left } = await write({
      delete: 1,
      deletes: [
        { q: { a: { $foo: 1 } }, limit: 0 },
        { q: { _id: 1 }, limit: 0 },
        { q: {}, limit: 0, hint: 'none' },
      ],
      ordered: false,
    });
    expect(reply).toMatchObject({
      ok: 1,
      n: 1,
      writeErrors: [
        { index: 0, code: 2 },
        { index: 2, code: 2 },
      ],
    });
    expect(left).toEqual([unchanged[1]]);
  });
});

describe('a duplicate key', () => {
  const duplicate = { code: 11000, keyPattern: { a: 1 }, keyValue: { a: 1 } };
  it.each<[string, Document, Document]>([
    [
      'insert',
      { insert: 1, documents: [{ _id: 3, a: 1 }] },
      { ok: 1, n: 0, writeErrors: [{ index: 0, ...duplicate }] },
    ],
    [
      'update',
      { update: 1, updates: [{ q: { _id: 2 }, u: { $set: { a: 1 } } }] },
      { ok: 1, n: 0, writeErrors: [{ index: 0, ...duplicate }] },
    ],
    [
      'an upsert',
      { update: 1, updates: [{ q: { _id: 3 }, u: { $set: { a: 1 } }, upsert: true }] },
      { ok: 1, n: 0, writeErrors: [{ index: 0, ...duplicate }] },
    ],
    ['findAndModify', { findAndModify: 1, query: { _id: 2 }, update: { $set: { a: 1 } } }, { ok: 0, ...duplicate }],
    [
      'findAndModify with upsert',
      { findAndModify: 1, query: { _id: 3 }, update: { $set: { a: 1 } }, upsert: true },
      { ok: 0, ...duplicate },
    ],
  ])('is reported with key pattern and value by %s', async (_name, command, expected) => {
    const collection = server.collection();
    await collection.createIndex({ a: 1 }, { unique: true });
    await collection.insertMany(unchanged);
    const [name] = Object.keys(command);
    const reply = await server.db
      .command({ ...command, [name ?? '']: collection.collectionName })
      .catch((error: { errorResponse: Document }) => error.errorResponse);
    expect(reply).toMatchObject(expected);
    expect(await collection.find().sort({ _id: 1 }).toArray()).toEqual(unchanged);
  });
});

describe('size', () => {
  const text = (bytes: number): string => 'x'.repeat(bytes);

  it.each([
    ['one letter a byte', text(LARGEST - 100)],
    ['three bytes a letter', '€'.repeat((LARGEST - 100) / 3)],
  ])('stores and changes a document of nearly 16 MB of text, %s', async (_title, large) => {
    const { left } = await write({ insert: 1, documents: [{ _id: 3, large }] });
    expect(left[2]?.['large'] === large).toBe(true);
    const update = await write({ update: 1, updates: [{ q: { _id: 1 }, u: { $set: { large } } }] });
    expect(update.left[0]?.['large'] === large).toBe(true);
  });

  it('refuses to insert a document over 16 MB', async () => {
    const { reply } = await write({ insert: 1, documents: [{ text: text(LARGEST) }] });
    expect(reply).toMatchObject({ ok: 1, n: 0, writeErrors: [{ index: 0, code: 2 }] });
    expect(reply['writeErrors'][0].errmsg).toMatch(
      /^object to insert too large\. size in bytes: \d+, max size: 16777216$/,
    );
  });

  it('refuses to let a document grow over 16 MB', async () => {
    const { reply, left } = await write({
      update: 1,
      updates: [
        { q: { _id: 1 }, u: { $set: { x: new Binary(Buffer.alloc(LARGEST - 40)) } } },
        { q: { _id: 1 }, u: { $set: { y: text(100) } } },
      ],
    });
    expect(reply).toMatchObject({ ok: 1, n: 1, writeErrors: [{ index: 1, code: 17419 }] });
    expect(left[0]).not.toHaveProperty('y');
  });

  it('takes 100 000 statements and no more', async () => {
    const statements = Array.from({ length: 100_001 }, (_, n) => ({ q: { _id: -n - 1 }, limit: 1 }));
    expect((await write({ delete: 1, deletes: statements })).reply).toMatchObject({ ok: 0, code: 16 });
    expect((await write({ delete: 1, deletes: statements.slice(1) })).reply).toMatchObject({ ok: 1, n: 0 });
  });
});

describe('names', () => {
  it.each<[string, Document, string]>([
    ['an empty collection', { insert: '', documents: [{}] }, 'names'],
    ['a collection with a dollar', { insert: 'a$b', documents: [{}] }, 'names'],
    ['a collection that begins with a dot', { find: '.a' }, 'names'],
    ['a number as collection', { find: 5 }, 'names'],
    ['a dollar in what is read', { count: 'a$b' }, 'names'],
  ])('%s is no namespace', async (_name, command, database) => {
    await expect(server.client.db(database).command(command)).rejects.toMatchObject({ code: 73 });
  });
});

describe('an upsert', () => {
  it('reports what it inserted, by the place of the statement', async () => {
    const { reply } = await write({
      update: 1,
      updates: [
        { q: { _id: 1 }, u: { $set: { a: 5 } }, upsert: true },
        { q: { _id: 7 }, u: { $set: { a: 5 } }, upsert: true },
        { q: { _id: 'x' }, u: { b: 1 }, upsert: true },
      ],
    });
    expect(reply).toMatchObject({
      n: 3,
      nModified: 1,
      upserted: [
        { index: 1, _id: 7 },
        { index: 2, _id: 'x' },
      ],
    });
    expect(reply).not.toHaveProperty('writeErrors');
  });

  it('cannot make an _id that is an array', async () => {
    const { reply } = await write({ update: 1, updates: [{ q: { z: 1 }, u: { $set: { _id: [1] } }, upsert: true }] });
    expect(reply).toMatchObject({ n: 0, writeErrors: [{ index: 0, code: 53 }] });
  });
});

it('sees let and constants in a pipeline, constants as they are', async () => {
  const { left } = await write({
    update: 1,
    updates: [{ q: { $expr: { $eq: ['$_id', '$$id'] } }, u: [{ $set: { a: '$$a', b: '$$id' } }], c: { a: '$_id' } }],
    let: { id: 2 },
  });
  expect(left).toEqual([unchanged[0], { _id: 2, a: '$_id', b: 2 }]);
});
