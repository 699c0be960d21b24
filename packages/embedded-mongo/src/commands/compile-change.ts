import { MongoError, unsupported } from '../errors.js';
import type { FilterOptions } from '../matcher/index.js';
import { compileUpdate } from '../updater/index.js';
import type { Update } from '../updater/index.js';
import { compareTextOf } from '../values/collation.js';
import type { Doc, Value } from '../values/types.js';

/** Update operators that compare values, and would have to do so by the collation. */
const COMPARING = new Set(['$addToSet', '$max', '$min', '$pull', '$pullAll']);

/** What update and findAndModify say besides the update itself. */
export interface ChangeOptions {
  readonly arrayFilters?: Doc[] | undefined;
  /** Constants of a pipeline (`c`), which it sees beside `let`. */
  readonly constants?: Doc | undefined;
  readonly upserts: boolean;
}

/**
 * Compiles the update part of update and findAndModify. Throws 9 for what is neither document nor array, 51198 for
 * constants without a pipeline, 238 for comparisons under a collation, and what the updater refuses.
 */
export function compileChange(value: Value, options: ChangeOptions, evaluation: FilterOptions): Update {
  const { arrayFilters, constants, upserts } = options;
  const pipeline = Array.isArray(value) ? stagesOf(value) : undefined;
  const spec = value instanceof Map ? value : pipeline;
  if (spec === undefined) throw new MongoError(9, 'Update argument must be either an object or an array');
  if (constants !== undefined && pipeline === undefined)
    throw new MongoError(51198, 'Constant values may only be specified for pipeline updates');
  if (evaluation.collation !== undefined) assertNoComparison(spec, options, evaluation.collation);
  const variables = constants === undefined ? evaluation.let : new Map([...(evaluation.let ?? []), ...constants]);
  return compileUpdate(spec, {
    upsert: upserts,
    ...(arrayFilters === undefined ? {} : { arrayFilters }),
    ...(variables === undefined ? {} : { let: variables }),
  });
}

function stagesOf(value: readonly Value[]): Doc[] {
  return value.map((stage) => {
    if (!(stage instanceof Map)) throw new MongoError(14, "Each element of the 'pipeline' array must be an object");
    return stage;
  });
}

function assertNoComparison(spec: Doc | Doc[], { arrayFilters }: ChangeOptions, collation: Doc): void {
  if (compareTextOf(collation) === undefined) return;
  if (Array.isArray(spec)) throw unsupported('A pipeline as an update under a collation');
  if ((arrayFilters?.length ?? 0) > 0) throw unsupported('arrayFilters under a collation');
  for (const name of spec.keys()) if (COMPARING.has(name)) throw unsupported(`${name} under a collation`);
}
