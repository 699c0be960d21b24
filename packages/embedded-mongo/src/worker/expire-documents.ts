import { compileFilter } from '../matcher/index.js';
import type { Engine } from '../commands/engine.js';
import { allMatches, remove } from '../commands/modify-documents.js';
import type { DocumentQuery } from '../planner/query-documents.js';
import type { CollectionInfo, IndexInfo } from '../store/catalog.js';
import type { Unit } from '../store/unit.js';
import type { Doc, Value } from '../values/types.js';

/** Documents deleted in one commit, so that other writers get their turn. */
const BATCH = 500;

/** A batch ends after this long even if it is not full. */
const BATCH_MS = 20;

/** Removes one batch; tells whether there may be more. */
type RemoveBatch = (unit: Unit) => boolean;

/**
 * Deletes what TTL indexes, time series and clustered collections say is over. Dates only, arrays by their earliest
 * date. Each batch is a commit of its own, in its turn among the writes of clients. What cannot be carried out for one
 * collection is logged and does not keep the others from it.
 * @param isStopped asked before each batch; true leaves the rest for the next sweep
 */
export async function expireDocuments(engine: Engine, now: Date, isStopped = (): boolean => false): Promise<void> {
  for (const collection of engine.database.catalog.list()) {
    for (const removeBatch of expiries(collection, now)) {
      try {
        while (!isStopped() && (await engine.writes.submit(removeBatch)));
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        engine.log.warn(`expired documents of ${collection.database}.${collection.name} stay: ${reason}`);
      }
    }
  }
}

function expiries(collection: CollectionInfo, now: Date): RemoveBatch[] {
  const byIndex = collection.indexes
    .filter((index) => index.expireAfterSeconds !== undefined)
    .map(
      (index): RemoveBatch =>
        (unit) =>
          expireBatch(unit, collection, index, now),
    );
  if (collection.expireAfterSeconds === undefined) return byIndex;
  return [(unit) => expireByTrait(unit, collection, now), ...byIndex];
}

function expireBatch(
  unit: Unit,
  listed: CollectionInfo,
  { id, fields, expireAfterSeconds }: IndexInfo,
  now: Date,
): boolean {
  const collection = unit.catalog.find(listed.database, listed.name);
  const index = collection?.indexes.find((each) => each.id === id);
  const path = fields[0]?.[0];
  if (collection === undefined || index === undefined || path === undefined) return false;
  const limit = new Date(now.getTime() - (expireAfterSeconds ?? 0) * 1000);
  const expired: Doc = new Map([[path, new Map<string, Value>([['$lte', limit]])]]);
  const filter =
    index.partialFilter === undefined ? expired : new Map<string, Value>([['$and', [index.partialFilter, expired]]]);
  // A hidden index, or one of a collation, takes part in no query, but its documents expire all the same.
  const hint = index.hidden || index.unlisted ? {} : { hint: { index } };
  return removeMatches(unit, collection, { filter: compileFilter(filter), limit: BATCH, ...hint });
}

/** A time series expires by its timeField, a clustered collection by its `_id`. */
function expireByTrait(unit: Unit, { database, name }: CollectionInfo, now: Date): boolean {
  const collection = unit.catalog.find(database, name);
  if (collection?.expireAfterSeconds === undefined) return false;
  const limit = new Date(now.getTime() - collection.expireAfterSeconds * 1000);
  const path = collection.timeseries?.timeField ?? '_id';
  const expired: Doc = new Map([[path, new Map<string, Value>([['$lte', limit]])]]);
  return removeMatches(unit, collection, { filter: compileFilter(expired), limit: BATCH });
}

function removeMatches(unit: Unit, collection: CollectionInfo, query: DocumentQuery): boolean {
  const end = performance.now() + BATCH_MS;
  const matches = allMatches(unit, collection, query);
  for (const { rid } of matches) {
    remove(unit, collection, rid);
    if (performance.now() > end) return true;
  }
  return matches.length === BATCH;
}
