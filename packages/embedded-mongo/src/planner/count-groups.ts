import { PAUSE } from '../flow/pause.js';
import type { Flow, Pause } from '../flow/pause.js';
import type { CollectionInfo } from '../store/catalog.js';
import type { Unit } from '../store/unit.js';
import { canonicalKey } from '../values/compare.js';
import type { Doc, Value } from '../values/types.js';
import { countKeys, planCount } from './count-keys.js';
import type { CountPlan } from './count-keys.js';
import type { CountingPipeline } from './count-pipeline.js';
import { distinctKeys, planDistinct } from './distinct-keys.js';
import type { DistinctPlan } from './distinct-keys.js';
import type { DocumentQuery } from './query-documents.js';
import { QueryCounters } from './run-plan.js';

/** Groups that are counted by keys alone. */
export interface CountedGroups {
  readonly plan: CountPlan | DistinctPlan;
  readonly counters: QueryCounters;
  readonly results: Flow<Doc>;
}

/** What becomes of the groups. */
export interface AfterCounting {
  /** The stages behind the counting. */
  readonly next: (groups: Flow<Doc>) => Flow<Doc>;
  /** The whole pipeline over documents, where there turn out to be too many groups. */
  readonly otherwise: () => Flow<Doc>;
}

/**
 * Carries out the counting at the beginning of a pipeline without looking at every document; undefined where keys are
 * not enough.
 */
export function countGroups(
  unit: Unit,
  collection: CollectionInfo,
  { by, skip, limit, group }: CountingPipeline,
  query: DocumentQuery,
  after: AfterCounting,
): CountedGroups | undefined {
  const counters = new QueryCounters();
  if (by === undefined) {
    const { limit: _, ...unlimited } = query;
    const counted: DocumentQuery = { ...unlimited, skip, ...(limit === undefined ? {} : { limit }) };
    const plan = planCount(unit, collection, counted);
    return plan === undefined
      ? undefined
      : { plan, counters, results: after.next(oneGroup(countKeys(unit, collection, plan, counted, counters), group)) };
  }
  const plan = planDistinct(unit, collection, by, query);
  return plan === undefined
    ? undefined
    : { plan, counters, results: eachGroup(unit, plan, query, counters, group, after) };
}

function* oneGroup(counts: Flow<number>, group: CountingPipeline['group']): Generator<Doc | Pause, void, void> {
  let n = 0;
  for (const some of counts) {
    if (some === PAUSE) yield PAUSE;
    else n += some;
  }
  const doc = group(undefined, n);
  if (doc !== undefined) yield doc;
}

function* eachGroup(
  unit: Unit,
  plan: DistinctPlan,
  query: DocumentQuery,
  counters: QueryCounters,
  group: CountingPipeline['group'],
  { next, otherwise }: AfterCounting,
): Generator<Doc | Pause, void, void> {
  const totals = new Map<string, { readonly value: Value; count: number }>();
  const steps = distinctKeys(unit, plan, query, counters, true);
  let step = steps.next();
  try {
    for (; step.done !== true; step = steps.next()) {
      if (step.value === PAUSE) {
        yield PAUSE;
        continue;
      }
      const { count } = step.value;
      const value = step.value.value === undefined ? null : step.value.value;
      const key = canonicalKey(value);
      const known = totals.get(key);
      if (known === undefined) totals.set(key, { value, count });
      else known.count += count;
    }
  } finally {
    steps.return(true);
  }
  if (!step.value) {
    yield* otherwise();
    return;
  }
  yield* next([...totals.values()].map(({ value, count }) => group(value, count) as Doc));
}
