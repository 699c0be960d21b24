import { accessSync, constants, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { EngineLog } from '../commands/engine.js';
import type { ListenTarget } from '../worker/messages.js';
import { classifyOpenError } from '../worker/open-failure.js';
import { lockFolder, uriOfHolder } from './folder-lock.js';
import type { FolderLock } from './folder-lock.js';
import { RestartingWorker } from './restarting-worker.js';
import type { Launch } from './restarting-worker.js';
import { socketPlace } from './socket-path.js';
import type { SocketPlace } from './socket-path.js';
import { startError } from './start-error.js';
import { superviseWorker } from './supervised-worker.js';

/** The database file inside the data folder. */
export const DATA_FILE = 'data.sqlite';

/** How to start the engine. */
export interface EmbeddedMongoOptions {
  /** Where everything is kept; created (0700) if missing. */
  readonly dataDir: string;
  /** Default: a new socket in a private folder. */
  readonly socketPath?: string;
  /** Listen on a local port instead of a socket; 0 chooses one. There is no authentication, so local only. */
  readonly port?: number;
  readonly host?: '127.0.0.1';
  /** A command that keeps everything else waiting this long is taken to hang: the engine starts again. Default: 60 000. */
  readonly hangMs?: number;
  /** Heap of the engine, in megabytes; an engine that needs more starts again. Default: 1024. */
  readonly maxHeapMb?: number;
  /** What the blocking stages of one aggregation may hold, in bytes. Default: 256 MB. */
  readonly aggregationMemoryBytes?: number;
  /** Know the commands that only tests need, such as `configureFailPoint`. Default: false. */
  readonly testCommands?: boolean;
  readonly logger?: EngineLog;
}

/** A running engine. */
export interface EmbeddedMongo {
  /** Connection string for driver and Mongoose, without a database name. */
  readonly uri: string;
  /** Stops it: open transactions are aborted, acknowledged writes are on the disk. */
  close(): Promise<void>;
  /** Calls back once if the engine ends for good without having been closed. */
  onExit(listener: (reason: string) => void): void;
}

const HANG_MS = 60_000;
const MAX_HEAP_MB = 1024;
/** How long `close` waits for a command that is running, at most; and no longer than one may hang. */
const CLOSE_MS = 10_000;
/** Crashes of this time count together, but never of less than ten hangs in a row would take. */
const CRASH_WINDOW_MS = 60_000;

const SILENT: EngineLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * Starts the engine in a worker thread. Throws EngineStartError.
 * @param program what the thread runs; tests give it one that hangs on demand
 */
export async function startEmbeddedMongo(options: EmbeddedMongoOptions, program?: URL): Promise<EmbeddedMongo> {
  const folder = resolve(options.dataDir);
  const log = options.logger ?? SILENT;
  const lock = openFolder(folder);
  const listeners: ((reason: string) => void)[] = [];
  let socket: SocketPlace | undefined;
  let worker: RestartingWorker;
  let released = false;
  const release = (): void => {
    if (released) return; // closing an engine that has ended on its own
    released = true;
    socket?.remove();
    lock.release();
  };
  try {
    socket = options.port === undefined ? socketPlace(options.socketPath) : undefined;
    const launch = launcher(folder, firstTarget(options, socket), options, program);
    const windowMs = Math.max(CRASH_WINDOW_MS, 10 * (options.hangMs ?? HANG_MS));
    worker = await RestartingWorker.start(launch, log, windowMs, (reason) => {
      release();
      for (const listener of listeners) listener(reason);
    });
  } catch (error) {
    release();
    throw error;
  }
  let closing: Promise<void> | undefined;
  const uri = toUri(await worker.address(), socket);
  lock.announce(uri);
  return {
    uri,
    close: () => {
      closing ??= worker.close().then(release);
      return closing;
    },
    onExit: (listener) => {
      listeners.push(listener);
    },
  };
}

/** The connection string of the engine that another process of this user runs on a data folder; undefined where none does. */
export function runningEmbeddedMongo(dataDir: string): string | undefined {
  return uriOfHolder(resolve(dataDir));
}

/** Starts workers at the same address every time, also when the first has chosen a port. */
function launcher(folder: string, first: ListenTarget, options: EmbeddedMongoOptions, program?: URL): Launch {
  const { hangMs = HANG_MS, maxHeapMb = MAX_HEAP_MB, logger: log = SILENT } = options;
  const limits = { hangMs, maxHeapMb, closeMs: Math.min(CLOSE_MS, hangMs) };
  let listen = first;
  return async (onCrash) => {
    const setup = {
      file: join(folder, DATA_FILE),
      listen,
      testCommands: options.testCommands ?? false,
      effortMs: hangMs / 4,
      ...(options.aggregationMemoryBytes === undefined
        ? {}
        : { aggregationMemoryBytes: options.aggregationMemoryBytes }),
    };
    const worker = await superviseWorker({
      setup,
      folder,
      log,
      ...limits,
      ...(program === undefined ? {} : { program }),
      onCrash,
    });
    if ('port' in listen) listen = { host: listen.host, port: Number(worker.address.split(':').at(-1)) };
    return worker;
  };
}

function openFolder(folder: string): FolderLock {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return lockFolder(folder);
  } catch (error) {
    const code = classifyOpenError(error);
    if (code === undefined) throw error;
    throw startError(code, folder, error instanceof Error ? error.message : String(error));
  }
}

function firstTarget(options: EmbeddedMongoOptions, socket: SocketPlace | undefined): ListenTarget {
  if (socket !== undefined) return { socketPath: socket.path };
  return { host: options.host ?? '127.0.0.1', port: options.port ?? 0 };
}

/** directConnection keeps the driver from looking for other members of the replica set. */
function toUri(address: string, socket: SocketPlace | undefined): string {
  return `mongodb://${socket === undefined ? address : encodeURIComponent(address)}/?directConnection=true`;
}
