import { BSONRegExp } from 'bson';

import { compileFilter } from '../matcher/index.js';
import { isOperatorDoc } from '../matcher/doc-test.js';
import { equalValues } from '../values/compare.js';
import type { Value } from '../values/types.js';

const LOGICAL = new Set(['$and', '$or', '$nor', '$expr']);

/**
 * The condition of `$pull`: operators or a regular expression on the element, a document as a filter
 * on elements that are documents, anything else as equality.
 */
export function pullCondition(arg: Value): (v: Value) => boolean {
  if (arg instanceof BSONRegExp || (isOperatorDoc(arg) && !LOGICAL.has(arg.keys().next().value as string))) {
    // $elemMatch tests exactly the one element, also when that is an array itself.
    const operators: Value = arg instanceof BSONRegExp ? new Map<string, Value>([['$regex', arg]]) : arg;
    const filter = compileFilter(new Map([['v', new Map([['$elemMatch', operators]])]]));
    return (v) => filter.matches(new Map([['v', [v]]]));
  }
  if (arg instanceof Map) {
    const filter = compileFilter(arg);
    return (v) => v instanceof Map && filter.matches(v);
  }
  return (v) => equalValues(v, arg);
}
