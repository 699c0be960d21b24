import { Decimal128, Int32 } from 'bson';

import {
  compareMagnitudes,
  DECIMAL_DIGITS,
  decimalOf,
  decimalParts,
  decimalToDouble,
  exactParts,
  normalizeParts,
  type DecimalParts,
} from './decimal.js';

/** The four numeric types. */
export type Numeric = number | Int32 | bigint | Decimal128;

export const INT32_MIN = -2147483648;
export const INT32_MAX = 2147483647;
export const INT64_MIN = -(2n ** 63n);
export const INT64_MAX = 2n ** 63n - 1n;

/** The double nearest to a number. */
export function toDouble(v: Numeric): number {
  if (typeof v === 'number') return v;
  if (v instanceof Int32) return v.value;
  if (typeof v === 'bigint') return Number(v);
  return decimalToDouble(decimalParts(v));
}

/** A value that holds its integer exactly, or undefined when it is not an int64-range integer. */
export function toExactInteger(v: Numeric): bigint | undefined {
  if (v instanceof Int32) return BigInt(v.value);
  if (typeof v === 'bigint') return v;
  if (typeof v === 'number') {
    if (!Number.isInteger(v)) return undefined;
    const n = BigInt(v);
    return n >= INT64_MIN && n <= INT64_MAX ? n : undefined;
  }
  const p = normalizeParts(decimalParts(v));
  if (p.kind !== 'finite' || p.exponent < 0 || p.exponent > 19) return undefined;
  const n = p.coefficient * 10n ** BigInt(p.exponent) * (p.negative ? -1n : 1n);
  return n >= INT64_MIN && n <= INT64_MAX ? n : undefined;
}

/** The integer part of a number when it fits in an int64; undefined for NaN, infinities and larger ones. */
export function toTruncatedInteger(v: Numeric): bigint | undefined {
  if (v instanceof Int32) return BigInt(v.value);
  if (typeof v === 'bigint') return v;
  if (typeof v === 'number') return toExactInteger(Math.trunc(v));
  const p = decimalParts(v);
  if (p.kind !== 'finite') return undefined;
  if (p.coefficient === 0n) return 0n;
  if (p.exponent > 19) return undefined;
  if (p.exponent < -DECIMAL_DIGITS) return 0n;
  const scale = 10n ** BigInt(Math.abs(p.exponent));
  const magnitude = p.exponent < 0 ? p.coefficient / scale : p.coefficient * scale;
  const n = p.negative ? -magnitude : magnitude;
  return n >= INT64_MIN && n <= INT64_MAX ? n : undefined;
}

/** Compares numbers of any types by exact value; NaN is the smallest and equals NaN. */
export function compareNumbers(a: Numeric, b: Numeric): number {
  const x = a instanceof Int32 ? a.value : a;
  const y = b instanceof Int32 ? b.value : b;
  if (typeof x === 'number' && typeof y === 'number') return compareDoubles(x, y);
  if (x instanceof Decimal128 || y instanceof Decimal128) return compareWithDecimal(x, y);
  if (x !== x) return -1;
  if (y !== y) return 1;
  // JavaScript compares bigint with number exactly.
  return x < y ? -1 : x > y ? 1 : 0;
}

function compareDoubles(x: number, y: number): number {
  if (x < y) return -1;
  if (x > y) return 1;
  if (x === y) return 0;
  if (x !== x) return y !== y ? 0 : -1;
  return 1;
}

function compareWithDecimal(a: number | bigint | Decimal128, b: number | bigint | Decimal128): number {
  const rough = compareDoubles(roughly(a), roughly(b));
  // Rounding is monotone, so only equal roundings need the exact comparison.
  if (rough !== 0) return rough;
  const x = partsOf(a);
  const y = partsOf(b);
  if (x.kind === 'nan' || y.kind === 'nan') return 0;
  if (x.kind === 'infinity' || y.kind === 'infinity') {
    if (x.kind === y.kind) return 0;
    return x.kind === 'infinity' ? (x.negative ? -1 : 1) : y.negative ? 1 : -1;
  }
  const xZero = x.coefficient === 0n;
  const yZero = y.coefficient === 0n;
  if (xZero && yZero) return 0;
  if (xZero) return y.negative ? 1 : -1;
  if (yZero || x.negative !== y.negative) return x.negative ? -1 : 1;
  return x.negative ? -compareMagnitudes(x, y) : compareMagnitudes(x, y);
}

function roughly(v: number | bigint | Decimal128): number {
  return typeof v === 'number' ? v : toDouble(v);
}

/** Exact decimal parts of any number. */
export function partsOf(v: Numeric): DecimalParts {
  if (v instanceof Decimal128) return decimalParts(v);
  if (v instanceof Int32) return decimalOf(BigInt(v.value), 0);
  if (typeof v === 'bigint') return decimalOf(v, 0);
  if (v !== v) return { kind: 'nan', negative: false, coefficient: 0n, exponent: 0 };
  if (v === Infinity || v === -Infinity) {
    return { kind: 'infinity', negative: v < 0, coefficient: 0n, exponent: 0 };
  }
  return exactParts(v);
}

/** The same text for numbers that are equal, whatever their types. */
export function canonicalNumber(v: Numeric): string {
  if (v instanceof Int32) return String(v.value);
  if (typeof v === 'number') return canonicalDouble(v);
  if (typeof v === 'bigint') return v.toString();
  const double = toDouble(v);
  if (compareNumbers(v, double) === 0) return canonicalDouble(double);
  const integer = toExactInteger(v);
  if (integer !== undefined) return integer.toString();
  const p = normalizeParts(decimalParts(v));
  return `${p.negative ? '-' : ''}${p.coefficient}d${p.exponent}`;
}

function canonicalDouble(d: number): string {
  if (Number.isSafeInteger(d) || !Number.isInteger(d)) return d === 0 ? '0' : String(d);
  return BigInt(d).toString();
}
