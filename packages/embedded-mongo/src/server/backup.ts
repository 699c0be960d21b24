import { copyFileSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SqlConnection } from '../sqlite/connection.js';
import { namespaceOf } from '../store/catalog.js';
import { collectionTable, loadCatalog } from '../store/catalog-store.js';
import { checkIntegrity } from '../store/check-integrity.js';
import { MIGRATIONS } from '../store/migrations.js';
import { applySteps, readFormat } from '../store/format.js';
import { copyDatabase, publish } from '../sqlite/copy-database.js';
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
  withConnection(dataFile(dataDir), (connection) => {
    copyDatabase(connection, target, (partial) => assertWhole(partial, `the database in ${dataDir}`));
  });
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
  publish(partial, target);
}

function assertWhole(source: string, name = source): void {
  let problems: string[];
  try {
    problems = withConnection(source, checkAsOfNow);
  } catch (error) {
    throw new BackupError(`${name} is no backup of this engine, or is damaged`, { cause: error });
  }
  if (problems.length > 0) throw new BackupError(`${name} is damaged: ${problems.join('; ')}`);
}

/** How many documents each collection of a copy has, as `database.collection`. */
export function countDocuments(copy: string): Record<string, number> {
  return withConnection(copy, (connection) => {
    readAsNewest(connection);
    return Object.fromEntries(
      loadCatalog(connection)
        .list()
        .map((collection) => [
          namespaceOf(collection.database, collection.name),
          Number(connection.get(`SELECT count(*) FROM ${collectionTable(collection)}`)?.[0]),
        ]),
    );
  });
}

/** Checks the database of a data folder as of one moment; an empty list means that everything is right. */
export function check(dataDir: string): string[] {
  return withConnection(dataFile(dataDir), checkAsOfNow);
}

function checkAsOfNow(connection: SqlConnection): string[] {
  readAsNewest(connection);
  return checkIntegrity(connection);
}

/** Begins reading as of one moment. A file of an older format is seen as it will be; closing takes that back. */
function readAsNewest(connection: SqlConnection): void {
  const format = readFormat(connection);
  connection.exec('BEGIN');
  if (format <= MIGRATIONS.length) applySteps(connection, format);
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
    return work(connection);
  } finally {
    connection.close();
  }
}
