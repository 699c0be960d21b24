import { ObjectId, Timestamp } from 'bson';

import { MongoError } from '../../errors.js';
import { isNullish, kindName } from '../../values/kinds.js';
import type { Value } from '../../values/types.js';
import type { Evaluator, Scope } from './scope.js';
import { UTC, zoneOf, type Zone } from './time-zone.js';

/** The instant in a date, timestamp or ObjectId; null and missing give undefined. */
export function instantArg(v: Value | undefined): number | undefined {
  if (v instanceof Date) return v.getTime();
  if (isNullish(v)) return undefined;
  if (v instanceof Timestamp) return v.getHighBitsUnsigned() * 1000;
  if (v instanceof ObjectId) return v.getTimestamp().getTime();
  throw new MongoError(16006, `can't convert from BSON type ${kindName(v)} to Date`);
}

/** The zone of an operator: UTC when none is given, undefined when it evaluates to null. */
export function zoneArg(expr: Value | undefined, scope: Scope): (root: Parameters<Evaluator>[0]) => Zone | undefined {
  if (expr === undefined) return () => UTC;
  const evaluate = scope.compile(expr);
  return (root) => {
    const v = evaluate(root);
    if (isNullish(v)) return undefined;
    if (typeof v !== 'string') throw new MongoError(40517, `timezone must evaluate to a string, found ${kindName(v)}`);
    return zoneOf(v);
  };
}

export type Unit = 'year' | 'quarter' | 'month' | 'week' | 'day' | 'hour' | 'minute' | 'second' | 'millisecond';

const UNITS: ReadonlySet<string> = new Set([
  'year',
  'quarter',
  'month',
  'week',
  'day',
  'hour',
  'minute',
  'second',
  'millisecond',
]);
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** Milliseconds of the units that have a fixed length. */
export const UNIT_MILLIS = {
  week: 604_800_000,
  day: 86_400_000,
  hour: 3_600_000,
  minute: 60_000,
  second: 1000,
  millisecond: 1,
} as const;

/** A time unit; null gives undefined. */
export function unitArg(v: Value | undefined, op: string): Unit | undefined {
  if (isNullish(v)) return undefined;
  if (typeof v !== 'string')
    throw new MongoError(5439013, `${op} requires 'unit' to be a string, but got ${kindName(v)}`);
  if (!UNITS.has(v)) throw new MongoError(9, `${op} parameter 'unit' value cannot be recognized as a time unit: ${v}`);
  return v as Unit;
}

/** A weekday by name or its first three letters, Sunday 0; null gives undefined. */
export function weekdayArg(v: Value | undefined, op: string): number | undefined {
  if (isNullish(v)) return undefined;
  const name = typeof v === 'string' ? v.toLowerCase() : '';
  const index = WEEKDAYS.findIndex((day) => day === name || day.slice(0, 3) === name);
  if (index < 0) throw new MongoError(9, `${op} parameter 'startOfWeek' value cannot be recognized as a day of a week`);
  return index;
}
