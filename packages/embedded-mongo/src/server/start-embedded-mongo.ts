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

const SILENT: EngineLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Starts the engine in a worker thread. Throws EngineStartError. */
export async function startEmbeddedMongo(options: EmbeddedMongoOptions): Promise<EmbeddedMongo> {
  const folder = resolve(options.dataDir);
  const log = options.logger ?? SILENT;
  const lock = openFolder(folder);
  const listeners: ((reason: string) => void)[] = [];
  let socket: SocketPlace | undefined;
  let worker: RestartingWorker;
  const release = (): void => {
    socket?.remove();
    lock.release();
  };
  try {
    socket = options.port === undefined ? socketPlace(options.socketPath) : undefined;
    const launch = launcher(folder, firstTarget(options, socket), log);
    worker = await RestartingWorker.start(launch, log, (reason) => {
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
function launcher(folder: string, first: ListenTarget, log: EngineLog): Launch {
  let listen = first;
  return async (onCrash) => {
    const worker = await superviseWorker({ setup: { file: join(folder, DATA_FILE), listen }, folder, log, onCrash });
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
