import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { expireDocuments } from '../../src/worker/expire-documents.js';
import { closeEngine, openEngine } from '../../src/worker/run-engine.js';
import { SqlConnection } from '../../src/sqlite/connection.js';
import { prepareFile } from '../../src/store/format.js';
import { openLocalEngine } from './local-engine.js';
import type { LocalEngine } from './local-engine.js';
import { temporaryFolder } from './test-engine.js';

let local: LocalEngine;

beforeEach(() => {
  local = openLocalEngine();
});
afterEach(() => local.close());

it('keeps options, fill and hidden indexes in the file', async () => {
  await local.command({ create: 'c', capped: true, size: 1000, max: 2, collation: { locale: 'en', strength: 2 } });
  await local.command({
    createIndexes: 'c',
    indexes: [
      { key: { a: 1 }, name: 'a_1', hidden: true },
      { key: { b: 'hashed' }, name: 'b' },
    ],
  });
  await local.command({ insert: 'c', documents: [{ _id: 1 }, { _id: 2 }] });
  const { engine } = local;
  const again = openEngine(engine.database.file, engine.log, () => 0);
  try {
    const found = again.database.catalog.find('test', 'c');
    const { uuid: _uuid, ...before } = engine.database.catalog.find('test', 'c') ?? {};
    expect(found).toMatchObject(before);
    expect(found).toMatchObject({ capped: { size: 1000, max: 2 } });
    expect(again.database.writer.all('SELECT documents FROM capped')).toEqual([[2]]);
  } finally {
    await closeEngine(again);
  }
});

it('reads a file of format 1: its collections are plain ones', async () => {
  const folder = temporaryFolder();
  const file = join(folder.path, 'data.sqlite');
  const connection = new SqlConnection(file);
  prepareFile(connection, file, []);
  connection.run(
    "INSERT INTO collections (database, name, uuid) VALUES ('d', 'old', x'00112233445566778899aabbccddeeff')",
  );
  connection.exec('CREATE TABLE c1 (rid INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, doc BLOB NOT NULL)');
  connection.close();
  const engine = openEngine(file, local.engine.log, () => 0);
  try {
    const old = engine.database.catalog.find('d', 'old');
    expect(old?.options).toEqual(new Map());
    expect(old).not.toHaveProperty('capped');
  } finally {
    await closeEngine(engine);
    folder.remove();
  }
});

it('undoes the change of an option with the transaction of its command', async () => {
  await local.command({ create: 'c', capped: true, size: 1000 });
  await local.command({ collMod: 'c', cappedSize: 5000, index: { name: 'missing', hidden: true } });
  const { cursor } = await local.command({ listCollections: 1, filter: { name: 'c' } });
  expect(cursor.firstBatch[0].options).toEqual({ capped: true, size: 1000 });
});

it('is told by validate when the fill that was noted is wrong', async () => {
  await local.command({ create: 'c', capped: true, size: 1000 });
  await local.command({ insert: 'c', documents: [{}, {}] });
  expect(await local.command({ validate: 'c' })).toMatchObject({ valid: true });
  local.engine.database.writer.exec('UPDATE capped SET bytes = bytes + 1');
  const { valid, errors } = await local.command({ validate: 'c' });
  expect(valid).toBe(false);
  expect(errors).toHaveLength(1);
});

it('forgets how full a capped collection was when it is dropped', async () => {
  await local.command({ create: 'c', capped: true, size: 1000 });
  await local.command({ insert: 'c', documents: [{}] });
  await local.command({ drop: 'c' });
  expect(local.engine.database.writer.all('SELECT * FROM capped')).toEqual([]);
});

it('expires time series by their time, clustered collections by their _id, and by hidden indexes', async () => {
  const now = new Date('2024-01-01T00:00:00Z');
  const ago = (seconds: number): Date => new Date(now.getTime() - seconds * 1000);
  await local.command({ create: 's', timeseries: { timeField: 't' }, expireAfterSeconds: 60 });
  await local.command({
    insert: 's',
    documents: [
      { _id: 1, t: ago(61) },
      { _id: 2, t: ago(59) },
    ],
  });
  const clusteredIndex = { key: { _id: 1 }, unique: true };
  await local.command({ create: 'c', clusteredIndex, expireAfterSeconds: 60 });
  await local.command({ insert: 'c', documents: [{ _id: ago(61) }, { _id: ago(59) }, { _id: 1 }] });
  const hidden = { key: { at: 1 }, name: 'at', expireAfterSeconds: 60, hidden: true };
  await local.command({ createIndexes: 'h', indexes: [hidden] });
  await local.command({
    insert: 'h',
    documents: [
      { _id: 1, at: ago(61) },
      { _id: 2, at: ago(59) },
    ],
  });
  await expireDocuments(local.engine, now);
  const left: unknown[] = [];
  for (const name of ['s', 'c', 'h']) {
    const { cursor } = await local.command({ find: name, sort: { _id: 1 } });
    left.push(cursor.firstBatch.map((each: { _id: unknown }) => each._id));
  }
  expect(left).toEqual([[2], [1, ago(59)], [2]]);
});
