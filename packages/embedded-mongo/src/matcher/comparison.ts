import { BSONRegExp, BSONSymbol, MaxKey, MinKey, ObjectId } from 'bson';

import { MongoError } from '../errors.js';
import type { CompareText } from '../values/compare-strings.js';
import { canonicalKey, compareValues } from '../values/compare.js';
import { isNumeric, rankOf } from '../values/kinds.js';
import { compareNumbers } from '../values/numbers.js';
import { BsonUndefined, type Value } from '../values/types.js';
import type { ValueTest } from './path.js';
import { isOperatorDoc } from './doc-test.js';
import { boundedTest } from './bounded-regex.js';
import { regexOf } from './regex.js';

/** The operators of order. */
export type OrderOperator = '$gt' | '$gte' | '$lt' | '$lte';

/** `$eq`: the same type class and the same value; null also means a missing field. */
export function equalTest(rhs: Value, text?: CompareText): ValueTest {
  if (rhs === null) return (v) => v === undefined || v === null;
  if (rhs instanceof BsonUndefined) throw new MongoError(2, 'cannot compare to undefined');
  if (typeof rhs === 'string' && text === undefined)
    return (v) => v === rhs || (v instanceof BSONSymbol && v.value === rhs);
  if (typeof rhs === 'boolean') return (v) => v === rhs;
  if (isNumeric(rhs)) return (v) => isNumeric(v) && compareNumbers(v, rhs) === 0;
  if (rhs instanceof ObjectId) return (v) => v instanceof ObjectId && v.equals(rhs);
  const rank = rankOf(rhs);
  return (v) => v !== undefined && rankOf(v) === rank && compareValues(v, rhs, text) === 0;
}

/** `$gt $gte $lt $lte`: values of the same type class only; MinKey and MaxKey compare with all. */
export function orderTest(op: OrderOperator, rhs: Value, path: string, text?: CompareText): ValueTest {
  if (rhs instanceof BSONRegExp) {
    throw new MongoError(2, `Can't have RegEx as arg to predicate over field '${path}'.`);
  }
  if (rhs instanceof BsonUndefined) throw new MongoError(2, 'cannot compare to undefined');
  const orEqual = op === '$gte' || op === '$lte';
  if (rhs === null) return orEqual ? equalTest(null) : () => false;
  if (typeof rhs === 'number' && Number.isNaN(rhs)) return orEqual ? equalTest(rhs) : () => false;
  const accepts = acceptance(op);
  if (rhs instanceof MinKey || rhs instanceof MaxKey) return (v) => accepts(compareValues(v, rhs));
  if (isNumeric(rhs)) {
    // NaN compares with nothing but itself.
    if (compareNumbers(rhs, NaN) === 0) return orEqual ? equalTest(rhs) : () => false;
    return (v) => isNumeric(v) && !isNaNValue(v) && accepts(compareNumbers(v, rhs));
  }
  const rank = rankOf(rhs);
  return (v) => v !== undefined && rankOf(v) === rank && accepts(compareValues(v, rhs, text));
}

function isNaNValue(v: Value): boolean {
  return typeof v === 'number' ? v !== v : isNumeric(v) && compareNumbers(v, NaN) === 0;
}

function acceptance(op: OrderOperator): (c: number) => boolean {
  switch (op) {
    case '$gt':
      return (c) => c > 0;
    case '$gte':
      return (c) => c >= 0;
    case '$lt':
      return (c) => c < 0;
    case '$lte':
      return (c) => c <= 0;
  }
}

/** A regular expression matches strings, symbols, and the same regular expression as a value. */
export function regexTest(rhs: BSONRegExp): ValueTest {
  const regex = regexOf(rhs);
  return (v) => {
    if (typeof v === 'string') return boundedTest(regex, v);
    if (v instanceof BSONSymbol) return boundedTest(regex, v.value);
    return v instanceof BSONRegExp && v.pattern === rhs.pattern && v.options === rhs.options;
  };
}

/** `$in`: equal to one of the values or matched by one of the regular expressions. */
export function inTest(op: string, rhs: Value, text?: CompareText): ValueTest {
  if (!Array.isArray(rhs)) throw new MongoError(2, `${op} needs an array`);
  const tests: ValueTest[] = [];
  const keys = new Set<string>();
  // Strings are looked up as they are: they are the most, and need no key of their own.
  const strings = new Set<string>();
  let nullToo = false;
  for (const item of rhs) {
    if (item instanceof BSONRegExp) tests.push(regexTest(item));
    else if (item instanceof BsonUndefined) throw new MongoError(2, 'cannot compare to undefined');
    else if (isOperatorDoc(item)) throw new MongoError(2, 'cannot nest $ under $in');
    else if (item === null) nullToo = true;
    else if (text !== undefined) tests.push(equalTest(item, text));
    else if (typeof item === 'string') strings.add(item);
    else if (item instanceof BSONSymbol) strings.add(item.value);
    else keys.add(canonicalKey(item));
  }
  const keyed = keys.size > 0;
  return (v) => {
    if (v === undefined || v === null) return nullToo;
    if (typeof v === 'string') return strings.has(v) || tests.some((test) => test(v));
    if (v instanceof BsonUndefined) return false;
    if (v instanceof BSONSymbol && strings.has(v.value)) return true;
    return (keyed && keys.has(canonicalKey(v))) || tests.some((test) => test(v));
  };
}
