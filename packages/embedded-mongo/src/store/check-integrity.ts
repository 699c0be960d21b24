import type { SqlConnection } from '../sqlite/connection.js';
import { decode } from '../values/codec.js';
import { collectionTable, indexTable, loadCatalog } from './catalog-store.js';
import type { CollectionInfo, IndexInfo } from './catalog.js';
import { namespaceOf } from './catalog.js';
import { idKey } from './document-store.js';
import { indexEntries } from './index-entries.js';

/** Checks a whole file and gives what is wrong in words; an empty list means that everything is right. */
export function checkIntegrity(connection: SqlConnection): string[] {
  const problems = connection
    .all('PRAGMA integrity_check')
    .map(([line]) => String(line))
    .filter((line) => line !== 'ok');
  if (problems.length > 0) return problems;
  return loadCatalog(connection)
    .list()
    .flatMap((collection) => checkCollection(connection, collection));
}

/** Checks that the indexes of one collection list exactly what the documents say. */
export function checkCollection(connection: SqlConnection, collection: CollectionInfo): string[] {
  const namespace = namespaceOf(collection.database, collection.name);
  const problems: string[] = [];
  const expected = new Map<IndexInfo, number>(collection.indexes.map((index) => [index, 0]));
  for (const [rid, key, bytes] of connection.iterate(`SELECT rid, key, doc FROM ${collectionTable(collection)}`)) {
    const doc = decode(bytes as Uint8Array);
    if (!idKey(doc).equals(key as Uint8Array))
      problems.push(`${namespace}: row ${String(rid)} is filed under another _id`);
    for (const index of collection.indexes) {
      const { keys } = indexEntries(index, doc);
      expected.set(index, (expected.get(index) ?? 0) + keys.length);
      for (const entry of keys) {
        if (!isListed(connection, index, entry, rid as number))
          problems.push(`${namespace}: index ${index.name} lacks row ${String(rid)}`);
      }
    }
  }
  for (const [index, wanted] of expected) {
    const found = connection.get(`SELECT count(*) FROM ${indexTable(index)}`)?.[0] as number;
    if (found !== wanted)
      problems.push(`${namespace}: index ${index.name} has ${found} entries, the documents ask for ${wanted}`);
  }
  return [...problems, ...checkFill(connection, collection)];
}

/** What was noted of a capped collection must be what it holds. */
function checkFill(connection: SqlConnection, collection: CollectionInfo): string[] {
  if (collection.capped === undefined) return [];
  const noted = connection.get('SELECT documents, bytes FROM capped WHERE collection_id = ?', collection.id);
  const held = connection.get(`SELECT count(*), coalesce(sum(length(doc)), 0) FROM ${collectionTable(collection)}`);
  if (noted?.[0] === held?.[0] && noted?.[1] === held?.[1]) return [];
  const namespace = namespaceOf(collection.database, collection.name);
  return [`${namespace}: holds ${String(held)} documents and bytes, ${String(noted)} are noted`];
}

function isListed(connection: SqlConnection, index: IndexInfo, key: Uint8Array, rid: number): boolean {
  return connection.get(`SELECT 1 FROM ${indexTable(index)} WHERE key = ? AND rid = ?`, key, rid) !== undefined;
}
