import { Binary, Int32 } from 'bson';

import { MongoError } from '../errors.js';
import { describeValue } from '../values/describe.js';
import { isNumeric, isTruthy, KIND, KIND_NAMES, kindOf } from '../values/kinds.js';
import { toDouble, toExactInteger, toTruncatedInteger, type Numeric } from '../values/numbers.js';
import type { Value } from '../values/types.js';
import type { ValueTest } from './path.js';

const NUMBER_KINDS = [1, 16, 18, 19];

/** `$exists`: any value at all, also null. */
export function existsTest(rhs: Value): { test: ValueTest; negated: boolean } {
  return { test: (v) => v !== undefined, negated: !isTruthy(rhs) };
}

/** `$type`: one alias or number, or an array of them. */
export function typeTest(rhs: Value): ValueTest {
  const wanted = new Set<number>();
  const list = Array.isArray(rhs) ? rhs : [rhs];
  if (list.length === 0) throw new MongoError(9, '$type must match at least one type');
  for (const item of list) {
    if (item === 'number') for (const n of NUMBER_KINDS) wanted.add(n);
    else wanted.add(kindNumber(item));
  }
  return (v) => v !== undefined && wanted.has(kindOf(v));
}

function kindNumber(v: Value): number {
  if (typeof v === 'string') {
    const number = (KIND as Readonly<Record<string, number>>)[v];
    if (number === undefined) throw new MongoError(2, `Unknown type name alias: ${v}`);
    return number;
  }
  if (!isNumeric(v)) throw new MongoError(14, 'type must be represented as a number or a string');
  const number = toDouble(v);
  if (number === 0) throw new MongoError(2, 'Invalid numerical type code: 0. Instead use {$exists:false}.');
  if (!KIND_NAMES.has(number)) throw new MongoError(2, `Invalid numerical type code: ${number}`);
  return number;
}

/** Divides and compares the remainder; divisor, remainder and values are cut down to integers. */
export function modTest(rhs: Value): ValueTest {
  if (!Array.isArray(rhs)) throw new MongoError(2, 'malformed mod, needs to be an array');
  const [divisorValue, remainderValue] = rhs;
  if (rhs.length === 0) throw new MongoError(2, 'malformed mod, not enough elements');
  if (!isNumeric(divisorValue)) throw new MongoError(2, 'malformed mod, divisor not a number');
  if (rhs.length === 1) throw new MongoError(2, 'malformed mod, not enough elements');
  if (!isNumeric(remainderValue)) throw new MongoError(2, 'malformed mod, remainder not a number');
  if (rhs.length > 2) throw new MongoError(2, 'malformed mod, too many elements');
  const divisor = modArgument('divisor', divisorValue);
  const remainder = modArgument('remainder', remainderValue);
  if (divisor === 0n) throw new MongoError(2, 'divisor cannot be 0');
  const plainDivisor = Number(divisor);
  const plainRemainder = Number(remainder);
  return (v) => {
    if (v instanceof Int32) return v.value % plainDivisor === plainRemainder;
    if (!isNumeric(v)) return false;
    const n = toTruncatedInteger(v);
    return n !== undefined && n % divisor === remainder;
  };
}

function modArgument(what: string, v: Numeric): bigint {
  const n = toTruncatedInteger(v);
  if (n !== undefined) return n;
  const why = Number.isFinite(toDouble(v))
    ? 'Out of bounds coercing to integral value'
    : 'Unable to coerce NaN/Inf to integral type';
  throw new MongoError(2, `malformed mod, ${what} value is invalid :: caused by :: ${why}`);
}

/** `$size`: an array of exactly that length. */
export function sizeTest(rhs: Value): ValueTest {
  const length = naturalNumber(rhs, '$size', 2, 'Failed to parse $size. ');
  return (v) => Array.isArray(v) && v.length === length;
}

/** A non-negative integer in the range of int32, as operators take it; anything else throws `code`. */
function naturalNumber(v: Value, op: string, code: number, prefix: string): number {
  const n = wholeArgument(v, op, code, prefix);
  if (n > 0x7fffffffn) throw new MongoError(code, `${prefix}Cannot represent as a 32-bit integer: ${op}: ${n}`);
  return Number(n);
}

function wholeArgument(v: Value, op: string, code: number, prefix: string): bigint {
  const shown = `${op}: ${describeValue(v)}`;
  if (!isNumeric(v)) throw new MongoError(code, `${prefix}Expected a number in: ${shown}`);
  const n = toExactInteger(v);
  if (n === undefined) throw new MongoError(code, `${prefix}Expected an integer: ${shown}`);
  if (n < 0n) throw new MongoError(code, `${prefix}Expected a non-negative number in: ${shown}`);
  return n;
}

/** `$bitsAllSet $bitsAllClear $bitsAnySet $bitsAnyClear` over integers and binary data. */
export function bitsTest(op: string, rhs: Value): ValueTest {
  const positions = bitPositions(op, rhs);
  const wantSet = op.endsWith('Set');
  const all = op.startsWith('$bitsAll');
  return (v) => {
    const bit = bitReader(v);
    if (bit === undefined) return false;
    const hits = (p: number): boolean => bit(p) === wantSet;
    return all ? positions.every(hits) : positions.some(hits);
  };
}

/** Positions of bits, as an array has them. */
interface Positions {
  every(test: (position: number) => boolean): boolean;
  some(test: (position: number) => boolean): boolean;
}

/** The bits that are set in a mask, which may have millions. */
function maskPositions(mask: Uint8Array): Positions {
  const some = (test: (position: number) => boolean): boolean => {
    for (let i = 0; i < mask.length; i++) {
      const byte = mask[i] as number;
      for (let bit = 0; byte >> bit !== 0; bit++) if (((byte >> bit) & 1) === 1 && test(i * 8 + bit)) return true;
    }
    return false;
  };
  return { some, every: (test) => !some((p) => !test(p)) };
}

function bitPositions(op: string, rhs: Value): Positions {
  if (Array.isArray(rhs)) {
    return rhs.map((item, i) => naturalNumber(item, String(i), 2, 'Failed to parse bit position. '));
  }
  if (isNumeric(rhs)) wholeArgument(rhs, op, 9, '');
  const bit = bitReader(rhs);
  if (bit === undefined) {
    throw new MongoError(2, `${op} takes an Array, a number, or a BinData but received: ${describeValue(rhs)}`);
  }
  return rhs instanceof Binary ? maskPositions(rhs.value()) : Array.from({ length: 63 }, (_, p) => p).filter(bit);
}

function bitReader(v: Value | undefined): ((position: number) => boolean) | undefined {
  if (v instanceof Binary) {
    const bytes = v.value();
    return (p) => ((bytes[p >> 3] ?? 0) & (1 << (p & 7))) !== 0;
  }
  const n = isNumeric(v) ? toExactInteger(v) : undefined;
  if (n === undefined) return undefined;
  // A negative number is sign-extended without end.
  return (p) => ((n >> BigInt(p)) & 1n) === 1n;
}
