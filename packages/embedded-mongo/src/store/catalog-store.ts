import { randomBytes } from 'node:crypto';
import type { SqlConnection } from '../sqlite/connection.js';
import { decode, encode } from '../values/codec.js';
import type { Doc } from '../values/types.js';
import { Catalog } from './catalog.js';
import type { CollectionInfo, IndexInfo } from './catalog.js';
import { traitsOf } from './collection-options.js';
import type { CollectionTraits } from './collection-options.js';
import { toIndexInfo } from './index-definition.js';
import type { Unit } from './unit.js';

const NO_OPTIONS: Doc = new Map();

/** The name of the SQLite table of a collection: `(rid, key = encoded _id, doc = BSON)`. */
export function collectionTable(collection: { readonly id: number }): string {
  return `c${collection.id}`;
}

/** The name of the SQLite table of an index: `(key, rid)`. */
export function indexTable(index: { readonly id: number }): string {
  return `i${index.id}`;
}

/** Reads the catalog of a file. */
export function loadCatalog(connection: SqlConnection): Catalog {
  const indexes = connection.all('SELECT collection_id, id, definition, multikey FROM indexes ORDER BY id');
  const rows = connection.all('SELECT id, database, name, uuid, options FROM collections');
  return new Catalog(
    rows.map(([id, database, name, uuid, options]) => ({
      id: id as number,
      database: database as string,
      name: name as string,
      uuid: uuid as Uint8Array,
      ...described(options === null ? NO_OPTIONS : decode(options as Uint8Array)),
      indexes: indexes
        .filter(([owner]) => owner === id)
        .map(([, indexId, definition, multikey]) =>
          toIndexInfo(indexId as number, decode(definition as Uint8Array), multikey === 1),
        ),
    })),
  );
}

/** Creates a collection; the caller has checked the options, and that the name is free and allowed. */
export function createCollection(
  unit: Unit,
  database: string,
  name: string,
  options: Doc = NO_OPTIONS,
): CollectionInfo {
  const uuid = randomBytes(16);
  uuid[6] = ((uuid[6] ?? 0) & 0x0f) | 0x40;
  uuid[8] = ((uuid[8] ?? 0) & 0x3f) | 0x80;
  const { connection } = unit;
  const id = connection.run(
    'INSERT INTO collections (database, name, uuid, options) VALUES (?, ?, ?, ?)',
    database,
    name,
    uuid,
    options.size === 0 ? null : encode(options),
  ).lastRowId;
  const info: CollectionInfo = { id, database, name, uuid, indexes: [], ...described(options) };
  // Row ids are the natural order. Those of a capped collection are never used again, so that a tailable cursor
  // knows its place. The documents of a time series may share an _id.
  const rid = `rid INTEGER PRIMARY KEY${info.capped === undefined ? '' : ' AUTOINCREMENT'}`;
  const key = `key BLOB NOT NULL${info.timeseries === undefined ? ' UNIQUE' : ''}`;
  connection.exec(`CREATE TABLE ${collectionTable(info)} (${rid}, ${key}, doc BLOB NOT NULL)`);
  if (info.capped !== undefined)
    connection.run('INSERT INTO capped (collection_id, documents, bytes) VALUES (?, 0, 0)', id);
  unit.changeCatalog(unit.catalog.with(info));
  return info;
}

/** Removes a collection with its documents and indexes. */
export function dropCollection(unit: Unit, collection: CollectionInfo): void {
  for (const index of collection.indexes) dropIndexTable(unit.connection, index);
  unit.connection.exec(`DROP TABLE ${collectionTable(collection)}`);
  unit.connection.run('DELETE FROM collections WHERE id = ?', collection.id);
  if (collection.capped !== undefined) unit.connection.run('DELETE FROM capped WHERE collection_id = ?', collection.id);
  unit.changes.addAll(collection.id);
  unit.changeCatalog(unit.catalog.without(collection.id));
}

/** Gives a collection other options; what its table was made for (capped, time series) must stay. */
export function changeOptions(unit: Unit, collection: CollectionInfo, options: Doc): CollectionInfo {
  unit.connection.run('UPDATE collections SET options = ? WHERE id = ?', encode(options), collection.id);
  const { id, database, name, uuid, indexes } = collection;
  const changed: CollectionInfo = { id, database, name, uuid, indexes, ...described(options) };
  unit.changeCatalog(unit.catalog.with(changed));
  return changed;
}

/**
 * Gives a collection another name; the caller has checked that it is free. Whoever has read it under the old name
 * would not find it again, which is a change of all its documents.
 */
export function renameCollection(unit: Unit, collection: CollectionInfo, database: string, name: string): void {
  unit.connection.run('UPDATE collections SET database = ?, name = ? WHERE id = ?', database, name, collection.id);
  unit.changes.addAll(collection.id);
  unit.changeCatalog(unit.catalog.with({ ...collection, database, name }));
}

/** Registers an index with an empty table; the caller fills it. */
export function addIndex(
  unit: Unit,
  collection: CollectionInfo,
  definition: Doc,
): { collection: CollectionInfo; index: IndexInfo } {
  const { lastRowId } = unit.connection.run(
    'INSERT INTO indexes (collection_id, name, definition) VALUES (?, ?, ?)',
    collection.id,
    definition.get('name') as string,
    encode(definition),
  );
  const index = toIndexInfo(lastRowId, definition, false);
  unit.connection.exec(
    `CREATE TABLE ${indexTable(index)} (key BLOB NOT NULL, rid INTEGER NOT NULL, PRIMARY KEY (key, rid)) WITHOUT ROWID`,
  );
  const changed = { ...collection, indexes: [...collection.indexes, index] };
  unit.changeCatalog(unit.catalog.with(changed));
  return { collection: changed, index };
}

/** Removes one index of a collection. */
export function removeIndex(unit: Unit, collection: CollectionInfo, index: IndexInfo): CollectionInfo {
  dropIndexTable(unit.connection, index);
  const changed = { ...collection, indexes: collection.indexes.filter((other) => other.id !== index.id) };
  unit.changeCatalog(unit.catalog.with(changed));
  return changed;
}

/** Exchanges the definition of an index for one with the same keys and uniqueness. */
export function changeIndex(unit: Unit, collection: CollectionInfo, index: IndexInfo, definition: Doc): void {
  unit.connection.run('UPDATE indexes SET definition = ? WHERE id = ?', encode(definition), index.id);
  exchangeIndex(unit, collection, toIndexInfo(index.id, definition, index.multikey));
}

/** Notes that an index has met an array. Not a change that could conflict with a reader. */
export function markMultikey(unit: Unit, collection: CollectionInfo, index: IndexInfo): void {
  unit.connection.run('UPDATE indexes SET multikey = 1 WHERE id = ?', index.id);
  exchangeIndex(unit, collection, { ...index, multikey: true });
}

function described(options: Doc): CollectionTraits & { readonly options: Doc } {
  return { options, ...traitsOf(options) };
}

function exchangeIndex(unit: Unit, collection: CollectionInfo, changed: IndexInfo): void {
  const current = unit.catalog.find(collection.database, collection.name) ?? collection;
  const indexes = current.indexes.map((other) => (other.id === changed.id ? changed : other));
  unit.changeCatalog(unit.catalog.with({ ...current, indexes }));
}

function dropIndexTable(connection: SqlConnection, index: IndexInfo): void {
  connection.exec(`DROP TABLE ${indexTable(index)}`);
  connection.run('DELETE FROM indexes WHERE id = ?', index.id);
}
