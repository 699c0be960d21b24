import { rmSync } from 'node:fs';
import type { SqlConnection } from '../sqlite/connection.js';
import { copyDatabase } from '../sqlite/copy-database.js';
import { MIGRATIONS } from './migrations.js';
import type { MigrationStep } from './migrations.js';

/** Marks the file as one of this engine (`PRAGMA application_id`): "EMGO". */
const APPLICATION_ID = 0x454d474f;

/** Thrown when a file belongs to a newer version of the engine or to another program. */
export class FormatVersionError extends Error {
  override readonly name = 'FormatVersionError';
}

/** The tables of format 1, never changed again: a new file goes through all the steps that an old one goes through. */
const TABLES = `
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE collections (
  id INTEGER PRIMARY KEY AUTOINCREMENT, database TEXT NOT NULL, name TEXT NOT NULL, uuid BLOB NOT NULL,
  UNIQUE (database, name)
);
CREATE TABLE indexes (
  id INTEGER PRIMARY KEY AUTOINCREMENT, collection_id INTEGER NOT NULL, name TEXT NOT NULL,
  definition BLOB NOT NULL, multikey INTEGER NOT NULL DEFAULT 0,
  UNIQUE (collection_id, name)
);
CREATE TABLE sessions (
  lsid TEXT PRIMARY KEY, txn_number INTEGER NOT NULL, kind TEXT NOT NULL, reply BLOB, used_at INTEGER NOT NULL
) WITHOUT ROWID;
`;

/**
 * Settings of every connection: an acknowledged commit is on the disk (WAL, synchronous FULL). Writers of this
 * process never meet in SQLite; the timeout is for a backup by another process.
 */
export function configure(connection: SqlConnection): void {
  connection.exec(
    'PRAGMA synchronous = FULL; PRAGMA busy_timeout = 1000; PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY;',
  );
}

/**
 * Creates the tables in an empty file, or brings an existing one to the newest format. Nothing is written to a file
 * of another program or of a newer engine: FormatVersionError.
 */
export function prepareFile(connection: SqlConnection, file: string, steps = MIGRATIONS): void {
  configure(connection);
  const empty = connection.get('SELECT count(*) FROM sqlite_master')?.[0] === 0;
  const found = empty ? undefined : readFormat(connection, steps);
  connection.exec('PRAGMA journal_mode = WAL; PRAGMA journal_size_limit = 67108864;');
  if (found === undefined) createTables(connection, steps);
  else if (found <= steps.length) migrate(connection, file, found, steps);
}

/** The format of a file that this engine reads. Throws FormatVersionError for a newer one and for other programs'. */
export function readFormat(connection: SqlConnection, steps = MIGRATIONS): number {
  const application = connection.get('PRAGMA application_id')?.[0];
  if (application !== APPLICATION_ID) throw new FormatVersionError('the file was not made by this engine');
  const written = connection.get("SELECT value FROM meta WHERE name = 'format'")?.[0];
  const version = Number(written);
  const newest = steps.length + 1;
  if (!Number.isInteger(version) || version < 1) {
    throw new FormatVersionError(`the file names no format: ${String(written)}`);
  }
  if (version > newest) {
    throw new FormatVersionError(`the file has format ${version}, this engine reads up to format ${newest}`);
  }
  return version;
}

/** Applies the steps after a format inside the transaction that the caller has open. */
export function applySteps(
  connection: SqlConnection,
  from: number,
  steps: readonly MigrationStep[] = MIGRATIONS,
): void {
  for (const step of steps.slice(from - 1)) step(connection);
  connection.run("UPDATE meta SET value = ? WHERE name = 'format'", String(steps.length + 1));
}

/** The copy of a file as it was before it left a format; with it an older engine can go on. */
export function copyOfFormat(file: string, format: number): string {
  return `${file}.format-${format}`;
}

/** All steps in one transaction, after a copy was made: whatever interrupts them leaves the old file as it was. */
function migrate(connection: SqlConnection, file: string, from: number, steps: readonly MigrationStep[]): void {
  const copy = copyOfFormat(file, from);
  rmSync(copy, { force: true }); // of a migration that did not come to its end
  copyDatabase(connection, copy);
  inTransaction(connection, () => applySteps(connection, from, steps));
}

function createTables(connection: SqlConnection, steps: readonly MigrationStep[]): void {
  inTransaction(connection, () => {
    connection.exec(TABLES);
    connection.run("INSERT INTO meta (name, value) VALUES ('format', '1')");
    applySteps(connection, 1, steps);
    connection.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
  });
}

function inTransaction(connection: SqlConnection, work: () => void): void {
  connection.exec('BEGIN IMMEDIATE');
  try {
    work();
    connection.exec('COMMIT');
  } catch (error) {
    if (connection.inTransaction) connection.exec('ROLLBACK');
    throw error;
  }
}
