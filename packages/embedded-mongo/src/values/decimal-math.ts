import {
  compareMagnitudes,
  DECIMAL_DIGITS,
  DECIMAL_NAN,
  decimalInfinity,
  decimalOf,
  digitCount,
  type DecimalParts,
} from './decimal.js';

/** A result before rounding; `sticky` says that digits beyond were cut off. */
export interface DecimalResult {
  readonly parts: DecimalParts;
  readonly sticky: boolean;
}

const exactly = (parts: DecimalParts): DecimalResult => ({ parts, sticky: false });
const signed = (p: DecimalParts): bigint => (p.negative ? -p.coefficient : p.coefficient);

/** Exponents further apart than this cannot influence each other's 34 digits. */
const FAR_APART = 3 * DECIMAL_DIGITS;

/** Sum; opposite infinities give NaN. */
export function addParts(a: DecimalParts, b: DecimalParts): DecimalResult {
  if (a.kind === 'nan' || b.kind === 'nan') return exactly(DECIMAL_NAN);
  if (a.kind === 'infinity') return exactly(b.kind === 'infinity' && a.negative !== b.negative ? DECIMAL_NAN : a);
  if (b.kind === 'infinity') return exactly(b);
  if (a.coefficient === 0n && b.coefficient === 0n) {
    const exponent = Math.min(a.exponent, b.exponent);
    return exactly({ kind: 'finite', negative: a.negative && b.negative, coefficient: 0n, exponent });
  }
  const [high, low] = a.exponent >= b.exponent ? [a, b] : [b, a];
  const gap = high.exponent - low.exponent;
  if (gap > FAR_APART && high.coefficient !== 0n && low.coefficient !== 0n) {
    // The far smaller number only tells on which side of the larger one the sum lies.
    const scale = 10n ** BigInt(FAR_APART);
    return exactly(decimalOf(signed(high) * scale + (low.negative ? -1n : 1n), high.exponent - FAR_APART));
  }
  if (high.coefficient === 0n) return exactly(low);
  if (low.coefficient === 0n && gap > FAR_APART) return exactly(high);
  return exactly(decimalOf(signed(high) * 10n ** BigInt(gap) + signed(low), low.exponent));
}

/** The same number with the other sign. */
export function negateParts(p: DecimalParts): DecimalParts {
  return { ...p, negative: !p.negative };
}

/** Product; zero times infinity gives NaN. */
export function multiplyParts(a: DecimalParts, b: DecimalParts): DecimalResult {
  if (a.kind === 'nan' || b.kind === 'nan') return exactly(DECIMAL_NAN);
  const negative = a.negative !== b.negative;
  if (a.kind === 'infinity' || b.kind === 'infinity') {
    const zero = (p: DecimalParts): boolean => p.kind === 'finite' && p.coefficient === 0n;
    return exactly(zero(a) || zero(b) ? DECIMAL_NAN : decimalInfinity(negative));
  }
  return exactly({
    kind: 'finite',
    negative,
    coefficient: a.coefficient * b.coefficient,
    exponent: a.exponent + b.exponent,
  });
}

/** Quotient to 34 digits and more; the caller has excluded a divisor of zero. */
export function divideParts(a: DecimalParts, b: DecimalParts): DecimalResult {
  if (a.kind === 'nan' || b.kind === 'nan') return exactly(DECIMAL_NAN);
  const negative = a.negative !== b.negative;
  if (a.kind === 'infinity') return exactly(b.kind === 'infinity' ? DECIMAL_NAN : decimalInfinity(negative));
  if (b.kind === 'infinity') return exactly({ kind: 'finite', negative, coefficient: 0n, exponent: -6176 });
  const preferred = a.exponent - b.exponent;
  if (a.coefficient === 0n) return exactly({ kind: 'finite', negative, coefficient: 0n, exponent: preferred });
  const extra = Math.max(0, DECIMAL_DIGITS + 2 + digitCount(b.coefficient) - digitCount(a.coefficient));
  const dividend = a.coefficient * 10n ** BigInt(extra);
  let coefficient = dividend / b.coefficient;
  let exponent = preferred - extra;
  const sticky = dividend % b.coefficient !== 0n;
  while (!sticky && exponent < preferred && coefficient % 10n === 0n) {
    coefficient /= 10n;
    exponent += 1;
  }
  return { parts: { kind: 'finite', negative, coefficient, exponent }, sticky };
}

/** Remainder with the sign of the dividend; the caller has excluded a divisor of zero. */
export function remainderParts(a: DecimalParts, b: DecimalParts): DecimalResult {
  if (a.kind !== 'finite' || b.kind === 'nan') return exactly(DECIMAL_NAN);
  if (b.kind === 'infinity' || compareMagnitudes(a, b) < 0) return exactly(a);
  const exponent = Math.min(a.exponent, b.exponent);
  const x = a.coefficient * 10n ** BigInt(a.exponent - exponent);
  const y = b.coefficient * 10n ** BigInt(b.exponent - exponent);
  return exactly({ kind: 'finite', negative: a.negative, coefficient: x % y, exponent });
}
