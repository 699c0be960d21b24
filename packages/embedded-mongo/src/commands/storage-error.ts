import { SQLITE, sqliteCode } from '../sqlite/sqlite-errors.js';

/** What a client is told when the storage fails. */
export interface StorageError {
  readonly code: number;
  readonly codeName: string;
  readonly message: string;
}

const FULL: StorageError = { code: 14031, codeName: 'OutOfDiskSpace', message: 'the disk is full' };
const DAMAGED: StorageError = {
  code: 301,
  codeName: 'DataCorruptionDetected',
  message: 'the database file is damaged; check it and restore a backup',
};
const UNREADABLE: StorageError = {
  code: 39,
  codeName: 'FileStreamFailed',
  message: 'the disk cannot be read or written',
};

/** By SQLite's primary code; names and numbers of the answers are MongoDB's (error_codes.yml). */
const BY_SQLITE_CODE: ReadonlyMap<number, StorageError> = new Map([
  [SQLITE.FULL, FULL],
  [SQLITE.CORRUPT, DAMAGED],
  [SQLITE.NOTADB, DAMAGED],
  [SQLITE.IOERR, UNREADABLE],
  [SQLITE.READONLY, UNREADABLE],
  [SQLITE.CANTOPEN, UNREADABLE],
  [SQLITE.PERM, UNREADABLE],
]);

/** The answer to a failure of the disk or the file on it; undefined for all other errors. Nothing was stored. */
export function storageErrorOf(error: unknown): StorageError | undefined {
  const code = sqliteCode(error);
  return code === undefined ? undefined : BY_SQLITE_CODE.get(code);
}
