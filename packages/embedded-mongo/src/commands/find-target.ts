import type { CollectionInfo } from '../store/catalog.js';
import { createCollection } from '../store/catalog-store.js';
import type { Unit } from '../store/unit.js';
import type { Doc } from '../values/types.js';
import { MongoError } from '../errors.js';

/** The collection, or undefined; that there is none is then part of what the unit has read. */
export function findCollection(unit: Unit, database: string, name: string): CollectionInfo | undefined {
  const found = unit.catalog.find(database, name);
  if (found === undefined) unit.noteCatalogRead();
  return found;
}

/** The collection, created if there is none. Throws 73 for names that are not allowed. */
export function findOrCreateCollection(unit: Unit, database: string, name: string): CollectionInfo {
  return unit.catalog.find(database, name) ?? createNamed(unit, database, name);
}

/** Creates a collection with a checked name. */
export function createNamed(unit: Unit, database: string, name: string, options?: Doc): CollectionInfo {
  assertNames(database, name);
  return createCollection(unit, database, name, options);
}

/** MongoDB's rules for names. Throws 73. */
export function assertNames(database: string, name: string): void {
  assertDatabaseName(database);
  if (
    name === '' ||
    name.startsWith('.') ||
    name.endsWith('.') ||
    name.includes('\0') ||
    name.includes('$') ||
    name.startsWith('system.')
  ) {
    throw new MongoError(73, `Invalid collection name: ${name}`);
  }
  if (Buffer.byteLength(`${database}.${name}`) > 255) throw new MongoError(73, 'Fully qualified namespace is too long');
}

/** MongoDB's rules for names of databases. Throws 73. */
export function assertDatabaseName(database: string): void {
  if (database === '' || database.length > 63 || /[\0/\\. "$]/.test(database))
    throw new MongoError(73, `Invalid database name: '${database}'`);
}
