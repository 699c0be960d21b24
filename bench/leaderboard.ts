import { randomInt } from 'node:crypto';
import { findTools } from '../scripts/find-tools.mjs';
import { systemActor } from '../src/kernel/actor.js';
import { newId } from '../src/kernel/ids.js';
import {
  boardRowOf,
  type BoardPage,
  type BoardPerson,
  type LeaderboardModule,
} from '../src/modules/leaderboard/index.js';
import { inOrganization } from '../src/platform/request-context.js';
import { connectRedis } from '../src/platform/redis/index.js';
import { newEntry, openLedgerWorld } from '../test/support/ledger-world.js';
import { startRedis } from '../test/support/redis.js';
import { SAMPLE_NAMES } from '../test/support/sample-names.js';
import { silentLogger } from '../test/support/temporary-storage.js';

/*
 * What a look at a board and a credit cost in companies of different size. All companies lie in one database and take
 * turns, so that whatever else the machine does slows all of them alike.
 * Processor time is that of this process with its engine, which neighbours on the machine do not change.
 *   npx tsx bench/leaderboard.ts [rounds] [sizes]
 */
const [, , rounds, ...sizes] = process.argv;
const SIZES = sizes.length > 0 ? sizes.map(Number) : [300, 10_000, 100_000];
const ROUNDS = Number(rounds ?? 60);
const PERIODS = ['2025-Q3', '2025', 'all'] as const;
const PERIOD = PERIODS[0];
const INSERTED_AT_ONCE = 2000;

const world = await openLedgerWorld();
const server = findTools().redisServer === undefined ? undefined : await startRedis();
const redis = server && connectRedis({ url: server.url, logger: silentLogger });
const viaRedis = redis && (await world.otherProcess({ redis })).leaderboard;

interface Company {
  readonly size: number;
  readonly organizationId: string;
  readonly ids: readonly string[];
}

function personOf(index: number): BoardPerson {
  return {
    id: newId(),
    name: SAMPLE_NAMES[index % SAMPLE_NAMES.length] ?? '',
    department: `Department ${index % 16}`,
    grade: ['A1', 'B1', 'B2', 'C1', 'C2', 'D1'][index % 6] ?? '',
    status: 'active',
    exitDate: null,
    preferences: { leaderboardOptOut: index % 20 === 0 },
  };
}

/** Straight into the projection; points in steps of 50, so that many have equally many. */
async function build(size: number): Promise<Company> {
  const organization = newId();
  const { connection } = world.storage;
  const ids: string[] = [];
  const started = Date.now();
  const sums = new Map<string, number>();
  for (let from = 0; from < size; from += INSERTED_AT_ONCE) {
    const people = Array.from({ length: Math.min(INSERTED_AT_ONCE, size - from) }, (_, index) =>
      personOf(from + index),
    );
    const rows = people.flatMap((person) => {
      ids.push(person.id);
      world.people.set(person.id, person);
      const quarter = 50 * (1 + Math.floor(Math.abs(randomInt(40) - randomInt(40))));
      return PERIODS.map((period, index) => ({ person, period, regular: quarter * (1 + index * 3), bonus: 0 }));
    });
    for (const { period, regular } of rows) sums.set(period, (sums.get(period) ?? 0) + regular);
    await connection.collection<{ _id: string }>('boards').insertMany(
      rows.map(({ person, period, ...points }) => ({
        _id: newId(),
        organization,
        ...boardRowOf(person, points, period, '2025-11-12'),
        version: 1,
      })),
    );
    await connection.collection<{ _id: string }>('ledger_totals').insertMany(
      rows.map(({ person, period, regular, bonus }) => ({
        ...{ _id: newId(), organization, person: person.id, period, regular, bonus },
      })),
    );
  }
  await connection.collection<{ _id: string }>('board_versions').insertOne({
    _id: newId(),
    organization,
    version: 1,
    day: '2025-11-12',
    filled: [],
    complete: [],
  } as {
    _id: string;
  });
  await connection
    .collection<{ _id: string }>('board_sums')
    .insertMany([...sums].map(([period, regular]) => ({ _id: newId(), organization, period, regular, bonus: 0 })));
  console.log(`${size} people: ${size * PERIODS.length} rows in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return { size, organizationId: organization, ids };
}

const companies: Company[] = [];
for (const size of SIZES) companies.push(await build(size));

type Task = (company: Company) => Promise<unknown>;

const someone = ({ ids }: Company) => ids[randomInt(ids.length)] ?? '';
const pageOf = (board: LeaderboardModule, share: number): Task => {
  return (company) => {
    const number = Math.max(1, Math.floor((company.size / 20) * share));
    return board.page(PERIOD, { viewerId: someone(company), viewAll: true }, { number, size: 20 });
  };
};
const looks = (name: string, board: LeaderboardModule): [string, Task][] => [
  [
    `top 5 and neighbours, ${name}`,
    (company): Promise<BoardPage> => board.page(PERIOD, { viewerId: someone(company), viewAll: false }),
  ],
  [`first page, ${name}`, pageOf(board, 0)],
  [`middle page, ${name}`, pageOf(board, 0.5)],
  [`last page, ${name}`, pageOf(board, 1)],
];
const tasks: [string, Task][] = [
  ...looks('database', world.leaderboard),
  ...(viaRedis === undefined ? [] : looks('redis', viaRedis)),
];

function percentile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

async function measure(name: string, task: Task, rounds: number, before?: Task): Promise<void> {
  const times = new Map<number, number[]>(SIZES.map((size) => [size, []]));
  const processor = new Map<number, number[]>(SIZES.map((size) => [size, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const company of companies) {
      await inOrganization(company.organizationId, async () => {
        await before?.(company);
        const started = performance.now();
        const used = process.cpuUsage();
        await task(company);
        const { user, system } = process.cpuUsage(used);
        processor.get(company.size)?.push((user + system) / 1000);
        times.get(company.size)?.push(performance.now() - started);
      });
    }
  }
  const middle = (of: Map<number, number[]>, size: number | undefined) => percentile(of.get(size ?? 0) ?? [], 0.5);
  for (const size of SIZES) {
    const [wall, cpu] = [middle(times, size), middle(processor, size)];
    const ratios = [wall / middle(times, SIZES[0]), cpu / middle(processor, SIZES[0])].map((ratio) => ratio.toFixed(2));
    const p95 = percentile(times.get(size) ?? [], 0.95);
    const figures = [wall, p95, cpu].map((figure) => `${figure.toFixed(1)} ms`);
    console.log(`| ${[name, size, ...figures, ...ratios].join(' | ')} |`);
  }
}

const lastCredited = new Map<Company, string>();
async function credit(company: Company): Promise<void> {
  const personId = someone(company);
  lastCredited.set(company, personId);
  await world.ledger.credit(systemActor(company.organizationId, 'bench'), newEntry(personId, { points: 50 }));
}

for (const [name, task] of tasks) {
  // The first look at a list counts it, which happens once.
  await measure(`${name}: the first look`, task, 1);
}
for (const [name, task] of tasks) await measure(name, task, ROUNDS);
// The time of the projection alone, of somebody who was credited a moment before.
await measure(
  "a credit's projection",
  (company) => world.leaderboard.project(lastCredited.get(company) ?? ''),
  ROUNDS,
  credit,
);
await redis?.close();
await server?.stop();
await world.close();
