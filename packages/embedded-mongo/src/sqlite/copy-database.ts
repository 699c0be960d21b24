import { chmodSync, closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { SqlConnection } from './connection.js';

/**
 * Copies the database of a connection into one new file as of one moment. Readers and writers go on meanwhile (the
 * copy is a reader). The file appears whole and written through, or not at all; only its owner can read it.
 * `examine` may refuse it by throwing. Throws the binding's errors.
 */
export function copyDatabase(connection: SqlConnection, target: string, examine?: (partial: string) => void): void {
  const partial = `${target}.partial`;
  rmSync(partial, { force: true });
  try {
    closeSync(openSync(partial, 'wx', 0o600)); // so that it is never anybody else's to read; SQLite fills an empty file
    connection.run('VACUUM INTO ?', partial);
    examine?.(partial);
    publish(partial, target);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

/** Gives a finished file its name once the disk holds it. */
export function publish(partial: string, target: string): void {
  chmodSync(partial, 0o600);
  writeThrough(partial);
  renameSync(partial, target);
  writeThrough(dirname(target));
}

/** Resolves what the operating system still holds back, of a file or of the names in a folder. */
function writeThrough(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
