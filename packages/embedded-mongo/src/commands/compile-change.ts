import { MongoError, unsupported } from '../errors.js';
import type { FilterOptions } from '../matcher/index.js';
import { compileUpdate } from '../updater/index.js';
import type { Update } from '../updater/index.js';
import { compareTextOf } from '../values/collation.js';
import type { Doc, Value } from '../values/types.js';

/** What update and findAndModify say besides the update itself. */
export interface ChangeOptions {
  readonly arrayFilters?: Doc[] | undefined;
  /** Constants of a pipeline (`c`), which it sees beside `let`. */
  readonly constants?: Doc | undefined;
  readonly upserts: boolean;
}

/**
 * Compiles the update part of update and findAndModify. Throws 9 for what is neither document nor array, 51198 for
 * constants without a pipeline, 238 for what does not know the collation, and what the updater refuses.
 */
export function compileChange(value: Value, options: ChangeOptions, evaluation: FilterOptions): Update {
  const { arrayFilters, constants, upserts } = options;
  const pipeline = Array.isArray(value) ? stagesOf(value) : undefined;
  const spec = value instanceof Map ? value : pipeline;
  if (spec === undefined) throw new MongoError(9, 'Update argument must be either an object or an array');
  if (constants !== undefined && pipeline === undefined)
    throw new MongoError(51198, 'Constant values may only be specified for pipeline updates');
  if (evaluation.collation !== undefined) assertCollatable(spec, evaluation.collation);
  const variables = constants === undefined ? evaluation.let : withConstants(evaluation.let, constants);
  return compileUpdate(spec, {
    upsert: upserts,
    ...(arrayFilters === undefined ? {} : { arrayFilters }),
    ...(variables === undefined ? {} : { let: variables }),
    ...(evaluation.collation === undefined ? {} : { collation: evaluation.collation }),
  });
}

/** The variables of `let`, which are expressions, and constants, which are not. */
function withConstants(variables: Doc | undefined, constants: Doc): Doc {
  const all: Doc = new Map(variables);
  for (const [name, value] of constants) all.set(name, new Map([['$literal', value]]));
  return all;
}

function stagesOf(value: readonly Value[]): Doc[] {
  return value.map((stage) => {
    if (!(stage instanceof Map)) throw new MongoError(14, "Each element of the 'pipeline' array must be an object");
    return stage;
  });
}

function assertCollatable(spec: Doc | Doc[], collation: Doc): void {
  if (compareTextOf(collation) === undefined) return;
  if (Array.isArray(spec)) throw unsupported('A pipeline as an update under a collation');
}
