import type { Doc } from '../values/types.js';
import { FilterCompiler } from './filter-compiler.js';
import type { Filter, FilterOptions } from './filter.js';

export type { Filter, FilterOptions, MatchPosition, SimpleConstraint } from './filter.js';

/** Compiles a query filter. Unknown operators throw 2, operators that this engine has not 238. */
export function compileFilter(filter: Doc, options: FilterOptions = {}): Filter {
  const compiler = new FilterCompiler(options);
  const matches = compiler.conjunction(filter, true);
  const fields = compiler.fields;
  return {
    matches,
    simpleConstraints: compiler.constraints.byPath,
    ...(fields === undefined ? {} : { fields }),
  };
}
