import { Binary, type Decimal128, type Int32 } from 'bson';

import { MongoError } from '../errors.js';
import { isNumeric, isTruthy, KIND, KIND_NAMES, kindOf } from '../values/kinds.js';
import { toDouble, toExactInteger } from '../values/numbers.js';
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
  if (!KIND_NAMES.has(number)) throw new MongoError(2, `Invalid numerical type code: ${number}`);
  return number;
}

/** Divides and compares the remainder; both arguments are cut down to integers. */
export function modTest(rhs: Value): ValueTest {
  if (!Array.isArray(rhs)) throw new MongoError(2, 'malformed mod, needs to be an array');
  if (rhs.length < 2) throw new MongoError(2, 'malformed mod, not enough elements');
  if (rhs.length > 2) throw new MongoError(2, 'malformed mod, too many elements');
  const [divisorValue, remainderValue] = rhs as [Value, Value];
  if (!isNumeric(divisorValue)) throw new MongoError(2, 'malformed mod, divisor not a number');
  if (!isNumeric(remainderValue)) throw new MongoError(2, 'malformed mod, remainder not a number');
  const divisor = truncated(divisorValue);
  const remainder = truncated(remainderValue);
  if (divisor === undefined || remainder === undefined) {
    throw new MongoError(2, 'malformed mod, divisor or remainder out of range');
  }
  if (divisor === 0n) throw new MongoError(2, 'divisor cannot be 0');
  return (v) => {
    if (!isNumeric(v)) return false;
    const n = truncated(v);
    return n !== undefined && n % divisor === remainder;
  };
}

function truncated(v: number | Int32 | bigint | Decimal128): bigint | undefined {
  const exact = toExactInteger(v);
  if (exact !== undefined) return exact;
  const double = Math.trunc(toDouble(v));
  return Number.isFinite(double) ? toExactInteger(double) : undefined;
}

/** `$size`: an array of exactly that length. */
export function sizeTest(rhs: Value): ValueTest {
  const size = isNumeric(rhs) ? toExactInteger(rhs) : undefined;
  if (size === undefined) throw new MongoError(2, `Failed to parse $size. Expected an integer`);
  if (size < 0n) throw new MongoError(2, `Failed to parse $size. Expected a non-negative number`);
  const length = Number(size);
  return (v) => Array.isArray(v) && v.length === length;
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

function bitPositions(op: string, rhs: Value): number[] {
  if (Array.isArray(rhs)) {
    return rhs.map((item) => {
      const n = isNumeric(item) ? toExactInteger(item) : undefined;
      if (n === undefined || n < 0n || n > 0x7fffffffn) {
        throw new MongoError(2, `${op}: bit positions must be non-negative 32-bit integers`);
      }
      return Number(n);
    });
  }
  const n = isNumeric(rhs) ? toExactInteger(rhs) : undefined;
  if (isNumeric(rhs) && (n === undefined || n < 0n)) {
    throw new MongoError(9, `${op}: Expected a non-negative integer`);
  }
  const bit = bitReader(rhs);
  if (bit === undefined) throw new MongoError(2, `${op} takes an Array, a number, or a BinData`);
  const length = rhs instanceof Binary ? rhs.position * 8 : 63;
  return Array.from({ length }, (_, p) => p).filter(bit);
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
