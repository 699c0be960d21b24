import { compareTextOf } from '../values/collation.js';
import { decode } from '../values/codec.js';
import type { Doc } from '../values/types.js';
import { compareValues } from '../values/compare.js';
import { collectionTable, indexTable } from './catalog-store.js';
import type { CollectionInfo, IndexInfo } from './catalog.js';
import { OPEN_KEY, shareKey } from './folded-keys.js';
import type { Unit } from './unit.js';

/** Kinds of `_id` that may hold text, by the first byte of their key: strings and documents. */
const TEXT_IDS = "key >= x'0f' AND key < x'15'";

/**
 * Whether another document has the same value under the collation of a unique index. `keys` are those of the document;
 * `rid` is its own row, or -1.
 */
export function isTakenUnderCollation(
  unit: Unit,
  collection: CollectionInfo,
  index: IndexInfo,
  doc: Doc,
  keys: readonly Buffer[],
  rid: number,
): boolean {
  const text = compareTextOf(index.collation);
  if (text === undefined) return false;
  const all = keys.some((key) => key.equals(OPEN_KEY));
  const among = all ? '1' : `key IN (${[...keys, OPEN_KEY].map(() => '?').join(', ')})`;
  const parameters = all ? [] : [...keys, OPEN_KEY];
  const sql = `SELECT DISTINCT rid FROM ${indexTable(index)} WHERE ${among} AND rid <> ?`;
  for (const [candidate] of unit.connection.all(sql, ...parameters, rid)) {
    const row = unit.connection.get(
      `SELECT doc FROM ${collectionTable(collection)} WHERE rid = ?`,
      candidate as number,
    );
    if (row !== undefined && shareKey(doc, decode(row[0] as Uint8Array), index.fields, text)) return true;
  }
  return false;
}

/** Whether a document's `_id` is there already under the default collation of its collection. */
export function isIdTakenUnderCollation(unit: Unit, collection: CollectionInfo, doc: Doc): boolean {
  const id = doc.get('_id');
  const text = compareTextOf(collection.collation);
  if (text === undefined || (typeof id !== 'string' && !(id instanceof Map))) return false;
  for (const [content] of unit.connection.iterate(`SELECT doc FROM ${collectionTable(collection)} WHERE ${TEXT_IDS}`)) {
    if (compareValues(decode(content as Uint8Array).get('_id'), id, text) === 0) return true;
  }
  return false;
}
