import { cp, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { accountsOf, percentile, signIn } from './seeded-accounts.js';
import { startProduct, type RunningServer } from './servers.js';

/*
 * All entries of a seed as CSV and as XLSX, through the product as a browser gets them: time, size, memory of the process
 * with its engine every 250 ms, and what others wait meanwhile for an answer that needs no database.
 *   npx tsx bench/exports.ts --seed var/seed/10000
 */
const PORT = 3467;
const SAMPLE_MS = 250;
const MB = 1024 * 1024;

const { values } = parseArgs({
  options: { seed: { type: 'string', default: 'var/seed/10000' }, from: { type: 'string' }, to: { type: 'string' } },
});
const range = { from: values.from ?? '2023-01-01', to: values.to ?? '2027-12-31' };

interface Observed {
  readonly memory: readonly number[];
  readonly waits: readonly number[];
}

/** Looks at the process until it is told to stop. */
async function observe(server: RunningServer, until: AbortSignal): Promise<Observed> {
  const memory: number[] = [];
  const waits: number[] = [];
  while (!until.aborted) {
    const begun = performance.now();
    await (await fetch(`${server.url}/healthz`)).arrayBuffer();
    waits.push(performance.now() - begun);
    memory.push(await server.memory());
    await wait(SAMPLE_MS);
  }
  return { memory, waits };
}

async function take(server: RunningServer, cookie: string, format: 'csv' | 'xlsx'): Promise<string> {
  const before = await server.memory();
  const stop = new AbortController();
  const observing = observe(server, stop.signal);
  const begun = performance.now();
  const answer = await fetch(`${server.url}/central/export`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json', accept: '*/*' },
    body: JSON.stringify({ format, ...range, head: false }),
  });
  if (!answer.ok || answer.body === null) {
    stop.abort();
    await observing;
    throw new Error(`${answer.status}: ${await answer.text()}`);
  }
  const firstByte = performance.now() - begun;
  let bytes = 0;
  let lines = 0;
  for await (const piece of answer.body) {
    bytes += piece.length;
    if (format === 'csv') for (const byte of piece) lines += byte === 10 ? 1 : 0;
  }
  const took = performance.now() - begun;
  stop.abort();
  const { memory, waits } = await observing;
  const third = Math.floor(memory.length / 3);
  const most = (samples: readonly number[]) => `${Math.round((Math.max(...samples) - before) / MB)}`;
  const figures = [
    `${(took / 1000).toFixed(0)} s`,
    `${(firstByte / 1000).toFixed(1)} s`,
    `${Math.round(bytes / MB)} MB`,
    `+${most(memory.slice(0, third))} / +${most(memory.slice(third, -third))} / +${most(memory.slice(-third))} MB`,
    `${percentile(waits, 0.5).toFixed(0)} / ${percentile(waits, 0.99).toFixed(0)} ms`,
  ];
  return `| ${[format, format === 'csv' ? lines - 1 : '', ...figures].join(' | ')} |`;
}

const folder = await mkdtemp(path.join(os.tmpdir(), 'bench-exports-'));
await cp(path.resolve(values.seed), path.join(folder, 'data'), { recursive: true });
const server = await startProduct(folder, PORT);
try {
  const { cookie } = await signIn(server, (await accountsOf(path.resolve(values.seed))).get('central'));
  console.log('| Format | Entries | Took | First byte | Size | Memory more, thirds | An answer meanwhile, p50 / p99 |');
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  for (const format of ['csv', 'xlsx'] as const) console.log(await take(server, cookie, format));
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
