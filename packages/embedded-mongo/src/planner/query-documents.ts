import type { Pacer } from '../flow/pacer.js';
import { DOCUMENT_COST } from '../flow/pacer.js';
import { PAUSE } from '../flow/pause.js';
import type { Flow, Pause } from '../flow/pause.js';
import type { Filter, MatchPosition } from '../matcher/index.js';
import type { CollectionInfo } from '../store/catalog.js';
import type { Unit } from '../store/unit.js';
import type { Sort } from '../sorter/index.js';
import { decode, decodeFields } from '../values/codec.js';
import type { Doc } from '../values/types.js';
import { conditionsOf } from './conditions.js';
import type { Deadline } from './deadline.js';
import { planQuery } from './plan-query.js';
import type { ResolvedHint } from './plan-query.js';
import type { Plan, Planned } from './plan.js';
import { QueryCounters, runPlan } from './run-plan.js';
import { sortMatches } from './sort-matches.js';

/** A query against one collection. */
export interface DocumentQuery {
  readonly filter: Filter;
  readonly sort?: Sort;
  readonly hint?: ResolvedHint;
  readonly skip?: number;
  /** Undefined: all. */
  readonly limit?: number;
  /** Top-level fields the caller wants decoded; undefined: the whole document. Filter and sort fields are added. */
  readonly fields?: ReadonlySet<string>;
  readonly deadline?: Deadline;
  /** Says where the stream of matches pauses; without it, nowhere. */
  readonly pacer?: Pacer;
}

/** One document that matches. `doc` holds at least the wanted fields. */
export interface Match {
  readonly rid: number;
  readonly bytes: Uint8Array;
  readonly doc: Doc;
  /** Array index that the filter matched, for positional operators. */
  readonly position: number | undefined;
}

/** A query in progress: its plan, what it looked at so far, and the stream of matches. */
export interface RunningQuery {
  readonly plan: Plan;
  /** Others that were thought of. */
  readonly rejected: readonly Plan[];
  readonly counters: QueryCounters;
  readonly matches: Flow<Match>;
}

/** Plans a query and gives the lazily read matches in the wanted order. */
export function queryDocuments(unit: Unit, collection: CollectionInfo, query: DocumentQuery): RunningQuery {
  const { plan, rejected } = planDocuments(unit, collection, query);
  const counters = new QueryCounters();
  const found = filtered(unit, collection, plan, counters, query);
  const skip = query.skip ?? 0;
  const ordered =
    query.sort === undefined || (plan.sorted && !query.sort.collated)
      ? found
      : sortMatches(found, query.sort, query.limit === undefined ? undefined : skip + query.limit, query.pacer);
  return { plan, rejected, counters, matches: slice(ordered, skip, query.limit) };
}

/** How a query would be carried out. */
export function planDocuments(unit: Unit, collection: CollectionInfo, query: DocumentQuery): Planned {
  const { filter, sort, hint, skip, limit } = query;
  const wanted = limit === undefined ? undefined : limit + (skip ?? 0);
  return planQuery(unit.connection, collection, { conditions: conditionsOf(filter), sort, hint, wanted });
}

/** Reads to the end and counts. */
export function countOf(matches: Flow<Match>): number {
  let count = 0;
  for (const match of matches) if (match !== PAUSE) count += 1;
  return count;
}

function* filtered(
  unit: Unit,
  collection: CollectionInfo,
  plan: Plan,
  counters: QueryCounters,
  query: DocumentQuery,
): Generator<Match | Pause, void, void> {
  const wanted = decodedFields(query);
  const { filter, deadline, pacer } = query;
  const found = unit.reads?.addQuery(collection.id, (doc) => filter.matches(doc));
  for (const { rid, bytes } of runPlan(unit, collection, plan, counters)) {
    deadline?.check();
    if (pacer?.due(bytes.length + DOCUMENT_COST) === true) yield PAUSE;
    const doc = wanted === undefined ? decode(bytes) : decodeFields(bytes, wanted);
    const position: MatchPosition = {};
    if (!filter.matches(doc, position)) continue;
    found?.add(rid);
    yield { rid, bytes, doc, position: position.index };
  }
}

/** The fields that have to be decoded; undefined when somebody needs the whole document. */
function decodedFields({ filter, sort, fields }: DocumentQuery): ReadonlySet<string> | undefined {
  if (fields === undefined || filter.fields === undefined) return undefined;
  return new Set([...fields, ...filter.fields, ...(sort?.fields ?? [])]);
}

function* slice(matches: Flow<Match>, skip: number, limit: number | undefined): Generator<Match | Pause, void, void> {
  if (limit === 0) return;
  let position = 0;
  for (const match of matches) {
    if (match === PAUSE) {
      yield PAUSE;
      continue;
    }
    position += 1;
    if (position <= skip) continue;
    yield match;
    if (limit !== undefined && position >= skip + limit) return;
  }
}
