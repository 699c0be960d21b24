import { compareTextOf } from '../values/collation.js';
import type { CompareText } from '../values/compare-strings.js';
import type { Doc } from '../values/types.js';
import { rootScope } from '../pipeline/expression/index.js';
import type { Scope } from '../pipeline/expression/scope.js';
import { FilterCompiler } from './filter-compiler.js';
import type { Filter, FilterOptions } from './filter.js';

export type { Filter, FilterOptions, MatchPosition } from './filter.js';

/** Compiles a query filter. Unknown operators throw 2, operators that this engine has not 238. */
export function compileFilter(filter: Doc, options: FilterOptions = {}): Filter {
  return compileFilterInScope(filter, rootScope(options), compareTextOf(options.collation));
}

/** {@link compileFilter} where `$expr` sees the variables of a pipeline. */
export function compileFilterInScope(filter: Doc, outer: Scope, text?: CompareText): Filter {
  const compiler = new FilterCompiler(outer.overOtherDocuments(), text);
  const matches = compiler.conjunction(filter);
  const fields = compiler.fields;
  return {
    source: filter,
    collated: text !== undefined,
    matches,
    ...(fields === undefined ? {} : { fields }),
  };
}
