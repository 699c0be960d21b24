import { Decimal128, Int32 } from 'bson';

import { addParts, divideParts, multiplyParts, remainderParts, type DecimalResult } from './decimal-math.js';
import { decimalParts, makeDecimal, type DecimalParts } from './decimal.js';
import { INT32_MAX, INT32_MIN, INT64_MAX, INT64_MIN, partsOf, toDouble, type Numeric } from './numbers.js';

/** A whole number as int32 when it fits and int64 is not asked for, as int64 otherwise. */
export function wholeNumber(n: bigint, atLeastLong: boolean): Int32 | bigint | undefined {
  if (!atLeastLong && n >= BigInt(INT32_MIN) && n <= BigInt(INT32_MAX)) return new Int32(Number(n));
  return n >= INT64_MIN && n <= INT64_MAX ? n : undefined;
}

/** Decimal parts as arithmetic takes them: a double counts with 15 digits. */
export function decimalOperand(v: Numeric): DecimalParts {
  if (typeof v !== 'number' || !Number.isFinite(v)) return partsOf(v);
  return decimalParts(Decimal128.fromString(v.toPrecision(15)));
}

function rounded(r: DecimalResult): Decimal128 {
  return makeDecimal(r.parts, r.sticky);
}

/** The integer of an int32 or int64. */
export function integerOf(v: Int32 | bigint): bigint {
  return typeof v === 'bigint' ? v : BigInt(v.value);
}

/** Sum in the wider of the two types; undefined when an int64 overflows. */
export function addNumbers(a: Numeric, b: Numeric): Numeric | undefined {
  if (a instanceof Decimal128 || b instanceof Decimal128)
    return rounded(addParts(decimalOperand(a), decimalOperand(b)));
  if (typeof a === 'number' || typeof b === 'number') return toDouble(a) + toDouble(b);
  if (a instanceof Int32 && b instanceof Int32) {
    const n = a.value + b.value;
    return n >= INT32_MIN && n <= INT32_MAX ? new Int32(n) : BigInt(n);
  }
  return wholeNumber(integerOf(a) + integerOf(b), true);
}

/** Difference in the wider of the two types; undefined when an int64 overflows. */
export function subtractNumbers(a: Numeric, b: Numeric): Numeric | undefined {
  if (a instanceof Decimal128 || b instanceof Decimal128) {
    const right = decimalOperand(b);
    return rounded(addParts(decimalOperand(a), { ...right, negative: !right.negative }));
  }
  if (typeof a === 'number' || typeof b === 'number') return toDouble(a) - toDouble(b);
  return wholeNumber(integerOf(a) - integerOf(b), !(a instanceof Int32 && b instanceof Int32));
}

/** Product in the wider of the two types; undefined when an int64 overflows. */
export function multiplyNumbers(a: Numeric, b: Numeric): Numeric | undefined {
  if (a instanceof Decimal128 || b instanceof Decimal128)
    return rounded(multiplyParts(decimalOperand(a), decimalOperand(b)));
  if (typeof a === 'number' || typeof b === 'number') return toDouble(a) * toDouble(b);
  return wholeNumber(integerOf(a) * integerOf(b), !(a instanceof Int32 && b instanceof Int32));
}

/** Quotient: a decimal when one side is, a double otherwise. The divisor is not zero. */
export function divideNumbers(a: Numeric, b: Numeric): Numeric {
  if (a instanceof Decimal128 || b instanceof Decimal128)
    return rounded(divideParts(decimalOperand(a), decimalOperand(b)));
  return toDouble(a) / toDouble(b);
}

/** Remainder with the sign of the dividend, in the wider type. The divisor is not zero. */
export function remainderNumbers(a: Numeric, b: Numeric): Numeric {
  if (a instanceof Decimal128 || b instanceof Decimal128)
    return rounded(remainderParts(decimalOperand(a), decimalOperand(b)));
  if (typeof a === 'number' || typeof b === 'number') return toDouble(a) % toDouble(b);
  if (a instanceof Int32 && b instanceof Int32) return new Int32(a.value % b.value);
  return integerOf(a) % integerOf(b);
}

/** True for zero of any numeric type. */
export function isZero(v: Numeric): boolean {
  if (v instanceof Decimal128) {
    const p = decimalParts(v);
    return p.kind === 'finite' && p.coefficient === 0n;
  }
  return v instanceof Int32 ? v.value === 0 : Number(v) === 0;
}
