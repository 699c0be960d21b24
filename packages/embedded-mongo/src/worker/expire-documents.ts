import { compileFilter } from '../matcher/index.js';
import type { Engine } from '../commands/engine.js';
import { allMatches, remove } from '../commands/modify-documents.js';
import type { DocumentQuery } from '../planner/query-documents.js';
import type { CollectionInfo, IndexInfo } from '../store/catalog.js';
import type { Unit } from '../store/unit.js';
import type { Doc, Value } from '../values/types.js';

/** Documents deleted in one commit, so that other writers get their turn. */
const BATCH = 500;

/** Deletes what TTL indexes, time series and clustered collections say is over. Dates only, arrays by their earliest date. */
export async function expireDocuments(engine: Engine, now: Date): Promise<void> {
  for (const collection of engine.database.catalog.list()) {
    if (collection.expireAfterSeconds !== undefined)
      while ((await engine.writes.submit((unit) => expireByTrait(unit, collection, now))) === BATCH);
    for (const index of collection.indexes) {
      if (index.expireAfterSeconds === undefined) continue;
      while ((await engine.writes.submit((unit) => expireBatch(unit, collection, index, now))) === BATCH);
    }
  }
}

function expireBatch(
  unit: Unit,
  listed: CollectionInfo,
  { id, fields, expireAfterSeconds }: IndexInfo,
  now: Date,
): number {
  const collection = unit.catalog.find(listed.database, listed.name);
  const index = collection?.indexes.find((each) => each.id === id);
  const path = fields[0]?.[0];
  if (collection === undefined || index === undefined || path === undefined) return 0;
  const limit = new Date(now.getTime() - (expireAfterSeconds ?? 0) * 1000);
  const expired: Doc = new Map([[path, new Map<string, Value>([['$lte', limit]])]]);
  const filter =
    index.partialFilter === undefined ? expired : new Map<string, Value>([['$and', [index.partialFilter, expired]]]);
  // A hidden index, or one of a collation, takes part in no query, but its documents expire all the same.
  const hint = index.hidden || index.unlisted ? {} : { hint: { index } };
  return removeMatches(unit, collection, { filter: compileFilter(filter), limit: BATCH, ...hint });
}

/** A time series expires by its timeField, a clustered collection by its `_id`. */
function expireByTrait(unit: Unit, { database, name }: CollectionInfo, now: Date): number {
  const collection = unit.catalog.find(database, name);
  if (collection?.expireAfterSeconds === undefined) return 0;
  const limit = new Date(now.getTime() - collection.expireAfterSeconds * 1000);
  const path = collection.timeseries?.timeField ?? '_id';
  const expired: Doc = new Map([[path, new Map<string, Value>([['$lte', limit]])]]);
  return removeMatches(unit, collection, { filter: compileFilter(expired), limit: BATCH });
}

function removeMatches(unit: Unit, collection: CollectionInfo, query: DocumentQuery): number {
  const matches = allMatches(unit, collection, query);
  for (const { rid } of matches) remove(unit, collection, rid);
  return matches.length;
}
