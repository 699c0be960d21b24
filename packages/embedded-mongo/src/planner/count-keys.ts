import { PAUSE } from '../flow/pause.js';
import type { Pause } from '../flow/pause.js';
import { collectionTable } from '../store/catalog-store.js';
import type { CollectionInfo } from '../store/catalog.js';
import type { Unit } from '../store/unit.js';
import type { SqlConnection } from '../sqlite/connection.js';
import { decode } from '../values/codec.js';
import { bindSource } from './bind-source.js';
import type { Binding, BoundRange } from './bind-source.js';
import { conditionsOf } from './conditions.js';
import type { Conjunction } from './conditions.js';
import { knownCollection } from './key-source.js';
import type { KeySource } from './key-source.js';
import type { ResolvedHint } from './plan-query.js';
import type { DocumentQuery } from './query-documents.js';
import type { QueryCounters } from './run-plan.js';
import { servesQuery } from './usable-index.js';

/** Keys counted without a look at the clock: some milliseconds. */
const CHUNK = 100_000;

/** How documents are counted without looking at them: by the keys of an index, or all of them. */
export interface CountPlan {
  /** Undefined: all documents. */
  readonly binding: Binding | undefined;
}

/**
 * Plans a count for which keys are enough: one index without arrays bounds all that the query asks, and nothing else
 * is asked. Undefined when documents have to be looked at. A transaction notes which documents it found, so it looks.
 */
export function planCount(
  unit: Unit,
  collection: CollectionInfo,
  { filter, hint }: DocumentQuery,
): CountPlan | undefined {
  if (unit.reads !== undefined) return undefined;
  const conditions = conditionsOf(filter);
  const isEverything = conditions.complete && conditions.paths.size === 0 && conditions.choices.length === 0;
  if (isEverything && (hint === undefined || hint === 'id' || 'natural' in hint)) return { binding: undefined };
  const binding = exactBinding(collection, conditions, hint);
  return binding === undefined ? undefined : { binding };
}

/** The binding of the index that says most with the fewest ranges; undefined when none says all. */
export function exactBinding(
  collection: CollectionInfo,
  conditions: Conjunction,
  hint: ResolvedHint | undefined,
  fits: (binding: Binding) => boolean = () => true,
): Binding | undefined {
  if (!conditions.complete || conditions.choices.length > 0) return undefined;
  let best: Binding | undefined;
  for (const source of knownCollection(collection).sources) {
    if (source.multikey || !isAllowed(source, hint) || !servesQuery(source, conditions)) continue;
    const binding = bindSource(source, conditions);
    if (!binding.exact || !fits(binding)) continue;
    if (best === undefined || weightOf(binding) < weightOf(best)) best = binding;
  }
  return best;
}

function isAllowed({ index }: KeySource, hint: ResolvedHint | undefined): boolean {
  if (hint === undefined) return true;
  if (hint === 'id') return index === undefined;
  return 'index' in hint && hint.index.id === index?.id;
}

/** Short keys in few ranges are counted fastest. */
function weightOf({ rangeCount, source }: Binding): number {
  return rangeCount * 100 + source.fields.length;
}

/** Counts by a plan, up to `most`; pauses between pieces. */
export function* countKeys(
  unit: Unit,
  collection: CollectionInfo,
  { binding }: CountPlan,
  query: DocumentQuery,
  counters: QueryCounters,
): Generator<number | Pause, void, void> {
  const { skip = 0, limit } = query;
  const most = limit === undefined ? Infinity : skip + limit;
  let found = 0;
  for (const n of binding === undefined
    ? countAll(unit, collection)
    : countRanges(unit, binding, query, counters, most)) {
    query.deadline?.checkNow();
    found += n;
    if (query.pacer?.due(PAUSE_COST) === true) yield PAUSE;
    if (found >= most) break;
  }
  yield Math.max(0, Math.min(found, most) - skip);
}

/** What one piece of counting costs, as the pacer measures: more than one look at its clock. */
const PAUSE_COST = 64 * 1024;

function* countAll({ connection }: Unit, collection: CollectionInfo): Generator<number, void, void> {
  yield connection.get(`SELECT count(*) FROM ${collectionTable(collection)}`)?.[0] as number;
}

function* countRanges(
  { connection }: Unit,
  { source, ranges }: Binding,
  { filter }: DocumentQuery,
  counters: QueryCounters,
  most: number,
): Generator<number, void, void> {
  let left = most;
  for (const range of ranges) {
    const counts = range.sure
      ? countSure(connection, source, range, counters, left)
      : countChecked(connection, source, range, counters, (bytes) => filter.matches(decode(bytes)));
    for (const n of counts) {
      left -= n;
      yield n;
    }
    if (left <= 0) return;
  }
}

function* countSure(
  connection: SqlConnection,
  { keys }: KeySource,
  { lower, upper }: BoundRange,
  counters: QueryCounters,
  most: number,
): Generator<number, void, void> {
  const limited = `SELECT count(*) FROM (SELECT 1 FROM ${keys} WHERE key >= ? AND key < ? LIMIT ?)`;
  let n = connection.get(limited, lower, upper, Math.min(most, CHUNK))?.[0] as number;
  counters.keysExamined += n;
  yield n;
  // Where there are more the next piece begins behind the last entry of this one.
  const step = `SELECT key, rid FROM ${keys} WHERE key >= ? AND key < ? ORDER BY key, rid LIMIT 1 OFFSET ?`;
  const next = `SELECT key, rid FROM ${keys} WHERE (key, rid) > (?, ?) AND key < ? ORDER BY key, rid LIMIT 1 OFFSET ?`;
  const rest = `SELECT count(*) FROM (SELECT 1 FROM ${keys} WHERE (key, rid) > (?, ?) AND key < ? LIMIT ?)`;
  let last = n < CHUNK ? undefined : connection.get(step, lower, upper, CHUNK - 1);
  for (let left = most - n; last !== undefined && left > 0; left -= n) {
    const [key, rid] = last as [Uint8Array, number];
    n = connection.get(rest, key, rid, upper, Math.min(left, CHUNK))?.[0] as number;
    counters.keysExamined += n;
    yield n;
    last = n < CHUNK ? undefined : connection.get(next, key, rid, upper, CHUNK - 1);
  }
}

/** Keys that promise nothing: those of missing fields and of the deprecated undefined. */
function* countChecked(
  connection: SqlConnection,
  { rows }: KeySource,
  { lower, upper }: BoundRange,
  counters: QueryCounters,
  matches: (bytes: Uint8Array) => boolean,
): Generator<number, void, void> {
  for (const row of connection.iterate(rows.forward, lower, upper)) {
    counters.keysExamined += 1;
    counters.docsExamined += 1;
    yield matches(row[1] as Uint8Array) ? 1 : 0;
  }
}
