import { MongoError } from '../errors.js';
import { collectionTable } from './catalog-store.js';
import type { CollectionInfo } from './catalog.js';
import type { Cap } from './collection-options.js';
import type { Unit } from './unit.js';

/** Notes that a capped collection holds more, or less, than before. */
export function noteFill(unit: Unit, collection: CollectionInfo, documents: number, bytes: number): void {
  unit.connection.run(
    'UPDATE capped SET documents = documents + ?, bytes = bytes + ? WHERE collection_id = ?',
    documents,
    bytes,
    collection.id,
  );
}

/** Refuses a document that the collection could never hold. Throws 2. */
export function assertFits(cap: Cap, bytes: number): void {
  if (bytes > cap.size) throw new MongoError(2, `object to insert exceeds cappedMaxSize: ${bytes} > ${cap.size}`);
}

/**
 * Removes the oldest documents until the collection keeps its limits; the newest always stays. `remove` takes a row
 * id and the document's BSON.
 */
export function keepWithinCap(
  unit: Unit,
  collection: CollectionInfo,
  cap: Cap,
  remove: (rid: number, bytes: Uint8Array) => void,
): void {
  const row = unit.connection.get('SELECT documents, bytes FROM capped WHERE collection_id = ?', collection.id);
  let [documents, bytes] = [row?.[0] as number, row?.[1] as number];
  while (documents > 1 && (documents > (cap.max ?? Infinity) || bytes > cap.size)) {
    const oldest = unit.connection.get(`SELECT rid, doc FROM ${collectionTable(collection)} ORDER BY rid LIMIT 1`);
    if (oldest === undefined) return;
    const content = oldest[1] as Uint8Array;
    remove(oldest[0] as number, content);
    documents -= 1;
    bytes -= content.length;
  }
}
