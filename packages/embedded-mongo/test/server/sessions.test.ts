import { Long, UUID } from 'bson';
import type { Document } from 'bson';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RawClient } from './raw-client.js';
import { startTestEngine, until } from './test-engine.js';

let engine: Awaited<ReturnType<typeof startTestEngine>>;
let raw: RawClient;

beforeAll(async () => {
  engine = await startTestEngine();
  raw = await RawClient.connect(engine.uri);
});
afterAll(async () => {
  raw.destroy();
  await engine.remove();
});

/** The fields that make a command part of a new transaction. */
function newTransaction(): Document {
  return { lsid: { id: new UUID() }, txnNumber: Long.fromNumber(1), autocommit: false, startTransaction: true };
}

it('aborts the transaction of a client that goes away, and lets the next writer in', async () => {
  const other = await RawClient.connect(engine.uri);
  expect(await other.command({ insert: 'gone', documents: [{ _id: 1 }], ...newTransaction() })).toMatchObject({
    ok: 1,
  });
  const waiting = raw.command({ insert: 'gone', documents: [{ _id: 2 }] });
  other.destroy();
  expect(await waiting).toMatchObject({ n: 1, ok: 1 });
  expect(await raw.command({ count: 'gone' })).toMatchObject({ n: 1, ok: 1 });
});

it('keeps a transaction that another connection of the same client carries on', async () => {
  const first = await RawClient.connect(engine.uri);
  const { startTransaction, ...part } = newTransaction();
  await first.command({ insert: 'carried', documents: [{ _id: 1 }], startTransaction, ...part });
  await raw.command({ insert: 'carried', documents: [{ _id: 2 }], ...part });
  first.destroy();
  await first.closed;
  expect(await raw.command({ insert: 'carried', documents: [{ _id: 3 }], ...part })).toMatchObject({ ok: 1 });
  expect(await raw.command({ commitTransaction: 1, ...part }, 'admin')).toMatchObject({ ok: 1 });
  expect(await raw.command({ count: 'carried' })).toMatchObject({ n: 3 });
});

it('keeps a transaction for a client that comes back at once over another connection', async () => {
  const first = await RawClient.connect(engine.uri);
  const { startTransaction, ...part } = newTransaction();
  await first.command({ insert: 'back', documents: [{ _id: 1 }], startTransaction, ...part });
  first.destroy();
  await first.closed;
  const second = await RawClient.connect(engine.uri);
  expect(await second.command({ insert: 'back', documents: [{ _id: 2 }], ...part })).toMatchObject({ ok: 1 });
  expect(await second.command({ commitTransaction: 1, ...part }, 'admin')).toMatchObject({ ok: 1 });
  second.destroy();
  expect(await raw.command({ count: 'back' })).toMatchObject({ n: 2, ok: 1 });
});

it('aborts with endSessions', async () => {
  const { startTransaction, ...part } = newTransaction();
  await raw.command({ insert: 'ended', documents: [{ _id: 1 }], startTransaction, ...part });
  await raw.command({ endSessions: [part['lsid']] }, 'admin');
  expect(await raw.command({ commitTransaction: 1, ...part }, 'admin')).toMatchObject({ ok: 0, code: 251 });
  expect(await raw.command({ count: 'ended' })).toMatchObject({ n: 0, ok: 1 });
});

it('answers 251 with the label for a transaction it does not know', async () => {
  const { startTransaction: _, ...part } = newTransaction();
  const reply = await raw.command({ find: 'x', ...part });
  expect(reply).toMatchObject({ ok: 0, code: 251, errorLabels: ['TransientTransactionError'] });
});

it('lets a write wait for the writer at most 5 seconds', async () => {
  const { startTransaction, ...part } = newTransaction();
  await raw.command({ insert: 'held', documents: [{ _id: 1 }], startTransaction, ...part });
  const second = await RawClient.connect(engine.uri);
  const third = await RawClient.connect(engine.uri);
  const started = performance.now();
  const [single, inTransaction] = await Promise.all([
    second.command({ insert: 'held', documents: [{ _id: 2 }] }),
    third.command({ insert: 'held', documents: [{ _id: 3 }], ...newTransaction() }),
  ]);
  expect(performance.now() - started).toBeGreaterThan(4900);
  expect(performance.now() - started).toBeLessThan(8000);
  expect(single).toMatchObject({ ok: 0, code: 24 });
  expect(inTransaction).toMatchObject({ ok: 0, code: 112, errorLabels: ['TransientTransactionError'] });
  expect(await raw.command({ ping: 1 })).toMatchObject({ ok: 1 });
  await raw.command({ abortTransaction: 1, ...part }, 'admin');
  second.destroy();
  third.destroy();
});

it('serves readers while a transaction holds the writer', async () => {
  const { startTransaction, ...part } = newTransaction();
  await raw.command({ insert: 'open', documents: [{ _id: 1 }], startTransaction, ...part });
  const reader = await RawClient.connect(engine.uri);
  expect(await reader.command({ count: 'open' })).toMatchObject({ n: 0, ok: 1 });
  await raw.command({ commitTransaction: 1, ...part }, 'admin');
  expect(await reader.command({ count: 'open' })).toMatchObject({ n: 1, ok: 1 });
  reader.destroy();
});

it('closes the cursors of an ended session', async () => {
  const lsid = { id: new UUID() };
  await raw.command({ insert: 'cursors', documents: Array.from({ length: 10 }, (_, i) => ({ _id: i })) });
  const { cursor } = await raw.command({ find: 'cursors', batchSize: 2, lsid });
  const openCursors = async (): Promise<number> =>
    (await raw.command({ serverStatus: 1 }))['metrics'].cursor.open.total as number;
  expect(await openCursors()).toBe(1);
  await raw.command({ endSessions: [lsid] }, 'admin');
  await until(async () => (await openCursors()) === 0);
  expect(await raw.command({ getMore: Long.fromNumber(cursor.id), collection: 'cursors', lsid })).toMatchObject({
    ok: 0,
    code: 43,
  });
});
