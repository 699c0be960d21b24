import { chmodSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Server } from 'node:net';
import { ObjectId } from 'bson';
import { CursorRegistry } from '../commands/cursor-registry.js';
import type { Engine, EngineLog } from '../commands/engine.js';
import { FailPoints } from '../commands/fail-points.js';
import { Turnstile } from '../flow/turnstile.js';
import { AGGREGATION_MEMORY_BYTES, SharedMemory } from '../pipeline/memory.js';
import { Database } from '../store/database.js';
import { writeClusterSeconds } from '../transactions/cluster-time-record.js';
import { GroupCommit } from '../transactions/group-commit.js';
import { purgeRecords } from '../transactions/session-records.js';
import { SessionRegistry } from '../transactions/session-registry.js';
import { SnapshotReads } from '../transactions/snapshot-reads.js';
import { transactionAborted } from '../transactions/open-transaction.js';
import { ClientConnection } from './client-connection.js';
import { expireDocuments } from './expire-documents.js';
import { LogLimit } from './log-limit.js';
import type { ListenTarget } from './messages.js';

/** How often expired documents, idle cursors and old sessions are swept. */
const SWEEP_MS = 60_000;

/** How often the size of the write-ahead log is looked at. */
const LOG_LOOK_MS = 1000;

/** Clients that may be connected at once; one more is refused, as a server does at `maxIncomingConnections`. */
const MAX_CONNECTIONS = 2000;

/** An engine that serves clients. */
export interface RunningEngine {
  /** Socket path, or host:port. */
  readonly address: string;
  /** Closes connections, aborts open transactions and closes the file. */
  close(): Promise<void>;
}

/** What of an engine can be chosen. */
export interface EngineSettings {
  /** What the blocking stages of one aggregation may hold. */
  readonly aggregationMemoryBytes?: number;
  /** Know the commands that only tests need. */
  readonly testCommands?: boolean;
}

/** Opens the file. Throws what Database throws. */
export function openEngine(
  file: string,
  log: EngineLog,
  connections: () => number,
  { aggregationMemoryBytes = AGGREGATION_MEMORY_BYTES, testCommands = false }: EngineSettings = {},
): Engine {
  const database = new Database(file);
  writeClusterSeconds(database.writer, database.commits.clock);
  const sessions = new SessionRegistry(database);
  const cursors = new CursorRegistry();
  const turns = new Turnstile();
  sessions.onEnd = (lsid) => {
    cursors.closeTransaction(lsid);
    turns.interrupt((owner) => owner.inTransaction && owner.lsid === lsid, transactionAborted());
  };
  const writes = new GroupCommit(database);
  return {
    database,
    sessions,
    cursors,
    snapshots: new SnapshotReads(database),
    failPoints: testCommands ? new FailPoints() : undefined,
    turns,
    aggregationMemoryBytes,
    aggregationMemory: new SharedMemory(2 * aggregationMemoryBytes),
    log,
    connections,
    writes,
    processId: new ObjectId(),
    startedAt: new Date(),
  };
}

/** Aborts what is open, waits for the writes that are queued, and closes the file. */
export async function closeEngine(engine: Engine): Promise<void> {
  engine.sessions.close();
  await engine.turns.close();
  engine.cursors.closeAll();
  await engine.writes.idle();
  engine.database.close();
}

/** Opens the file and serves clients until closed. Rejects when file or address cannot be used. */
export async function runEngine(
  file: string,
  listen: ListenTarget,
  log: EngineLog,
  settings: EngineSettings = {},
): Promise<RunningEngine> {
  const clients = new Set<ClientConnection>();
  const engine = openEngine(file, log, () => clients.size, settings);
  const server = createServer();
  try {
    await startListening(server, listen);
  } catch (error) {
    await closeEngine(engine);
    throw error;
  }
  const address = addressOf(server, listen);
  acceptClients(server, engine, clients, address);
  const sweeper = startSweeping(engine);
  return {
    address,
    close: async () => {
      sweeper.stop();
      const closed = new Promise((resolve) => server.close(resolve));
      for (const client of clients) client.destroy();
      await closed;
      await closeEngine(engine);
    },
  };
}

function acceptClients(server: Server, engine: Engine, clients: Set<ClientConnection>, address: string): void {
  let connections = 0;
  server.maxConnections = MAX_CONNECTIONS;
  server.on('drop', () => engine.log.warn(`a connection was refused: ${MAX_CONNECTIONS} are open already`));
  server.on('connection', (socket) => {
    connections += 1;
    const connection: ClientConnection = new ClientConnection(
      socket,
      engine,
      { connectionId: connections, address },
      () => {
        clients.delete(connection);
      },
    );
    clients.add(connection);
  });
}

async function startListening(server: Server, target: ListenTarget): Promise<void> {
  const options = 'socketPath' in target ? { path: target.socketPath } : { host: target.host, port: target.port };
  if ('socketPath' in target) rmSync(target.socketPath, { force: true }); // left behind by a killed process
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options, () => {
      server.off('error', reject);
      resolve();
    });
  });
  if ('socketPath' in target) chmodSync(target.socketPath, 0o600);
}

function addressOf(server: Server, target: ListenTarget): string {
  if ('socketPath' in target) return target.socketPath;
  const bound = server.address();
  return typeof bound === 'object' && bound !== null ? `${target.host}:${bound.port}` : target.host;
}

/** Sweeps again and again, never twice at the same time. */
function startSweeping(engine: Engine): { stop(): void } {
  let stopped = false;
  let timer: NodeJS.Timeout;
  const schedule = (): void => {
    timer = setTimeout(() => {
      void sweep(engine, () => stopped).then(() => {
        if (!stopped) schedule();
      });
    }, SWEEP_MS);
  };
  schedule();
  const limit = new LogLimit(engine);
  const looking = setInterval(() => {
    limit.look().catch((error: unknown) => engine.log.warn(`log: ${String(error)}`));
  }, LOG_LOOK_MS);
  return {
    stop: () => {
      stopped = true;
      clearInterval(looking);
      clearTimeout(timer);
    },
  };
}

async function sweep(engine: Engine, isStopped: () => boolean): Promise<void> {
  engine.cursors.closeIdle();
  engine.snapshots.closeOld();
  engine.sessions.forgetOld();
  try {
    await expireDocuments(engine, new Date(), isStopped);
    if (isStopped()) return;
    await engine.writes.submit((unit) => {
      purgeRecords(unit);
      writeClusterSeconds(unit.connection, engine.database.commits.clock);
    });
  } catch (error) {
    engine.log.warn(`sweep: ${error instanceof Error ? error.message : String(error)}`);
  }
}
