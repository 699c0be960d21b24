import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SqlConnection } from '../sqlite/connection.js';
import { checkIntegrity } from '../store/check-integrity.js';
import { assertFormat } from '../store/format.js';
import { DATA_FILE } from './start-embedded-mongo.js';

/** Thrown for a wrong request: no database there, or a target that exists. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}

/**
 * Copies the database of a data folder into one new file, consistent as of one moment, also while an engine
 * uses it. The copy is a `data.sqlite` to be put into an empty data folder. Throws BackupError.
 */
export function backup(dataDir: string, target: string): void {
  if (existsSync(target)) throw new BackupError(`${target} exists already`);
  const partial = `${target}.partial`;
  rmSync(partial, { force: true });
  const connection = openData(dataDir);
  try {
    connection.run('VACUUM INTO ?', partial);
  } finally {
    connection.close();
  }
  const file = openSync(partial, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(partial, target);
}

/** Checks the database of a data folder as of one moment; an empty list means that everything is right. */
export function check(dataDir: string): string[] {
  const connection = openData(dataDir);
  try {
    connection.exec('BEGIN');
    return checkIntegrity(connection);
  } finally {
    connection.close();
  }
}

function openData(dataDir: string): SqlConnection {
  const file = join(dataDir, DATA_FILE);
  if (!existsSync(file)) throw new BackupError(`there is no database in ${dataDir}`);
  const connection = new SqlConnection(file);
  try {
    connection.exec('PRAGMA busy_timeout = 5000');
    assertFormat(connection);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}
