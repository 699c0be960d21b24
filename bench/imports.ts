import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { once } from 'node:events';
import { Schema } from 'mongoose';
import { readConfig } from '../src/config.js';
import { openContainer } from '../src/container.js';
import { systemActor } from '../src/kernel/actor.js';
import { newId } from '../src/kernel/ids.js';
import { inOrganization } from '../src/platform/request-context.js';
import { createLogger } from '../src/platform/logger.js';
import { projectRoot } from '../src/project-root.js';
import { SAMPLE_NAMES } from '../test/support/sample-names.js';

/*
 * How long a file of people takes, beside plain inserts of the same rows through Mongoose in the same run, and how much
 * memory it needs.
 *   npx tsx bench/imports.ts [rows]
 */
const ROWS = Number(process.argv[2] ?? 20_000);
const BATCH = 100;
const HEADER = 'name,email,phone,employee_id,grade,department,location,level,manager,joining_date';

const [firstNames, lastNames] = [0, 1].map((part) => SAMPLE_NAMES.map((name) => name.split(' ')[part] ?? name));

function rowOf(number: number): Record<string, string> {
  const first = firstNames?.[number % SAMPLE_NAMES.length] ?? '';
  const last = lastNames?.[Math.floor(number / SAMPLE_NAMES.length) % SAMPLE_NAMES.length] ?? '';
  return {
    name: `${first} ${last}`,
    email: `${first.toLowerCase()}${number}@adventure-works.com`,
    phone: '320-555-0195',
    employee_id: `AW${number}`,
    grade: 'B2',
    department: 'IT',
    location: 'US',
    level: 'Senior',
    // Everybody has one of the first twenty as manager, who stand at the end of the file.
    manager: number < ROWS - 20 ? `AW${ROWS - 1 - (number % 20)}` : '',
    joining_date: '2020-04-01',
  };
}

const columns = HEADER.split(',');
const lineOf = (number: number, grade = 'B2') => {
  const row: Record<string, string> = { ...rowOf(number), grade };
  return `${columns.map((column) => row[column] ?? '').join(',')},${number >= ROWS - 20 ? 'pm' : ''}\n`;
};

async function write(file: string, grade?: string): Promise<string> {
  const stream = createWriteStream(file);
  stream.write(`${HEADER},grants\n`);
  for (let number = 0; number < ROWS; number += 1) {
    if (!stream.write(lineOf(number, grade))) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
  return file;
}

const folder = await mkdtemp(path.join(os.tmpdir(), 'bench-imports-'));
await mkdir(folder, { recursive: true });
const config = readConfig(
  { NODE_ENV: 'test', DATA_DIR: path.join(folder, 'data'), UPLOADS_DIR: path.join(folder, 'uploads') },
  projectRoot(),
);
const container = await openContainer(config, { logger: createLogger({ level: 'error', pretty: false }) });
const { organizations, imports, storage } = container;
const { id } = await organizations.create({ name: 'AdventureWorks', calendar: { zone: 'UTC', fiscalStartMonth: 4 } });
const actor = systemActor(id, 'bench');

let peak = 0;
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage().rss);
}, 50);

async function measure(what: string, work: () => Promise<unknown>): Promise<number> {
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  peak = before;
  const begun = performance.now();
  const spent = process.cpuUsage();
  await work();
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(spent);
  const processor = (user + system) / 1e6;
  const growth = Math.round((peak - before) / 1e6);
  console.log(
    `${what}: ${seconds.toFixed(1)} s, ${Math.round(ROWS / seconds)} rows/s, ` +
      `${processor.toFixed(1)} s of processor time, resident +${growth} MB at most`,
  );
  return processor;
}

const plain = storage.connection.model(
  'PlainRow',
  new Schema(
    { _id: String, ...Object.fromEntries(columns.map((column) => [column, String])) },
    { collection: 'plain_rows', versionKey: false },
  ),
);
await plain.createCollection();
const yardstick = await measure('plain inserts through Mongoose, 100 at a time', async () => {
  for (let start = 0; start < ROWS; start += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, ROWS - start) }, (_, offset) => ({
      _id: newId(),
      ...rowOf(start + offset),
    }));
    await plain.insertMany(rows);
  }
});

async function importFile(file: string, mode: 'create' | 'update'): Promise<number> {
  let importId = '';
  const dryRun = await measure(`dry run, ${mode}`, async () => {
    ({ id: importId } = await imports.checkPeople(actor, { path: file, name: 'bench.csv', mode }));
    await imports.settled(importId);
  });
  const checked = await imports.byId(actor, importId);
  if (checked.valid !== ROWS)
    throw new Error(`only ${checked.valid} rows are good: ${JSON.stringify(checked.reasons)}`);
  const writing = await measure(`confirmation, ${mode}`, async () => {
    await imports.confirm(actor, importId);
    await imports.settled(importId);
  });
  const { status, created, updated } = await imports.byId(actor, importId);
  if (status !== 'completed' || created + updated !== ROWS) throw new Error(`${status}, ${created} and ${updated}`);
  console.log(
    `${mode}, both: ratio to the plain inserts, in processor time, ${((dryRun + writing) / yardstick).toFixed(1)}`,
  );
  return dryRun + writing;
}

console.log(`${ROWS} rows`);
await inOrganization(id, async () => {
  await importFile(await write(path.join(folder, 'people.csv')), 'create');
  await importFile(await write(path.join(folder, 'changes.csv'), 'C1'), 'update');
});
clearInterval(watch);
await container.close();
await rm(folder, { recursive: true, force: true });
