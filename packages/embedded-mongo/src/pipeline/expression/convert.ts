import { Decimal128, Int32, ObjectId, Timestamp } from 'bson';

import { MongoError } from '../../errors.js';
import { decimalOperand } from '../../values/arithmetic.js';
import { decimalParts, makeDecimal } from '../../values/decimal.js';
import { isNullish, isNumeric, isTruthy, KIND, KIND_NAMES, kindName } from '../../values/kinds.js';
import { toDouble, toExactInteger, INT32_MAX, INT32_MIN, type Numeric } from '../../values/numbers.js';
import type { Value } from '../../values/types.js';
import { toText } from './convert-text.js';
import { parseIsoDate } from './date-parse.js';
import { namedArgs, unary, type OperatorCompiler, type OperatorTable } from './operator.js';
import type { Evaluator } from './scope.js';

/** A conversion that MongoDB answers with onError where it is given. */
function failure(message: string): MongoError {
  return new MongoError(241, `${message} in $convert with no onError value`);
}

function unsupportedPair(v: Value, to: string): MongoError {
  return failure(`Unsupported conversion from ${kindName(v)} to ${to}`);
}

/** Cuts a number down to an integer; NaN, infinities and what no int64 holds throw. */
function whole(v: Numeric): bigint {
  const exact = toExactInteger(v);
  if (exact !== undefined) return exact;
  const truncated = v instanceof Decimal128 ? truncateDecimal(v) : toExactInteger(Math.trunc(toDouble(v)));
  if (truncated !== undefined) return truncated;
  if (Number.isNaN(toDouble(v))) throw failure('Attempt to convert NaN value to integer type');
  if (!Number.isFinite(toDouble(v))) throw failure('Attempt to convert infinity value to integer type');
  throw failure(`Conversion would overflow target type: ${toText(v)}`);
}

function truncateDecimal(v: Decimal128): bigint | undefined {
  const p = decimalParts(v);
  if (p.kind !== 'finite' || p.exponent >= 0) return undefined;
  const n = p.coefficient / 10n ** BigInt(-p.exponent);
  return toExactInteger(makeDecimal({ ...p, coefficient: n, exponent: 0 }));
}

function integerFromText(text: string): bigint {
  if (!/^[+-]?\d+$/.test(text)) throw failure(`Failed to parse number '${text}'`);
  return BigInt(text.replace(/^\+/, ''));
}

function toLong(v: Value): bigint {
  let n: bigint;
  if (isNumeric(v)) n = whole(v);
  else if (typeof v === 'boolean') n = v ? 1n : 0n;
  else if (v instanceof Date) n = BigInt(v.getTime());
  else if (typeof v === 'string') n = integerFromText(v);
  else throw unsupportedPair(v, 'long');
  if (n !== BigInt.asIntN(64, n)) throw failure(`Conversion would overflow target type: ${n}`);
  return n;
}

function toInt(v: Value): Int32 {
  if (v instanceof Date) throw unsupportedPair(v, 'int');
  const n = toLong(v);
  if (n < BigInt(INT32_MIN) || n > BigInt(INT32_MAX)) throw failure(`Conversion would overflow target type: ${n}`);
  return new Int32(Number(n));
}

const NUMBER_TEXT = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|inf(?:inity)?|nan)$/i;

function toDoubleValue(v: Value): number {
  if (isNumeric(v)) {
    const d = toDouble(v);
    if (v instanceof Decimal128 && !Number.isFinite(d) && decimalParts(v).kind === 'finite') {
      throw failure(`Conversion would overflow target type: ${v.toString()}`);
    }
    return d;
  }
  if (typeof v === 'boolean') return v ? 1 : 0;
  if (v instanceof Date) return v.getTime();
  if (typeof v !== 'string') throw unsupportedPair(v, 'double');
  if (!NUMBER_TEXT.test(v)) throw failure(`Failed to parse number '${v}'`);
  if (/inf/i.test(v)) return v.startsWith('-') ? -Infinity : Infinity;
  const d = Number(v);
  if (!Number.isFinite(d) && !/nan/i.test(v)) throw failure(`Failed to parse number '${v}': Out of range`);
  return d;
}

function toDecimal(v: Value): Decimal128 {
  if (v instanceof Decimal128) return v;
  if (isNumeric(v)) return makeDecimal(decimalOperand(v));
  if (typeof v === 'boolean') return Decimal128.fromString(v ? '1' : '0');
  if (v instanceof Date) return Decimal128.fromString(String(v.getTime()));
  if (typeof v !== 'string') throw unsupportedPair(v, 'decimal');
  if (!NUMBER_TEXT.test(v)) throw failure(`Failed to parse number '${v}'`);
  return Decimal128.fromStringWithRounding(v);
}

function toDate(v: Value): Date {
  if (v instanceof Date) return v;
  if (v instanceof ObjectId) return v.getTimestamp();
  if (v instanceof Timestamp) return new Date(v.getHighBitsUnsigned() * 1000);
  if (typeof v === 'string') {
    const date = parseIsoDate(v);
    if (date === undefined) throw failure(`Error parsing date string '${v}'`);
    return date;
  }
  if (!isNumeric(v) || v instanceof Int32) throw unsupportedPair(v, 'date');
  const ms = Number(whole(v));
  if (Math.abs(ms) > 8.64e15) throw failure(`Conversion would overflow target type: ${ms}`);
  return new Date(ms);
}

function toStringValue(v: Value): string {
  const text = Array.isArray(v) || v instanceof Map ? undefined : toText(v);
  if (text === undefined) throw unsupportedPair(v, 'string');
  return text;
}

function toObjectId(v: Value): ObjectId {
  if (v instanceof ObjectId) return v;
  if (typeof v !== 'string') throw unsupportedPair(v, 'objectId');
  if (!/^[0-9a-fA-F]{24}$/.test(v))
    throw failure(
      `Failed to parse objectId '${v}': Invalid string length for parsing to OID, expected 24 but found ${v.length}`,
    );
  return new ObjectId(v);
}

const CONVERSIONS: Readonly<Record<string, (v: Value) => Value>> = {
  int: toInt,
  long: toLong,
  double: toDoubleValue,
  decimal: toDecimal,
  bool: isTruthy,
  date: toDate,
  string: toStringValue,
  objectId: toObjectId,
};

function conversionTo(type: Value): (v: Value) => Value {
  const name = isNumeric(type) ? KIND_NAMES.get(toDouble(type)) : typeof type === 'string' ? type : undefined;
  if (name === undefined || !(name in KIND)) throw new MongoError(2, "Unknown type name in $convert 'to'");
  const conversion = CONVERSIONS[name];
  if (conversion === undefined) throw failure(`Unsupported conversion to ${name}`);
  return conversion;
}

const convert: OperatorCompiler = (arg, scope, op) => {
  const named = namedArgs(arg, op, ['input', 'to'], ['onError', 'onNull']);
  const part = (name: string): Evaluator | undefined =>
    named.has(name) ? scope.compile(named.get(name) as Value) : undefined;
  const input = part('input');
  const to = part('to');
  const onError = part('onError');
  const onNull = part('onNull');
  return (root) => {
    const v = input?.(root);
    const type = to?.(root);
    if (isNullish(v)) return onNull === undefined ? null : onNull(root);
    if (isNullish(type)) return null;
    try {
      return conversionTo(type)(v);
    } catch (error) {
      if (onError !== undefined && error instanceof MongoError && error.code === 241) return onError(root);
      throw error;
    }
  };
};

const shorthand = (name: string): OperatorCompiler =>
  unary((v) => (isNullish(v) ? null : (CONVERSIONS[name] as (v: Value) => Value)(v)));

export const CONVERSION: OperatorTable = {
  $convert: convert,
  $toInt: shorthand('int'),
  $toLong: shorthand('long'),
  $toDouble: shorthand('double'),
  $toDecimal: shorthand('decimal'),
  $toBool: shorthand('bool'),
  $toDate: shorthand('date'),
  $toString: shorthand('string'),
  $toObjectId: shorthand('objectId'),
  $type: unary((v) => kindName(v)),
  $isNumber: unary((v) => isNumeric(v)),
};
