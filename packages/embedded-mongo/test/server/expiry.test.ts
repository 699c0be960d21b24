import { afterEach, beforeEach, expect, it } from 'vitest';
import { expireDocuments } from '../../src/worker/expire-documents.js';
import { openLocalEngine } from './local-engine.js';
import type { LocalEngine } from './local-engine.js';

let local: LocalEngine;

beforeEach(() => {
  local = openLocalEngine();
});
afterEach(() => local.close());

it('deletes what is older than the index says, and nothing else', async () => {
  const now = new Date('2024-01-01T00:00:00Z');
  const ago = (seconds: number): Date => new Date(now.getTime() - seconds * 1000);
  await local.command({ createIndexes: 's', indexes: [{ key: { at: 1 }, name: 'at', expireAfterSeconds: 60 }] });
  await local.command({
    insert: 's',
    documents: [
      { _id: 1, at: ago(61) },
      { _id: 2, at: ago(59) },
      { _id: 3 },
      { _id: 4, at: 'text' },
      { _id: 5, at: [ago(10), ago(100)] },
      { _id: 6, at: 5 },
    ],
  });
  await expireDocuments(local.engine, now);
  const { cursor } = await local.command({ find: 's', sort: { _id: 1 } });
  expect(cursor.firstBatch.map((each: { _id: number }) => each._id)).toEqual([2, 3, 4, 6]);
  expect(await local.command({ validate: 's' })).toMatchObject({ valid: true });
});

it('deletes any number of documents', async () => {
  await local.command({ createIndexes: 's', indexes: [{ key: { at: 1 }, name: 'at', expireAfterSeconds: 0 }] });
  await local.command({ insert: 's', documents: Array.from({ length: 1200 }, () => ({ at: new Date(0) })) });
  await expireDocuments(local.engine, new Date(1));
  expect(await local.command({ count: 's' })).toMatchObject({ n: 0 });
});

it('leaves room for other writes between its batches, and stops when it is told to', async () => {
  await local.command({ createIndexes: 's', indexes: [{ key: { at: 1 }, name: 'at', expireAfterSeconds: 0 }] });
  await local.command({ insert: 's', documents: Array.from({ length: 3000 }, () => ({ at: new Date(0) })) });
  const remaining: number[] = [];
  let over = false;
  const sweeping = expireDocuments(local.engine, new Date(1), () => remaining.length >= 3).then(() => {
    over = true;
  });
  while (!over) {
    await local.command({ insert: 'other', documents: [{}] });
    remaining.push((await local.command({ count: 's' }))['n'] as number);
  }
  await sweeping;
  expect(remaining.length).toBeGreaterThanOrEqual(3);
  expect(remaining.at(-1)).toBeGreaterThan(0);
  expect(remaining.at(-1)).toBeLessThan(3000);
});

it.each([
  ['a partial index', { partialFilterExpression: { done: true } }, [2, 3]],
  ['a sparse index', { sparse: true }, [3]],
])('goes by %s', async (_name, options, kept) => {
  const index = { key: { at: 1 }, name: 'at', expireAfterSeconds: 0, ...options };
  await local.command({ createIndexes: 's', indexes: [index] });
  const documents = [
    { _id: 1, at: new Date(0), done: true },
    { _id: 2, at: new Date(0), done: false },
    { _id: 3, at: new Date(5), done: true },
  ];
  await local.command({ insert: 's', documents });
  await expireDocuments(local.engine, new Date(1));
  const { cursor } = await local.command({ find: 's', sort: { _id: 1 } });
  expect(cursor.firstBatch.map((each: { _id: number }) => each._id)).toEqual(kept);
});

it('goes on with other collections when one fails', async () => {
  for (const name of ['a', 'b']) {
    await local.command({ createIndexes: name, indexes: [{ key: { at: 1 }, name: 'at', expireAfterSeconds: 0 }] });
    await local.command({ insert: name, documents: [{ at: new Date(0) }] });
  }
  const { writer, catalog } = local.engine.database;
  const broken = catalog.find('test', 'a')?.indexes[0]?.id;
  writer.exec(`DROP TABLE i${broken}`);
  await expireDocuments(local.engine, new Date(1));
  expect(await local.command({ count: 'b', query: { at: new Date(0) } })).toMatchObject({ n: 0 });
});
