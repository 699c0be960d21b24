import type { SqlConnection } from '../sqlite/connection.js';

/** Version of the file format. Raised with every change that an older engine would misread. */
export const FORMAT_VERSION = 1;
/** Marks the file as one of this engine (`PRAGMA application_id`): "EMGO". */
const APPLICATION_ID = 0x454d474f;

/** Thrown when a file belongs to another version of the engine or to another program. */
export class FormatVersionError extends Error {
  override readonly name = 'FormatVersionError';
}

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
    'PRAGMA synchronous = FULL; PRAGMA busy_timeout = 1000; PRAGMA cache_size = -4000; PRAGMA temp_store = MEMORY;',
  );
}

/** Creates the tables in an empty file or checks the version of an existing one. */
export function prepareFile(connection: SqlConnection): void {
  connection.exec('PRAGMA journal_mode = WAL; PRAGMA journal_size_limit = 67108864;');
  configure(connection);
  const empty = connection.get('SELECT count(*) FROM sqlite_master')?.[0] === 0;
  if (empty) return createTables(connection);
  assertFormat(connection);
}

/** Throws FormatVersionError unless the file has exactly this format. */
export function assertFormat(connection: SqlConnection): void {
  const application = connection.get('PRAGMA application_id')?.[0];
  if (application !== APPLICATION_ID) throw new FormatVersionError('the file was not made by this engine');
  const version = connection.get("SELECT value FROM meta WHERE name = 'format'")?.[0];
  if (version !== String(FORMAT_VERSION)) {
    throw new FormatVersionError(`the file has format ${String(version)}, this engine reads format ${FORMAT_VERSION}`);
  }
}

function createTables(connection: SqlConnection): void {
  connection.exec(`BEGIN IMMEDIATE; ${TABLES}`);
  connection.run("INSERT INTO meta (name, value) VALUES ('format', ?)", String(FORMAT_VERSION));
  connection.exec(`PRAGMA application_id = ${APPLICATION_ID}; COMMIT;`);
}
