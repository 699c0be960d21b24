import { MongoError } from '../../errors.js';
import { isNumeric, isNullish, kindName } from '../../values/kinds.js';
import { toExactInteger, type Numeric } from '../../values/numbers.js';
import type { Value } from '../../values/types.js';

/** A number, undefined for null and missing; anything else throws. */
export function numberArg(v: Value | undefined, op: string, code = 14): Numeric | undefined {
  if (isNumeric(v)) return v;
  if (isNullish(v)) return undefined;
  throw new MongoError(code, `${op} only supports numeric types, not ${kindName(v)}`);
}

/** A whole number that fits 32 bits; anything else throws. */
export function int32Arg(v: Value | undefined, what: string, code: number): number {
  const n = isNumeric(v) ? toExactInteger(v) : undefined;
  if (n === undefined || n < -2147483648n || n > 2147483647n) {
    throw new MongoError(
      code,
      `${what} must be representable as a 32-bit integer, but found value of type ${kindName(v)}`,
    );
  }
  return Number(n);
}
