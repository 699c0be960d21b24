import { PAUSE } from '../flow/pause.js';
import type { Flow, Pause } from '../flow/pause.js';
import type { CollectionInfo } from '../store/catalog.js';
import type { Unit } from '../store/unit.js';
import { countKeys, planCount } from './count-keys.js';
import type { CountPlan } from './count-keys.js';
import { queryDocuments } from './query-documents.js';
import type { DocumentQuery, Match, RunningQuery } from './query-documents.js';
import { QueryCounters } from './run-plan.js';

/** A count in progress. */
export interface RunningCount {
  /** How keys alone are counted; undefined: documents are looked at. */
  readonly covered: CountPlan | undefined;
  /** The query that is counted when keys are not enough. */
  readonly running: RunningQuery | undefined;
  readonly counters: QueryCounters;
  /** Numbers whose sum is the count. */
  readonly counts: Flow<number>;
}

/** Counts what a query finds, `skip` and `limit` included, by keys alone where that is exact. */
export function countDocuments(unit: Unit, collection: CollectionInfo, query: DocumentQuery): RunningCount {
  const covered = planCount(unit, collection, query);
  if (covered !== undefined) {
    const counters = new QueryCounters();
    return { covered, running: undefined, counters, counts: countKeys(unit, collection, covered, query, counters) };
  }
  const running = queryDocuments(unit, collection, query);
  return { covered, running, counters: running.counters, counts: onePerMatch(running.matches) };
}

function* onePerMatch(matches: Flow<Match>): Generator<number | Pause, void, void> {
  for (const match of matches) yield match === PAUSE ? PAUSE : 1;
}
