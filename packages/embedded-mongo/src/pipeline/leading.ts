import type { Doc, Value } from '../values/types.js';
import { isNumeric } from '../values/kinds.js';
import { toExactInteger } from '../values/numbers.js';

/** One stage as written: name and specification. */
export type NamedStage = readonly [name: string, spec: Value];

/** What a planner can do before the pipeline runs. */
export interface Leading {
  readonly matches: number;
  readonly filter: Doc | undefined;
  readonly sort: Doc | undefined;
  readonly limit: number | undefined;
}

/** Reads the filter, sort and limit at the start of a pipeline. */
export function leadingStages(stages: readonly NamedStage[]): Leading {
  const filters: Doc[] = [];
  for (const [name, spec] of stages) {
    if (name !== '$match' || !(spec instanceof Map)) break;
    filters.push(spec);
  }
  const matches = filters.length;
  const [first] = filters;
  const filter = matches > 1 ? new Map<string, Value>([['$and', filters]]) : first;
  const next = stages[matches];
  const sort = next?.[0] === '$sort' && next[1] instanceof Map ? next[1] : undefined;
  return { matches, filter, sort, limit: wantedFrom(stages, matches + (sort === undefined ? 0 : 1)) };
}

/** How many documents the stages from `at` want at most: a `$limit`, or `$skip` and `$limit`. */
export function wantedFrom(stages: readonly NamedStage[], at: number): number | undefined {
  const [name, spec] = stages[at] ?? [];
  if (name === '$limit') return whole(spec);
  const following = stages[at + 1];
  if (name !== '$skip' || following?.[0] !== '$limit') return undefined;
  const skip = whole(spec);
  const limit = whole(following[1]);
  return skip === undefined || limit === undefined ? undefined : skip + limit;
}

function whole(v: Value | undefined): number | undefined {
  const n = isNumeric(v) ? toExactInteger(v) : undefined;
  return n === undefined ? undefined : Number(n);
}
