import { BSONRegExp } from 'bson';

import { compileFilter } from '../matcher/index.js';
import { isPathOperator } from '../matcher/operators.js';
import { compareValues } from '../values/compare.js';
import type { Doc, Value } from '../values/types.js';
import { refuseExpressions } from './refuse-expressions.js';
import type { OperandOptions } from './update.js';

/**
 * The condition of `$pull`: operators or a regular expression on the element, a document as a filter on
 * elements that are documents, anything else as equality. Operators search an element that is an array
 * itself, as they search the array of a field. `$expr` throws 224.
 */
export function pullCondition(arg: Value, options: OperandOptions): (v: Value) => boolean {
  if (arg instanceof BSONRegExp || (arg instanceof Map && isPathOperator(arg.keys().next().value))) {
    const matches = matcherOf(new Map([['v', arg]]), options);
    return (v) => matches(new Map([['v', v]]));
  }
  if (arg instanceof Map) {
    const matches = matcherOf(arg, options);
    return (v) => v instanceof Map && matches(v);
  }
  return (v) => compareValues(v, arg, options.text) === 0;
}

function matcherOf(filter: Doc, { collation }: OperandOptions): (doc: Doc) => boolean {
  refuseExpressions(filter, '$expr is not allowed in this context');
  return compileFilter(filter, collation === undefined ? {} : { collation }).matches;
}
