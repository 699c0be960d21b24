import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedMongo } from 'embedded-mongo';
import { pino } from 'pino';
import { systemActor } from '../../src/kernel/actor.js';
import { ManualClock } from '../../src/kernel/clock.js';
import { newId } from '../../src/kernel/ids.js';
import { localDateOf } from '../../src/kernel/local-date.js';
import type { Calendar } from '../../src/kernel/period.js';
import { createCatalog } from '../../src/modules/catalog/index.js';
import {
  createLeaderboard,
  type BoardPerson,
  type LeaderboardDependencies,
} from '../../src/modules/leaderboard/index.js';
import { createLedger, type Difference, type NewEntry } from '../../src/modules/ledger/index.js';
import { DEFAULT_LISTS } from '../../src/modules/organizations/index.js';
import { createTargets } from '../../src/modules/targets/index.js';
import { createOutbox } from '../../src/platform/outbox/index.js';
import { inOrganization } from '../../src/platform/request-context.js';
import { openStorage, type Storage } from '../../src/platform/storage/index.js';

type BoardOptions = Pick<LeaderboardDependencies, 'singleProcess' | 'redis'>;

export type LedgerWorld = Awaited<ReturnType<typeof openLedgerWorld>>;

/** Catalogue, ledger, targets and boards on a real engine in a temporary folder; people are a map that tests fill. */
export async function openLedgerWorld(now = '2025-11-12T06:00:00Z') {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'prowess-ledger-'));
  const logger = pino({ level: 'silent' });
  const clock = new ManualClock(now);
  const calendar: Calendar = { zone: 'Asia/Kolkata', fiscalStartMonth: 4 };
  const engine = await startEmbeddedMongo({ dataDir });
  const database = `ledger_${newId()}`;
  const connect = () => openStorage({ uri: engine.uri, dataDir, database, logger });
  const storage = await connect();
  const people = new Map<string, BoardPerson>();
  const organizations = {
    current: () => Promise.resolve({ calendar, lists: DEFAULT_LISTS }),
    today: () => Promise.resolve(localDateOf(clock.now(), calendar.zone)),
  };
  const directory = {
    byIds: (ids: readonly string[]) =>
      Promise.resolve(
        new Map(ids.flatMap((id) => (people.has(id) ? [[id, people.get(id) as BoardPerson] as const] : []))),
      ),
    async *eachBatch() {
      await Promise.resolve();
      if (people.size > 0) yield [...people.values()];
    },
  };
  /** The modules as one process has them. */
  const modulesOn = (on: Storage, options: BoardOptions = {}) => {
    const outbox = createOutbox({ storage: on, clock, logger });
    const base = { storage: on, outbox, clock, organizations };
    const ledger = createLedger(base);
    return {
      outbox,
      ledger,
      catalog: createCatalog({ ...base, usage: () => Promise.resolve(new Map()) }),
      targets: createTargets(base),
      leaderboard: createLeaderboard({ ...base, ledger, people: directory, ...options }),
    };
  };
  const modules = modulesOn(storage);
  const otherStorages: Storage[] = [];
  await storage.prepare();
  let organizationId = newId();

  return {
    storage,
    /** What another program needs to open the same database. */
    address: { uri: engine.uri, database, dataDir },
    clock,
    calendar,
    people,
    ...modules,
    /** Another connection to the same database, without modules. */
    async connect() {
      const other = await connect();
      otherStorages.push(other);
      return other;
    },
    /** The modules of another process on the same database. */
    async otherProcess(options: BoardOptions = {}) {
      const other = await connect();
      otherStorages.push(other);
      return modulesOn(other, options);
    },
    get actor() {
      return systemActor(organizationId, 'test');
    },
    /** From here on everything happens in a new, empty organization. */
    newOrganization(id = newId()) {
      organizationId = id;
      people.clear();
    },
    run: <T>(work: () => Promise<T>): Promise<T> => inOrganization(organizationId, work),
    person(overrides: Partial<BoardPerson> = {}): string {
      const id = overrides.id ?? newId();
      people.set(id, {
        id,
        name: `Person ${people.size + 1}`,
        department: 'IT',
        grade: 'C1',
        status: 'active',
        exitDate: null,
        preferences: { leaderboardOptOut: false },
        ...overrides,
      });
      return id;
    },
    /** The queries that all processes send to the database during some work, as "<collection> <operation>". */
    async queriesDuring(work: () => Promise<void>): Promise<string[]> {
      const seen: string[] = [];
      const connections = [storage, ...otherStorages].map(({ connection }) => connection);
      const listen = (to: boolean | ((collection: string, operation: string) => void)) => {
        for (const connection of connections) connection.set('debug', to);
      };
      listen((collection, operation) => seen.push(`${collection} ${operation}`));
      await work().finally(() => listen(false));
      return seen;
    },
    /** Stored events of one type; those of one instant in any order. */
    async storedEvents(type: string) {
      const filter = { organization: organizationId, type };
      return storage.connection.collection('events').find(filter).sort({ at: 1, _id: 1 }).toArray();
    },
    /** What the verifier reports about the organization. */
    async differences() {
      const found: Difference[] = [];
      for await (const difference of inOrganization(organizationId, () => modules.ledger.verify()))
        found.push(difference);
      return found;
    },
    async close() {
      for (const open of [...otherStorages, storage]) await open.close();
      await engine.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** An entry of 400 points in 2025-Q3, with what the test cares about replaced. */
export function newEntry(personId: string, overrides: Partial<NewEntry> = {}): NewEntry {
  const id = newId();
  const points = overrides.points ?? 400;
  return {
    personId,
    kind: 'earn',
    points,
    categoryCode: 'spot_award',
    unit: 'pmo',
    effectiveDate: '2025-11-10',
    sourceKey: `request:${id}`,
    source: { type: 'request', id },
    reason: 'A good deed',
    basis: { value: points, quantity: 1, grade: 'C1', categoryVersion: 1 },
    ...overrides,
  };
}
