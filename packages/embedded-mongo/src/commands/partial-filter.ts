import { BSONRegExp } from 'bson';
import { MongoError } from '../errors.js';
import { compileFilter } from '../matcher/index.js';
import type { Doc, Value } from '../values/types.js';
import { toNumber } from './arguments.js';

const OPERATORS = ['$eq', '$lt', '$lte', '$gt', '$gte', '$exists', '$type', '$in'];
const DEEPEST = 4;

/**
 * Checks the filter of a partial index: comparisons, `$exists: true`, `$type`, `$in`, `$and` and `$or` only
 * (https://www.mongodb.com/docs/v7.0/core/index-partial/). Throws 67 and what the filter itself is refused for.
 */
export function assertPartialFilter(filter: Doc, depth = 1): void {
  compileFilter(filter);
  if (depth > DEEPEST) throw new MongoError(67, 'partialFilterExpression depth may not exceed 4');
  for (const [path, condition] of filter) {
    if (path === '$and' || path === '$or') {
      for (const branch of condition as Doc[]) assertPartialFilter(branch, depth + 1);
    } else if (path.startsWith('$')) throw unsupportedExpression(path);
    else assertCondition(path, condition);
  }
}

function assertCondition(path: string, condition: Value): void {
  if (condition instanceof BSONRegExp) throw unsupportedExpression(`${path} regex`);
  if (!(condition instanceof Map) || ![...condition.keys()].some((name) => name.startsWith('$'))) return;
  for (const [operator, value] of condition) {
    const refused = !OPERATORS.includes(operator) || (operator === '$exists' && !isTrue(value));
    if (refused) throw unsupportedExpression(`${path} ${operator}`);
  }
}

function isTrue(value: Value): boolean {
  return value !== null && value !== false && toNumber(value) !== 0;
}

function unsupportedExpression(what: string): MongoError {
  return new MongoError(67, `unsupported expression in partial index: ${what}`);
}
