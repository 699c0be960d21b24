import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { SqlConnection } from '../sqlite/connection.js';
import { namespaceOf } from '../store/catalog.js';
import { collectionTable, loadCatalog } from '../store/catalog-store.js';
import { checkIntegrity } from '../store/check-integrity.js';
import { assertFormat } from '../store/format.js';
import { DATA_FILE } from './start-embedded-mongo.js';

/** Thrown for a wrong request: no database there, a target that exists or is not empty, a copy that is damaged. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}

/**
 * Copies the database of a data folder into one new file, consistent as of one moment, also while an engine
 * uses it. The copy is examined like one that is restored. Throws BackupError.
 */
export function backup(dataDir: string, target: string): void {
  if (existsSync(target)) throw new BackupError(`${target} exists already`);
  const partial = `${target}.partial`;
  rmSync(partial, { force: true });
  withConnection(dataFile(dataDir), (connection) => {
    connection.run('VACUUM INTO ?', partial);
  });
  try {
    assertWhole(partial, `the database in ${dataDir}`);
    chmodSync(partial, 0o600);
    writeThrough(partial);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
  renameSync(partial, target);
}

/**
 * Puts a copy that `backup` made into an empty data folder, which is made where there is none. The copy is examined
 * before anything is written, and appears in the folder whole or not at all. Throws BackupError.
 */
export function restore(source: string, dataDir: string): void {
  if (!existsSync(source) || !statSync(source).isFile()) throw new BackupError(`there is no backup ${source}`);
  if (existsSync(dataDir) && readdirSync(dataDir).length > 0) throw new BackupError(`${dataDir} is not empty`);
  assertWhole(source);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const target = join(dataDir, DATA_FILE);
  const partial = `${target}.partial`;
  copyFileSync(source, partial);
  chmodSync(partial, 0o600);
  writeThrough(partial);
  renameSync(partial, target);
}

function assertWhole(source: string, name = source): void {
  let problems: string[];
  try {
    problems = withConnection(source, (connection) => checkIntegrity(connection));
  } catch (error) {
    throw new BackupError(`${name} is no backup of this engine, or is damaged`, { cause: error });
  }
  if (problems.length > 0) throw new BackupError(`${name} is damaged: ${problems.join('; ')}`);
}

/** How many documents each collection of a copy has, as `database.collection`. */
export function countDocuments(copy: string): Record<string, number> {
  return withConnection(copy, (connection) =>
    Object.fromEntries(
      loadCatalog(connection)
        .list()
        .map((collection) => [
          namespaceOf(collection.database, collection.name),
          Number(connection.get(`SELECT count(*) FROM ${collectionTable(collection)}`)?.[0]),
        ]),
    ),
  );
}

/** Resolves what the operating system still holds back. */
function writeThrough(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Checks the database of a data folder as of one moment; an empty list means that everything is right. */
export function check(dataDir: string): string[] {
  return withConnection(dataFile(dataDir), (connection) => {
    connection.exec('BEGIN');
    return checkIntegrity(connection);
  });
}

function dataFile(dataDir: string): string {
  const file = join(dataDir, DATA_FILE);
  if (!existsSync(file)) throw new BackupError(`there is no database in ${dataDir}`);
  return file;
}

function withConnection<T>(file: string, work: (connection: SqlConnection) => T): T {
  const connection = new SqlConnection(file);
  try {
    connection.exec('PRAGMA busy_timeout = 5000');
    assertFormat(connection);
    return work(connection);
  } finally {
    connection.close();
  }
}
