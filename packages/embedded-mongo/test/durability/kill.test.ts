import { join } from 'node:path';
import { check } from 'embedded-mongo';
import { DatabaseSync } from '@photostructure/sqlite';
import { MongoClient } from 'mongodb';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../server/test-engine.js';
import { ACCOUNTS, Acknowledged, OPENING_BALANCE, keepBusy, prepare } from './busy-clients.js';
import { RepeatingClient } from './repeating-client.js';
import { serve } from './served-engine.js';

const ROUNDS = Number(process.env['KILL_ROUNDS'] ?? 5);
/** A round is killed after this many acknowledged writes, a different number each time. */
const WRITES_BEFORE_KILL = [40, 150, 220, 71, 300, 5, 260];

/** Kills an engine while everybody is busy. */
async function killOnce(
  dataDir: string,
  round: number,
  noted: Acknowledged,
  repeating: RepeatingClient,
): Promise<void> {
  const engine = await serve(dataDir);
  const options = { serverSelectionTimeoutMS: 500, retryWrites: false, maxPoolSize: 150 }; // one for each at least
  const client = await new MongoClient(engine.uri, options).connect();
  if (round === 0) await prepare(client);
  const enough = noted.total + (WRITES_BEFORE_KILL[round % WRITES_BEFORE_KILL.length] ?? 100);
  const busy = Promise.all([keepBusy(client, round, noted), repeating.raiseUntilBroken(engine.uri)]);
  const done = (): boolean => noted.total >= enough && noted.swaps > 0 && noted.rebuilds > 0;
  while (!done()) await new Promise((next) => setImmediate(next));
  expect(await engine.end('SIGKILL')).toBeNull();
  await busy;
  await client.close();
}

/** What is stored, read by SQLite where it matters that nothing of the engine stands between. */
async function examine(dataDir: string, noted: Acknowledged, repeating: RepeatingClient): Promise<void> {
  const file = new DatabaseSync(join(dataDir, 'data.sqlite'));
  expect(
    file
      .prepare('PRAGMA integrity_check')
      .all()
      .map((row) => ({ ...row })),
  ).toEqual([{ integrity_check: 'ok' }]);
  file.close();
  expect(check(dataDir)).toEqual([]);

  const engine = await serve(dataDir);
  const client = await new MongoClient(engine.uri).connect();
  const db = client.db('d');
  const ids = await db.collection<{ _id: string }>('entries').distinct('_id');
  const stored = new Set(ids);
  expect([...noted.entries].filter((id) => !stored.has(id))).toEqual([]);
  const halves = ids.filter((id) => id.endsWith('-left') || id.endsWith('-right'));
  expect(halves.filter((id) => !stored.has(partner(id)))).toEqual([]);

  const accounts = await db.collection<{ _id: number; balance: number; moved: number }>('accounts').find().toArray();
  const sum = (of: (account: (typeof accounts)[number]) => number): number =>
    accounts.reduce((total, account) => total + of(account), 0);
  expect(sum((account) => account.balance)).toBe(ACCOUNTS * OPENING_BALANCE);
  expect(sum((account) => account.moved)).toBeGreaterThanOrEqual(2 * noted.transfers);
  expect(sum((account) => account.moved) % 2).toBe(0);

  for (const { _id, count } of await db.collection<{ _id: string; count: number }>('counters').find().toArray()) {
    expect(count).toBeGreaterThanOrEqual(noted.raised.get(_id) ?? 0);
    expect(count).toBeLessThanOrEqual(noted.sent.get(_id) ?? 0);
  }
  const { raised, sent } = await repeating.settle(engine.uri);
  expect(raised).toBe(sent);
  const copied = await db.collection<{ balance: number }>('copied').find().toArray();
  expect([0, ACCOUNTS]).toContain(copied.length);
  expect(copied.reduce((total, { balance }) => total + balance, 0)).toBe(copied.length * OPENING_BALANCE);
  await client.close();
  expect(await engine.end('SIGTERM')).toBe(0);
}

function partner(id: string): string {
  return id.endsWith('-left') ? id.replace(/-left$/, '-right') : id.replace(/-right$/, '-left');
}

it(`loses no acknowledged write through ${ROUNDS} times kill -9`, { timeout: 60_000 + ROUNDS * 20_000 }, async () => {
  const folder = temporaryFolder();
  const noted = new Acknowledged();
  for (let round = 0; round < ROUNDS; round += 1) {
    const repeating = new RepeatingClient();
    await killOnce(folder.path, round, noted, repeating);
    await examine(folder.path, noted, repeating);
  }
  folder.remove();
  expect(noted.total).toBeGreaterThan(ROUNDS * 50);
  expect(noted.transfers).toBeGreaterThan(0);
  expect(noted.raised.size).toBeGreaterThan(0);
});
