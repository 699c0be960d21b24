import { MongoError } from '../errors.js';
import { encodeKey } from '../keys/encode.js';
import { decode } from '../values/codec.js';
import type { Doc } from '../values/types.js';
import { assertFits, keepWithinCap, noteFill } from './capped.js';
import { collectionTable, indexTable, markMultikey } from './catalog-store.js';
import { namespaceOf } from './catalog.js';
import type { CollectionInfo, IndexInfo } from './catalog.js';
import { isIdTakenUnderCollation, isTakenUnderCollation } from './collated-unique.js';
import { duplicateKeyError } from './duplicate-key.js';
import { indexEntries, isCollatedUnique } from './index-entries.js';
import type { IndexEntries } from './index-entries.js';
import { assertMeasurement } from './time-series.js';
import type { Unit } from './unit.js';

/** MongoDB's limit for one document. */
export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

/** Texts that are asked for with every document: the same object each time, since hashing a new one costs more than running it. */
const texts = {
  taken: perId((id) => `SELECT 1 FROM ${collectionTable({ id })} WHERE key = ?`),
  insert: perId((id) => `INSERT INTO ${collectionTable({ id })} (key, doc) VALUES (?, ?)`),
  listed: perId((id) => `SELECT 1 FROM ${indexTable({ id })} WHERE key = ? AND rid <> ? LIMIT 1`),
  list: perId((id) => `INSERT INTO ${indexTable({ id })} (key, rid) VALUES (?, ?)`),
  unlist: perId((id) => `DELETE FROM ${indexTable({ id })} WHERE key = ? AND rid = ?`),
};

function perId(make: (id: number) => string): (of: { readonly id: number }) => string {
  const made = new Map<number, string>();
  return ({ id }) => {
    let text = made.get(id);
    if (text === undefined) made.set(id, (text = make(id)));
    return text;
  };
}

/** A document as it lies in the collection table. */
export interface StoredDocument {
  readonly rid: number;
  readonly bytes: Uint8Array;
}

/** Reads one document by its row id. */
export function readDocument(unit: Unit, collection: CollectionInfo, rid: number): StoredDocument | undefined {
  const row = unit.connection.get(`SELECT doc FROM ${collectionTable(collection)} WHERE rid = ?`, rid);
  return row === undefined ? undefined : { rid, bytes: row[0] as Uint8Array };
}

/**
 * Inserts a document that has an `_id`. Everything is checked before the first write, so a refusal leaves
 * nothing behind. Throws 11000 and 10334.
 */
export function insertDocument(unit: Unit, collection: CollectionInfo, doc: Doc, bytes: Uint8Array): void {
  assertSize(bytes);
  const key = idKey(doc);
  const { capped } = collection;
  if (capped !== undefined) assertFits(capped, bytes.length);
  if (collection.timeseries !== undefined) assertMeasurement(collection.timeseries, doc);
  // A time series may hold several documents of the same _id.
  if (
    collection.timeseries === undefined &&
    (unit.connection.get(texts.taken(collection), key) !== undefined ||
      (collection.collation !== undefined && isIdTakenUnderCollation(unit, collection, doc)))
  ) {
    throw duplicateKeyError(namespaceOf(collection.database, collection.name), '_id_', [['_id', 1]], doc, key);
  }
  const additions = collection.indexes.map((index) => ({ index, entries: indexEntries(index, doc) }));
  for (const { index, entries } of additions) assertUnique(unit, collection, index, doc, entries.keys, -1);
  const { lastRowId } = unit.connection.run(texts.insert(collection), key, bytes);
  for (const { index, entries } of additions) addEntries(unit, collection, index, entries, lastRowId);
  unit.changes.add(collection.id, lastRowId);
  if (capped === undefined) return;
  noteFill(unit, collection, 1, bytes.length);
  keepWithinCap(unit, collection, capped, (rid, old) => deleteDocument(unit, collection, rid, decode(old)));
}

/** Replaces a document in place; `_id` must stay the same (66). Throws 11000 and 10334 before writing. */
export function replaceDocument(
  unit: Unit,
  collection: CollectionInfo,
  rid: number,
  before: Doc,
  after: Doc,
  bytes: Uint8Array,
): void {
  assertSize(bytes);
  const key = idKey(after);
  if (!key.equals(idKey(before))) {
    throw new MongoError(66, "Performing an update on the path '_id' would modify the immutable field '_id'");
  }
  const changes = collection.indexes.map((index) => difference(index, before, after));
  for (const { index, fresh, added } of changes) {
    // Equal entries of a collation do not mean equal values.
    assertUnique(unit, collection, index, after, isCollatedUnique(index) ? fresh : added.keys, rid);
  }
  if (collection.capped !== undefined) noteFill(unit, collection, 0, bytes.length - storedBytes(unit, collection, rid));
  unit.connection.run(`UPDATE ${collectionTable(collection)} SET doc = ? WHERE rid = ?`, bytes, rid);
  for (const { index, removed, added } of changes) {
    removeEntries(unit, index, removed, rid);
    addEntries(unit, collection, index, added, rid);
  }
  unit.changes.add(collection.id, rid);
}

/** Deletes a document and its index entries. */
export function deleteDocument(unit: Unit, collection: CollectionInfo, rid: number, doc: Doc): void {
  for (const index of collection.indexes) removeEntries(unit, index, indexEntries(index, doc).keys, rid);
  if (collection.capped !== undefined) noteFill(unit, collection, -1, -storedBytes(unit, collection, rid));
  unit.connection.run(`DELETE FROM ${collectionTable(collection)} WHERE rid = ?`, rid);
  unit.changes.add(collection.id, rid);
}

/** Lists an existing document in a new index. Throws 11000. */
export function indexDocument(unit: Unit, collection: CollectionInfo, index: IndexInfo, rid: number, doc: Doc): void {
  const entries = indexEntries(index, doc);
  assertUnique(unit, collection, index, doc, entries.keys, rid);
  addEntries(unit, collection, index, entries, rid);
}

/** The key under which a document's `_id` is stored. */
export function idKey(doc: Doc): Buffer {
  return encodeKey([doc.get('_id')]);
}

function storedBytes(unit: Unit, collection: CollectionInfo, rid: number): number {
  const row = unit.connection.get(`SELECT length(doc) FROM ${collectionTable(collection)} WHERE rid = ?`, rid);
  return row?.[0] as number;
}

function difference(
  index: IndexInfo,
  before: Doc,
  after: Doc,
): { index: IndexInfo; removed: Buffer[]; fresh: readonly Buffer[]; added: IndexEntries } {
  const old = indexEntries(index, before).keys;
  const fresh = indexEntries(index, after);
  return {
    index,
    fresh: fresh.keys,
    removed: old.filter((key) => !fresh.keys.some((other) => other.equals(key))),
    added: { keys: fresh.keys.filter((key) => !old.some((other) => other.equals(key))), multikey: fresh.multikey },
  };
}

function assertUnique(
  unit: Unit,
  collection: CollectionInfo,
  index: IndexInfo,
  doc: Doc,
  keys: readonly Buffer[],
  rid: number,
): void {
  if (!index.unique) return;
  if (isCollatedUnique(index)) {
    if (keys[0] !== undefined && isTakenUnderCollation(unit, collection, index, doc, keys, rid))
      throw duplicateKeyError(
        namespaceOf(collection.database, collection.name),
        index.name,
        index.fields,
        doc,
        keys[0],
      );
    return;
  }
  const sql = texts.listed(index);
  for (const key of keys) {
    if (unit.connection.get(sql, key, rid) !== undefined) {
      throw duplicateKeyError(namespaceOf(collection.database, collection.name), index.name, index.fields, doc, key);
    }
  }
}

function addEntries(
  unit: Unit,
  collection: CollectionInfo,
  index: IndexInfo,
  entries: IndexEntries,
  rid: number,
): void {
  const sql = texts.list(index);
  for (const key of entries.keys) unit.connection.run(sql, key, rid);
  if (entries.multikey && !index.multikey && !knownMultikey(unit, collection, index))
    markMultikey(unit, collection, index);
}

/** The caller may hold a collection from before the flag was set earlier in the same command. */
function knownMultikey(unit: Unit, collection: CollectionInfo, index: IndexInfo): boolean {
  const current = unit.catalog.find(collection.database, collection.name);
  return current?.indexes.find((other) => other.id === index.id)?.multikey ?? false;
}

function removeEntries(unit: Unit, index: IndexInfo, keys: readonly Buffer[], rid: number): void {
  const sql = texts.unlist(index);
  for (const key of keys) unit.connection.run(sql, key, rid);
}

function assertSize(bytes: Uint8Array): void {
  if (bytes.length > MAX_DOCUMENT_BYTES) {
    throw new MongoError(
      10334,
      `BSONObj size: ${bytes.length} is invalid. Size must be between 0 and ${MAX_DOCUMENT_BYTES}`,
    );
  }
}
