import { afterEach, beforeEach, expect, it } from 'vitest';
import { openLocalEngine } from './local-engine.js';
import type { LocalEngine } from './local-engine.js';

let local: LocalEngine;

beforeEach(() => {
  local = openLocalEngine();
});
afterEach(() => local.close());

/** Counts the commits of the writer while something runs. */
async function commitsDuring(run: () => Promise<unknown>): Promise<number> {
  const { writer } = local.engine.database;
  const original = writer.run.bind(writer);
  let commits = 0;
  writer.run = (sql, ...parameters) => {
    if (sql === 'COMMIT') commits += 1;
    return original(sql, ...parameters);
  };
  await run();
  writer.run = original;
  return commits;
}

const insert = (id: number): Promise<unknown> => local.command({ insert: 'x', documents: [{ _id: id }] });

it('stores writes of the same moment with one commit', async () => {
  await insert(0);
  const commits = await commitsDuring(() => Promise.all(Array.from({ length: 50 }, (_, i) => insert(i + 1))));
  expect(commits).toBe(1);
  expect(await local.command({ count: 'x' })).toMatchObject({ n: 51 });
});

it('keeps the others when one write of a batch fails', async () => {
  const results = await Promise.all([
    insert(1),
    local.command({ insert: 'a$b', documents: [{ _id: 1 }] }),
    local.command({ update: 'x', updates: [{ q: {}, u: { $nonsense: 1 } }] }),
    insert(2),
  ]);
  expect(results[0]).toMatchObject({ n: 1, ok: 1 });
  expect(results[3]).toMatchObject({ n: 1, ok: 1 });
  expect(await local.command({ count: 'x' })).toMatchObject({ n: 2 });
  expect(local.errors).toEqual([]);
});

it('acknowledges nothing when the disk is full, and goes on when there is space again', async () => {
  await insert(1);
  const { writer } = local.engine.database;
  const pages = writer.get('PRAGMA page_count')?.[0] as number;
  writer.exec(`PRAGMA max_page_count = ${pages}`);
  const text = 'x'.repeat(100_000);
  const refused = await Promise.all(
    [10, 11, 12].map((id) => local.command({ insert: 'x', documents: [{ _id: id, text }] })),
  );
  for (const reply of refused) expect(reply).toMatchObject({ ok: 0, code: 14031, codeName: 'OutOfDiskSpace' });
  expect(await local.command({ count: 'x' })).toMatchObject({ n: 1 });
  writer.exec('PRAGMA max_page_count = 1000000');
  expect(await insert(2)).toMatchObject({ n: 1, ok: 1 });
  expect(await local.command({ validate: 'x' })).toMatchObject({ valid: true, nrecords: 2 });
});

it('undoes a command that fails half way, in the catalog too', async () => {
  await local.command({ insert: 'd', documents: [{ a: 1 }, { a: 1 }] });
  const refused = await local.command({
    createIndexes: 'd',
    indexes: [
      { key: { b: 1 }, name: 'b' },
      { key: { a: 1 }, name: 'a', unique: true },
    ],
  });
  expect(refused).toMatchObject({ ok: 0, code: 11000 });
  const { cursor } = await local.command({ listIndexes: 'd' });
  expect(cursor.firstBatch).toHaveLength(1);
  expect(await local.command({ insert: 'd', documents: [{ a: 1 }] })).toMatchObject({ n: 1, ok: 1 });
});
