import type { KeyField } from '../keys/encode.js';
import { collectionTable, indexTable } from '../store/catalog-store.js';
import type { CollectionInfo, IndexInfo } from '../store/catalog.js';
import { idIndexDefinition } from '../store/index-definition.js';
import { compileFilter } from '../matcher/index.js';
import type { Doc } from '../values/types.js';
import { conditionsOf } from './conditions.js';
import type { Conjunction } from './conditions.js';

/** Something that lists documents by their encoded keys: an index, or the collection by `_id`. */
export interface KeySource {
  /** Undefined: the collection itself. */
  readonly index: IndexInfo | undefined;
  readonly name: string;
  /** The key pattern as it was written. */
  readonly pattern: Doc;
  readonly fields: readonly KeyField[];
  readonly firstPath: string;
  readonly unique: boolean;
  readonly sparse: boolean;
  readonly multikey: boolean;
  /** What is asked of the documents that a partial index lists. */
  readonly partial: Conjunction | undefined;
  /** SQL: the table of `(key, rid)`. */
  readonly keys: string;
  /** SQL: `rid, doc, key` of the keys from `?` to before `?`, forward and backward. */
  readonly rows: BothWays;
  /** The same without the key, which costs as much as a third of a small document. */
  readonly documents: BothWays;
}

interface BothWays {
  readonly forward: string;
  readonly backward: string;
}

/** What the planner keeps of a collection as long as its definition stays the same. */
export interface KnownCollection {
  /** The indexes that queries may use, that of `_id` first. */
  readonly sources: readonly KeySource[];
  /** Index chosen before, by shape of query. */
  readonly choices: Map<string, unknown>;
}

const known = new WeakMap<CollectionInfo, KnownCollection>();

/** The key sources of a collection; hidden indexes, and those that list nothing, are not among them. */
export function knownCollection(collection: CollectionInfo): KnownCollection {
  let found = known.get(collection);
  if (found === undefined) {
    const usable = collection.indexes.filter((index) => !index.hidden && !index.unlisted);
    // The documents of a time series may share an _id, which therefore has no index.
    const byId = collection.timeseries === undefined ? [idSource(collection)] : [];
    found = { sources: [...byId, ...usable.map((index) => indexSource(collection, index))], choices: new Map() };
    known.set(collection, found);
  }
  return found;
}

function idSource(collection: CollectionInfo): KeySource {
  const table = collectionTable(collection);
  const sql = (columns: string) => (order: string) =>
    `SELECT ${columns} FROM ${table} WHERE key >= ? AND key < ? ORDER BY key ${order}`;
  const definition = idIndexDefinition(collection);
  return {
    index: undefined,
    name: definition.get('name') as string,
    pattern: definition.get('key') as Doc,
    fields: [['_id', 1]],
    firstPath: '_id',
    unique: true,
    sparse: false,
    multikey: false,
    partial: undefined,
    keys: table,
    rows: bothWays(sql('rid, doc, key')),
    documents: bothWays(sql('rid, doc')),
  };
}

function bothWays(sql: (order: string) => string): BothWays {
  return { forward: sql('ASC'), backward: sql('DESC') };
}

function indexSource(collection: CollectionInfo, index: IndexInfo): KeySource {
  const keys = indexTable(index);
  // CROSS JOIN keeps SQLite from starting with the collection table.
  const sql = (columns: string) => (order: string) =>
    `SELECT ${columns} FROM ${keys} i CROSS JOIN ${collectionTable(collection)} c ON c.rid = i.rid WHERE i.key >= ? AND i.key < ? ORDER BY i.key ${order}, i.rid ${order}`;
  return {
    index,
    name: index.name,
    pattern: index.definition.get('key') as Doc,
    fields: index.fields,
    firstPath: index.fields[0]?.[0] ?? '',
    unique: index.unique,
    sparse: index.sparse,
    multikey: index.multikey,
    partial: index.partialFilter === undefined ? undefined : conditionsOf(compileFilter(index.partialFilter)),
    keys,
    rows: bothWays(sql('c.rid, c.doc, i.key')),
    documents: bothWays(sql('c.rid, c.doc')),
  };
}
