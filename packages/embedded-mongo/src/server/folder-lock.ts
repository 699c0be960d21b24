import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SqlConnection } from '../sqlite/connection.js';
import { SQLITE, sqliteCode } from '../sqlite/sqlite-errors.js';
import { processExists, processStart } from './process-identity.js';
import { startError } from './start-error.js';

/** The file that says, for people, who uses the folder. */
export const LOCK_FILE = 'engine.lock';
/** The file whose operating-system lock decides who uses it. */
const GUARD_FILE = 'engine.guard';

interface Holder {
  readonly pid: number;
  readonly processStart?: string;
  /** Where the engine of the holder can be reached by other processes of the same user. */
  readonly uri?: string;
}

/** The right to use a data folder. */
export interface FolderLock {
  /** Says in the lock file where the engine can be reached. */
  announce(uri: string): void;
  release(): void;
}

/**
 * Takes the folder for this process. Decisive is an exclusive SQLite lock on a guard file, which the system drops
 * when the process dies; the lock file names the holder and covers file systems without locks. Throws
 * EngineStartError `locked`.
 */
export function lockFolder(folder: string): FolderLock {
  const guard = takeGuard(folder);
  const holder = readHolder(folder);
  if (holder !== undefined && holder.pid !== process.pid && isAlive(holder)) {
    guard.close();
    throw startError('locked', folder, `process ${holder.pid}`);
  }
  const lockFile = join(folder, LOCK_FILE);
  const write = (uri?: string): void => {
    writeFileSync(lockFile, `${JSON.stringify({ pid: process.pid, processStart: processStart(process.pid), uri })}\n`, {
      mode: 0o600,
    });
  };
  write();
  return {
    announce: write,
    release: () => {
      rmSync(lockFile, { force: true });
      guard.close();
    },
  };
}

/** Where the engine can be reached that uses a folder now; undefined where none does, or none that says so. */
export function uriOfHolder(folder: string): string | undefined {
  const holder = readHolder(folder);
  return holder !== undefined && isAlive(holder) ? holder.uri : undefined;
}

function takeGuard(folder: string): SqlConnection {
  const guard = new SqlConnection(join(folder, GUARD_FILE));
  try {
    guard.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return guard;
  } catch (error) {
    guard.close();
    if (sqliteCode(error) !== SQLITE.BUSY) throw error;
    const pid = readHolder(folder)?.pid;
    throw startError('locked', folder, pid === undefined ? 'the holder is unknown' : `process ${pid}`);
  }
}

function readHolder(folder: string): Holder | undefined {
  try {
    const content: unknown = JSON.parse(readFileSync(join(folder, LOCK_FILE), 'utf8'));
    return isHolder(content) ? content : undefined;
  } catch {
    return undefined; // no lock file, or one cut off by a crash: then the guard alone decides
  }
}

function isHolder(content: unknown): content is Holder {
  return typeof content === 'object' && content !== null && typeof (content as { pid?: unknown }).pid === 'number';
}

function isAlive({ pid, processStart: startedThen }: Holder): boolean {
  if (!processExists(pid)) return false;
  const startedNow = processStart(pid);
  return startedThen === undefined || startedNow === undefined || startedThen === startedNow;
}
