import { BSONRegExp, BSONSymbol, MaxKey, MinKey } from 'bson';

import { isNumeric } from '../values/kinds.js';
import { compareNumbers } from '../values/numbers.js';
import { BsonUndefined, type Value } from '../values/types.js';
import type { SimpleConstraint } from './filter.js';
import { isArrayIndex } from './path.js';

/** Collects the conditions of a filter that an index can answer. */
export class ConstraintList {
  readonly byPath = new Map<string, SimpleConstraint[]>();

  /** @param collated true when strings are compared by a collation, whose order the keys have not */
  constructor(private readonly collated: boolean) {}

  /** Notes `path op value` unless index keys cannot express it. */
  add(path: string, op: string, value: Value): void {
    // An index in a path means an element or a field, which one index key cannot tell.
    if (path.split('.').some(isArrayIndex)) return;
    const constraint = toConstraint(op, value);
    if (constraint === undefined || (this.collated && holdsText(value))) return;
    const list = this.byPath.get(path);
    if (list === undefined) this.byPath.set(path, [constraint]);
    else list.push(constraint);
  }
}

function holdsText(v: Value): boolean {
  if (Array.isArray(v)) return v.some(holdsText);
  return typeof v === 'string' || v instanceof BSONSymbol || v instanceof Map;
}

function toConstraint(op: string, value: Value): SimpleConstraint | undefined {
  switch (op) {
    case '$eq':
      return isKeyValue(value) ? { op: 'eq', value } : undefined;
    case '$in':
      return Array.isArray(value) && value.every(isKeyValue) ? { op: 'in', value } : undefined;
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return isBound(value) ? { op: op.slice(1) as 'gt' | 'gte' | 'lt' | 'lte', value } : undefined;
    default:
      return undefined;
  }
}

/** An array equals elements as well as a whole, a regular expression matches many keys. */
function isKeyValue(v: Value): boolean {
  return !Array.isArray(v) && !(v instanceof BSONRegExp) && !(v instanceof BsonUndefined);
}

/** Bounds that stay within their type; null, NaN, MinKey and MaxKey have rules of their own. */
function isBound(v: Value): boolean {
  if (!isKeyValue(v) || v === null || v instanceof MinKey || v instanceof MaxKey) return false;
  return !isNumeric(v) || compareNumbers(v, NaN) !== 0;
}
