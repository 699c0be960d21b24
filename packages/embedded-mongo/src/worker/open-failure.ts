import { SQLITE, sqliteCode } from '../sqlite/sqlite-errors.js';
import { FormatVersionError } from '../store/format.js';
import type { OpenFailure } from './messages.js';

const BY_SQLITE_CODE: ReadonlyMap<number, OpenFailure> = new Map([
  [SQLITE.FULL, 'full'],
  [SQLITE.PERM, 'unreadable'],
  [SQLITE.READONLY, 'unreadable'],
  [SQLITE.CANTOPEN, 'unreadable'],
  [SQLITE.BUSY, 'locked'],
  [SQLITE.NOTADB, 'version'],
]);

const BY_SYSTEM_CODE: ReadonlyMap<string, OpenFailure> = new Map([
  ['ENOSPC', 'full'],
  ['EDQUOT', 'full'],
  ['EACCES', 'unreadable'],
  ['EPERM', 'unreadable'],
  ['EROFS', 'unreadable'],
  ['ENOTDIR', 'unreadable'],
  ['EEXIST', 'unreadable'],
]);

/** Sorts an error of opening or creating the files into what a person can act on. */
export function classifyOpenError(error: unknown): OpenFailure | undefined {
  if (error instanceof FormatVersionError) return 'version';
  const code = sqliteCode(error);
  if (code === SQLITE.CORRUPT || code === SQLITE.IOERR) return 'corrupt';
  if (code !== undefined) return BY_SQLITE_CODE.get(code);
  const system = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return system === undefined ? undefined : BY_SYSTEM_CODE.get(system);
}
