import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SqlConnection } from '../sqlite/connection.js';
import { SQLITE, sqliteCode } from '../sqlite/sqlite-errors.js';
import { machineOfProcesses, processExists, processStart } from './process-identity.js';
import { startError } from './start-error.js';

/** The file that says, for people, who uses the folder. */
export const LOCK_FILE = 'engine.lock';
/** The file whose operating-system lock decides who uses it. */
const GUARD_FILE = 'engine.guard';

interface Holder {
  readonly pid: number;
  readonly processStart?: string;
  /** Within what the process id means something: the boot of the machine and the namespace of its processes. */
  readonly machine?: string;
  /** Which guard file the holder holds: a folder that was copied with its lock file has another. */
  readonly guard?: string;
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
  if (holder !== undefined && holder.pid !== process.pid && holdsFolder(holder, folder)) {
    guard.close();
    throw startError('locked', folder, `process ${holder.pid}`);
  }
  const lockFile = join(folder, LOCK_FILE);
  const write = (uri?: string): void => {
    const self: Holder = { ...identity(folder), ...(uri === undefined ? {} : { uri }) };
    // Whole or not at all: another start may read it at this moment.
    writeFileSync(`${lockFile}.new`, `${JSON.stringify(self)}\n`, { mode: 0o600 });
    renameSync(`${lockFile}.new`, lockFile);
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
  return holder !== undefined && holdsFolder(holder, folder) ? holder.uri : undefined;
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

function identity(folder: string): Holder {
  const start = processStart(process.pid);
  const machine = machineOfProcesses();
  return {
    pid: process.pid,
    ...(start === undefined ? {} : { processStart: start }),
    ...(machine === undefined ? {} : { machine }),
    guard: guardOf(folder),
  };
}

function guardOf(folder: string): string {
  const guard = statSync(join(folder, GUARD_FILE), { throwIfNoEntry: false });
  return guard === undefined ? 'none' : `${guard.dev}:${guard.ino}`;
}

/**
 * Whether the process of a lock file lives and holds this folder. Not one of another machine, of an earlier boot or of
 * another container, whose process ids say nothing here: then the guard alone decides.
 */
function holdsFolder({ pid, processStart: startedThen, machine, guard }: Holder, folder: string): boolean {
  if (guard !== undefined && guard !== guardOf(folder)) return false;
  if (machine !== undefined && machine !== machineOfProcesses()) return false;
  if (!processExists(pid)) return false;
  const startedNow = processStart(pid);
  return startedThen === undefined || startedNow === undefined || startedThen === startedNow;
}
