import { accessSync, constants, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { EngineLog } from '../commands/engine.js';
import type { ListenTarget } from '../worker/messages.js';
import { classifyOpenError } from '../worker/open-failure.js';
import { lockFolder } from './folder-lock.js';
import { socketPlace } from './socket-path.js';
import type { SocketPlace } from './socket-path.js';
import { startError } from './start-error.js';
import { superviseWorker } from './supervised-worker.js';
import type { SupervisedWorker } from './supervised-worker.js';

/** The database file inside the data folder. */
export const DATA_FILE = 'data.sqlite';
/** Crashes within this time after which the worker is not started again. */
const CRASH_WINDOW_MS = 60_000;
const MAX_CRASHES = 5;

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
  const socket = options.port === undefined ? socketPlace(options.socketPath) : undefined;
  const listeners: ((reason: string) => void)[] = [];
  const crashes: number[] = [];
  let closed = false;
  let worker: Promise<SupervisedWorker>;

  const launch = (listen: ListenTarget): Promise<SupervisedWorker> =>
    superviseWorker({ file: join(folder, DATA_FILE), listen }, folder, log, (reason) => {
      log.error(`the engine has crashed: ${reason}`);
      crashes.push(Date.now());
      const recent = crashes.filter((at) => at > Date.now() - CRASH_WINDOW_MS).length;
      if (closed) return;
      if (recent > MAX_CRASHES) giveUp(reason);
      else worker = relaunch(listen);
    });
  const relaunch = async (listen: ListenTarget): Promise<SupervisedWorker> => {
    try {
      const started = await launch(listen);
      log.warn('the engine has been started again');
      return started;
    } catch (error) {
      giveUp(String(error));
      throw error;
    }
  };
  const giveUp = (reason: string): void => {
    release();
    for (const listener of listeners.splice(0)) listener(reason);
  };
  const release = (): void => {
    closed = true;
    socket?.remove();
    lock.release();
  };

  let started: SupervisedWorker;
  try {
    started = await launch(listenTarget(options, socket));
  } catch (error) {
    release();
    throw error;
  }
  worker = Promise.resolve(started);
  const listen = fixedTarget(options, socket, started.address);
  return {
    uri: toUri(listen),
    close: async () => {
      if (closed) return;
      closed = true;
      await (await worker).close();
      release();
    },
    onExit: (listener) => {
      listeners.push(listener);
    },
  };
}

function openFolder(folder: string): { release(): void } {
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

function listenTarget(options: EmbeddedMongoOptions, socket: SocketPlace | undefined): ListenTarget {
  if (socket !== undefined) return { socketPath: socket.path };
  return { host: options.host ?? '127.0.0.1', port: options.port ?? 0 };
}

/** The target with the port that was chosen, so that a restarted worker can be reached under the same address. */
function fixedTarget(options: EmbeddedMongoOptions, socket: SocketPlace | undefined, address: string): ListenTarget {
  if (socket !== undefined) return { socketPath: socket.path };
  return { host: options.host ?? '127.0.0.1', port: Number(address.slice(address.lastIndexOf(':') + 1)) };
}

function toUri(listen: ListenTarget): string {
  const host = 'socketPath' in listen ? encodeURIComponent(listen.socketPath) : `${listen.host}:${listen.port}`;
  return `mongodb://${host}/?directConnection=true`;
}
