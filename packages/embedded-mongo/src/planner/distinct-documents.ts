import { PAUSE } from '../flow/pause.js';
import type { Flow, Pause } from '../flow/pause.js';
import type { CollectionInfo } from '../store/catalog.js';
import { pathValues } from '../store/path-values.js';
import type { Unit } from '../store/unit.js';
import type { Value } from '../values/types.js';
import { distinctKeys, planDistinct } from './distinct-keys.js';
import type { DistinctPlan } from './distinct-keys.js';
import { queryDocuments } from './query-documents.js';
import type { DocumentQuery, RunningQuery } from './query-documents.js';
import { QueryCounters } from './run-plan.js';

/** A search for different values in progress. */
export interface RunningDistinct {
  /** How it goes from key to key; undefined: every document is looked at. */
  readonly covered: DistinctPlan | undefined;
  readonly running: RunningQuery | undefined;
  readonly counters: QueryCounters;
  /** All different values, some of them more than once. */
  readonly values: Flow<Value>;
}

/** The values of a field in what a query finds, arrays taken apart; from key to key where an index allows it. */
export function distinctDocuments(
  unit: Unit,
  collection: CollectionInfo,
  name: string,
  query: DocumentQuery,
): RunningDistinct {
  const covered = planDistinct(unit, collection, name, query);
  const path = name.split('.');
  if (covered === undefined) {
    const running = queryDocuments(unit, collection, query);
    return { covered, running, counters: running.counters, values: valuesOf(running, path) };
  }
  const counters = new QueryCounters();
  return { covered, running: undefined, counters, values: fromKeys() };

  function* fromKeys(): Generator<Value | Pause, void, void> {
    const steps = distinctKeys(unit, covered as DistinctPlan, query, counters, false);
    let step = steps.next();
    try {
      for (; step.done !== true; step = steps.next()) {
        if (step.value === PAUSE) yield PAUSE;
        else if (step.value.value !== undefined) yield step.value.value;
      }
    } finally {
      steps.return(true);
    }
    if (!step.value) yield* valuesOf(queryDocuments(unit, collection, query), path);
  }
}

function* valuesOf({ matches }: RunningQuery, path: readonly string[]): Generator<Value | Pause, void, void> {
  for (const match of matches) {
    if (match === PAUSE) yield PAUSE;
    else yield* pathValues(match.doc, path);
  }
}
