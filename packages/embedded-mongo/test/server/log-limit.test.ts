import { statSync } from 'node:fs';
import { Long, UUID } from 'bson';
import type { Document } from 'bson';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LogLimit } from '../../src/worker/log-limit.js';
import { openLocalEngine } from './local-engine.js';
import type { LocalEngine } from './local-engine.js';

const LIMIT = 1024 * 1024;
/** Takes about a third of a millisecond for each document. */
const COSTLY = { $reduce: { input: { $range: [0, 600] }, initialValue: 0, in: { $add: ['$$value', '$$this'] } } };
const LONG: Document = {
  aggregate: 'many',
  pipeline: [{ $group: { _id: null, s: { $sum: COSTLY } } }],
  cursor: {},
};

let local: LocalEngine;

beforeEach(async () => {
  local = openLocalEngine();
  await local.command({ insert: 'many', documents: Array.from({ length: 300 }, (_, n) => ({ _id: n })) });
});
afterEach(() => local.close());

function logBytes(): number {
  return statSync(`${local.engine.database.file}-wal`).size;
}

/** Lets the log grow by about so many bytes. */
async function write(bytes: number): Promise<void> {
  const filling = 'x'.repeat(100_000);
  for (let written = 0; written < bytes; written += filling.length)
    await local.command({ insert: 'other', documents: [{ filling }] });
}

async function openCursor(more: Document = {}): Promise<Document> {
  const opened = await local.command({ find: 'many', filter: { _id: { $gt: 0 } }, batchSize: 1, ...more });
  // A number where it fits into one.
  const { id } = opened['cursor'] as { id: Long | number };
  return { getMore: Long.fromString(id.toString()), collection: 'many' };
}

describe('the log', () => {
  it('begins anew when cursors that follow each other always keep an old state', async () => {
    const limit = new LogLimit(local.engine, LIMIT);
    for (let i = 0; i < 40; i++) {
      await openCursor();
      await write(LIMIT / 4);
      await limit.look();
    }
    expect(logBytes()).toBeLessThan(5 * LIMIT);
    expect(local.engine.cursors.size).toBeLessThan(40);
  });

  it.each<[name: string, limits: number, expected: { cursor: boolean; snapshot: boolean; read: boolean }]>([
    ['below the limit everything stays', 0.5, { cursor: true, snapshot: true, read: true }],
    ['above it kept snapshots go', 1.5, { cursor: true, snapshot: false, read: true }],
    ['above twice of it cursors as well', 3, { cursor: false, snapshot: false, read: true }],
    ['above four times reads at work as well', 5, { cursor: false, snapshot: false, read: false }],
  ])('%s', async (_name, limits, expected) => {
    const getMore = await openCursor();
    const lsid = { id: new UUID() };
    const read = { find: 'many', filter: { _id: 1 }, lsid };
    const first = await local.command({ ...read, readConcern: { level: 'snapshot' } });
    const { atClusterTime } = first['cursor'] as Document;
    await write(limits * LIMIT);
    const running = local.command(LONG);
    await local.command({ ping: 1 });
    await new LogLimit(local.engine, LIMIT).look();
    const again = await local.command({ ...read, readConcern: { level: 'snapshot', atClusterTime } });
    expect(again).toMatchObject(expected.snapshot ? { ok: 1 } : { ok: 0, code: 239 });
    expect(await local.command(getMore)).toMatchObject(expected.cursor ? { ok: 1 } : { ok: 0, code: 43 });
    expect(await running).toMatchObject(expected.read ? { ok: 1 } : { ok: 0, code: 239 });
  });

  it('is nobody’s concern while it does not grow', async () => {
    const limit = new LogLimit(local.engine, LIMIT);
    await openCursor();
    await write(3 * LIMIT);
    await limit.look();
    const getMore = await openCursor();
    await limit.look();
    expect(await local.command(getMore)).toMatchObject({ ok: 1 });
  });

  it('leaves transactions alone', async () => {
    const part = { lsid: { id: new UUID() }, txnNumber: Long.fromNumber(1), autocommit: false };
    await local.command({ find: 'many', filter: { _id: 1 }, ...part, startTransaction: true });
    await write(5 * LIMIT);
    const running = local.command({ ...LONG, ...part });
    await local.command({ ping: 1 });
    await new LogLimit(local.engine, LIMIT).look();
    expect(await running).toMatchObject({ ok: 1 });
  });
});
