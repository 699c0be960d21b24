import { BSONRegExp, BSONSymbol, Int32, MaxKey, MinKey } from 'bson';
import { rankOfKind, isNumeric, KIND, rankOf } from '../values/kinds.js';
import { compareNumbers, toDouble } from '../values/numbers.js';
import { BsonUndefined, UNDEFINED } from '../values/types.js';
import type { Doc, Value } from '../values/types.js';
import { between, contains, cutAt, endOfRank, ofRank, pointOf, startOfRank, successor, union } from './intervals.js';
import type { Cut, Interval, Intervals } from './intervals.js';
import { regexPrefix } from './regex-prefix.js';

/** What one operator asks of the keys of a path. */
export interface Looked {
  /** Keys that a document which meets the condition can have; at least one of its keys lies here. */
  readonly intervals: Intervals;
  /** A missing field cannot meet it. */
  readonly present: boolean;
}

const NAN_END = cutAt(NaN, true);
const NULL_POINT = pointOf(null);
/** Null is met by missing fields, whose key is null too. The deprecated undefined has a key of its own. */
const NULLISH: Intervals = [pointOf(UNDEFINED, false), NULL_POINT];
const UNSURE_NULL = pointOf(null, false);
const NOTHING: Looked = { intervals: [], present: true };

/**
 * The keys that an operator allows; undefined when keys cannot express it. `collated` says that strings are compared
 * by a collation, whose order keys have not.
 */
export function lookedUp(op: string, value: Value, collated: boolean): Looked | undefined {
  switch (op) {
    case '$eq':
      return equal(value, collated);
    case '$in':
      return oneOf(value, collated);
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return ordered(op, value, collated);
    case '$exists':
      return exists(value);
    case '$type':
      return ofType(value);
    default:
      return undefined;
  }
}

function equal(value: Value, collated: boolean): Looked | undefined {
  if (value === null) return { intervals: NULLISH, present: false };
  if (!isKeyValue(value) || (collated && holdsText(value))) return undefined;
  return { intervals: [pointOf(value)], present: true };
}

function oneOf(list: Value, collated: boolean): Looked | undefined {
  if (!Array.isArray(list)) return undefined;
  const points: Intervals[] = [];
  for (const value of list) {
    const looked = value instanceof BSONRegExp ? matching(value) : equal(value, collated);
    if (looked === undefined || (value instanceof BSONRegExp && collated)) return undefined;
    points.push(looked.intervals);
  }
  return { intervals: union(points), present: !list.includes(null) };
}

function ordered(op: '$gt' | '$gte' | '$lt' | '$lte', value: Value, collated: boolean): Looked | undefined {
  if (value instanceof MinKey || value instanceof MaxKey) return undefined;
  if (!isKeyValue(value) || (collated && holdsText(value))) return undefined;
  const inclusive = op === '$gte' || op === '$lte';
  // Null and NaN are neither above nor below anything.
  if (value === null || isNaNValue(value)) return inclusive ? equal(value, collated) : NOTHING;
  const rank = rankOf(value);
  const upwards = op === '$gt' || op === '$gte';
  const intervals = upwards
    ? between(cutAt(value, !inclusive), endOfRank(rank))
    : between(rank === 10 ? NAN_END : startOfRank(rank), cutAt(value, inclusive));
  return { intervals, present: true };
}

function exists(value: Value): Looked {
  const wanted = isNumeric(value) ? toDouble(value) !== 0 : value !== false && value !== null && !isUndefined(value);
  if (!wanted) return { intervals: [pointOf(UNDEFINED, false), UNSURE_NULL], present: false };
  return {
    intervals: union([between(ALL_LOW, NULL_POINT.low), [UNSURE_NULL], between(NULL_POINT.high, ALL_HIGH)]),
    present: true,
  };
}

const ALL_LOW: Cut = startOfRank(1);
const ALL_HIGH: Cut = { ...endOfRank(127), at: new MaxKey() };
const RANKS_OF_MANY = new Set([2, 5, 10, 15]);

/** Types that share keys with others are looked up without a promise; arrays are not listed as such. */
function ofType(value: Value): Looked | undefined {
  const found: Interval[][] = [];
  for (const each of Array.isArray(value) ? value : [value]) {
    const kind = each === 'number' ? KIND.double : kindNumber(each);
    if (kind === undefined || kind === KIND.array) return undefined;
    const rank = rankOfKind(kind);
    found.push([ofRank(rank, each === 'number' || (!RANKS_OF_MANY.has(rank) && rank < 60))]);
  }
  return { intervals: union(found), present: true };
}

function kindNumber(value: Value): number | undefined {
  if (typeof value === 'string') return (KIND as Readonly<Record<string, number>>)[value];
  return isNumeric(value) ? toDouble(value) : undefined;
}

/** Strings that begin like an anchored expression, and the expression itself as a value. */
export function matching(regex: BSONRegExp): Looked | undefined {
  const prefix = regexPrefix(regex);
  if (prefix === undefined) return undefined;
  // A text ends with two null bytes, which its beginning has not.
  const whole = cutAt(prefix.text, false).bytes;
  const bytes = Buffer.from(whole.subarray(0, whole.length - 2));
  const low: Cut = { bytes, at: prefix.text, after: false };
  const high: Cut = { bytes: successor(bytes), at: nextText(prefix.text), after: false };
  return { intervals: union([between(low, high, prefix.whole), [pointOf(regex)]]), present: true };
}

function nextText(text: string): string {
  return text.slice(0, -1) + String.fromCharCode(text.charCodeAt(text.length - 1) + 1);
}

/** `$elemMatch` on values: keys of the one element that meets all operators; undefined where one is unknown. */
export function elementLookedUp(ops: Doc, collated: boolean): readonly Looked[] {
  const found: Looked[] = [];
  for (const [op, value] of ops) {
    if (op === '$exists' || op === '$type') continue;
    const looked = lookedUp(op, value, collated);
    // An element is never missing, but null has rules of its own.
    if (looked !== undefined && !contains(looked.intervals, null)) found.push(looked);
  }
  return found;
}

function isKeyValue(v: Value): boolean {
  return !Array.isArray(v) && !(v instanceof BSONRegExp) && !isUndefined(v);
}

function isUndefined(v: Value): v is BsonUndefined {
  return v instanceof BsonUndefined;
}

function isNaNValue(v: Value): boolean {
  if (!isNumeric(v) || v instanceof Int32) return false;
  return typeof v === 'number' ? v !== v : compareNumbers(v, NaN) === 0;
}

/** Whether a collation has a say in a value. */
function holdsText(v: Value): boolean {
  return typeof v === 'string' || v instanceof BSONSymbol || v instanceof Map;
}
