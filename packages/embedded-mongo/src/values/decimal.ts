import { Decimal128 } from 'bson';

/** A decimal taken apart: sign * coefficient * 10^exponent, or NaN / infinity. */
export interface DecimalParts {
  readonly kind: 'finite' | 'nan' | 'infinity';
  readonly negative: boolean;
  readonly coefficient: bigint;
  readonly exponent: number;
}

/** Digits that a Decimal128 holds. */
export const DECIMAL_DIGITS = 34;
const MIN_EXPONENT = -6176;
const MAX_EXPONENT = 6111;
const BIAS = 6176;
const MAX_COEFFICIENT = 10n ** 34n - 1n;

export const DECIMAL_NAN: DecimalParts = { kind: 'nan', negative: false, coefficient: 0n, exponent: 0 };

/** A signed infinity. */
export function decimalInfinity(negative: boolean): DecimalParts {
  return { kind: 'infinity', negative, coefficient: 0n, exponent: 0 };
}

/** Finite parts of a signed coefficient. */
export function decimalOf(signed: bigint, exponent: number): DecimalParts {
  const negative = signed < 0n;
  return { kind: 'finite', negative, coefficient: negative ? -signed : signed, exponent };
}

/** Reads the 16 bytes of IEEE 754-2008 decimal128 (binary integer form). */
export function decimalParts(d: Decimal128): DecimalParts {
  const view = new DataView(d.bytes.buffer, d.bytes.byteOffset, 16);
  const low = view.getBigUint64(0, true);
  const high = view.getBigUint64(8, true);
  const negative = high >> 63n === 1n;
  const combination = Number((high >> 58n) & 0x1fn);
  if (combination === 0x1f) return { ...DECIMAL_NAN, negative };
  if (combination === 0x1e) return decimalInfinity(negative);
  if (combination >> 3 === 3) {
    // A coefficient beyond 34 digits is not canonical and means zero.
    const exponent = Number((high >> 47n) & 0x3fffn) - BIAS;
    return { kind: 'finite', negative, coefficient: 0n, exponent };
  }
  const exponent = Number((high >> 49n) & 0x3fffn) - BIAS;
  let coefficient = ((high & 0x1ffffffffffffn) << 64n) | low;
  if (coefficient > MAX_COEFFICIENT) coefficient = 0n;
  return { kind: 'finite', negative, coefficient, exponent };
}

/** Number of decimal digits of a non-negative integer. */
export function digitCount(n: bigint): number {
  return n.toString().length;
}

/** Divides by 10^places, rounding half to even. `sticky` says that digits were cut off before. */
export function shiftRightHalfEven(n: bigint, places: number, sticky = false): bigint {
  if (places <= 0) return n;
  const divisor = 10n ** BigInt(places);
  const quotient = n / divisor;
  const twice = (n % divisor) * 2n;
  if (twice > divisor || (twice === divisor && (sticky || quotient % 2n === 1n))) return quotient + 1n;
  return quotient;
}

/** Rounds to 34 digits and to the exponents of the format, and encodes. */
export function makeDecimal(p: DecimalParts, sticky = false): Decimal128 {
  if (p.kind === 'nan') return Decimal128.fromString('NaN');
  if (p.kind === 'infinity') return Decimal128.fromString(p.negative ? '-Infinity' : 'Infinity');
  let { coefficient, exponent } = p;
  let excess = digitCount(coefficient) - DECIMAL_DIGITS;
  if (exponent + Math.max(excess, 0) < MIN_EXPONENT) excess = MIN_EXPONENT - exponent;
  if (excess > 0) {
    coefficient = shiftRightHalfEven(coefficient, excess, sticky);
    exponent += excess;
    if (coefficient > MAX_COEFFICIENT) {
      coefficient /= 10n;
      exponent += 1;
    }
  }
  while (exponent > MAX_EXPONENT && coefficient !== 0n && digitCount(coefficient) < DECIMAL_DIGITS) {
    coefficient *= 10n;
    exponent -= 1;
  }
  if (exponent > MAX_EXPONENT) {
    if (coefficient !== 0n) return makeDecimal(decimalInfinity(p.negative));
    exponent = MAX_EXPONENT;
  }
  const bytes = Buffer.alloc(16);
  const high = (p.negative ? 1n << 63n : 0n) | (BigInt(exponent + BIAS) << 49n) | (coefficient >> 64n);
  bytes.writeBigUInt64LE(coefficient & 0xffffffffffffffffn, 0);
  bytes.writeBigUInt64LE(high, 8);
  return new Decimal128(bytes);
}

/** Same value with the smallest coefficient; zero becomes 0 * 10^0. */
export function normalizeParts(p: DecimalParts): DecimalParts {
  if (p.kind !== 'finite') return p;
  if (p.coefficient === 0n) return { ...p, exponent: 0 };
  let { coefficient, exponent } = p;
  while (coefficient % 10n === 0n) {
    coefficient /= 10n;
    exponent += 1;
  }
  return { ...p, coefficient, exponent };
}

/** Compares finite magnitudes exactly. */
export function compareMagnitudes(a: DecimalParts, b: DecimalParts): number {
  if (a.coefficient === 0n || b.coefficient === 0n) {
    return a.coefficient === b.coefficient ? 0 : a.coefficient === 0n ? -1 : 1;
  }
  const top = digitCount(a.coefficient) + a.exponent - (digitCount(b.coefficient) + b.exponent);
  if (top !== 0) return top;
  const shift = a.exponent - b.exponent;
  const x = shift > 0 ? a.coefficient * 10n ** BigInt(shift) : a.coefficient;
  const y = shift < 0 ? b.coefficient * 10n ** BigInt(-shift) : b.coefficient;
  return x < y ? -1 : x > y ? 1 : 0;
}

/** The double nearest to a decimal. */
export function decimalToDouble(p: DecimalParts): number {
  if (p.kind === 'nan') return NaN;
  const sign = p.negative ? -1 : 1;
  if (p.kind === 'infinity') return sign * Infinity;
  return sign * Number(`${p.coefficient}e${p.exponent}`);
}

/** A finite double as exact decimal parts. */
export function exactParts(d: number): DecimalParts {
  if (Number.isInteger(d)) return decimalOf(BigInt(d), 0);
  // A fraction m / 2^k equals m * 5^k / 10^k.
  let k = 0;
  let scaled = d;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    k += 1;
  }
  return decimalOf(BigInt(scaled) * 5n ** BigInt(k), -k);
}
