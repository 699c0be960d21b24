import { Decimal128 } from 'bson';

import { MongoError, unsupported } from '../../errors.js';
import { isNullish, isNumeric, kindName } from '../../values/kinds.js';
import { toDouble, type Numeric } from '../../values/numbers.js';
import type { Value } from '../../values/types.js';
import { binary, unary, type OperatorCompiler, type OperatorTable } from './operator.js';

/** The greatest double: what is beyond is infinite. */
const GREATEST = Number.MAX_VALUE;

/** A number as a double; Decimal128 would need arbitrary precision and is refused. */
function doubleOf(n: Numeric, op: string): number {
  if (n instanceof Decimal128) throw unsupported(`${op} of Decimal128`);
  return toDouble(n);
}

/** A function of doubles between two bounds; NaN gives NaN, null and missing give null. */
function trigonometric(apply: (x: number) => number, least = -Infinity, most = Infinity): OperatorCompiler {
  return unary((v, op) => {
    if (isNullish(v)) return null;
    if (!isNumeric(v)) throw new MongoError(28765, `${op} only supports numeric types, not ${kindName(v)}`);
    const x = doubleOf(v, op);
    if (Number.isNaN(x)) return NaN;
    if (x < least || x > most) {
      const [open, close] =
        most === GREATEST ? ['(-inf', 'inf)'] : [`[${least}`, most === Infinity ? 'inf]' : `${most}]`];
      throw new MongoError(50989, `cannot apply ${op} to ${x}, value must be in ${open},${close}`);
    }
    return apply(x);
  });
}

function arcTangent(a: Value | undefined, b: Value | undefined, op: string): Value {
  if (isNullish(a) || isNullish(b)) return null;
  for (const v of [a, b])
    if (!isNumeric(v)) throw new MongoError(51044, `${op} only supports numeric types, not ${kindName(v)}`);
  return Math.atan2(doubleOf(a as Numeric, op), doubleOf(b as Numeric, op));
}

export const TRIGONOMETRY: OperatorTable = {
  $sin: trigonometric(Math.sin, -GREATEST, GREATEST),
  $cos: trigonometric(Math.cos, -GREATEST, GREATEST),
  $tan: trigonometric(Math.tan, -GREATEST, GREATEST),
  $asin: trigonometric(Math.asin, -1, 1),
  $acos: trigonometric(Math.acos, -1, 1),
  $atan: trigonometric(Math.atan),
  $atan2: binary(arcTangent),
  $sinh: trigonometric(Math.sinh),
  $cosh: trigonometric(Math.cosh),
  $tanh: trigonometric(Math.tanh),
  $asinh: trigonometric(Math.asinh),
  $acosh: trigonometric(Math.acosh, 1, Infinity),
  $atanh: trigonometric(Math.atanh, -1, 1),
  $degreesToRadians: trigonometric((x) => (x * Math.PI) / 180),
  $radiansToDegrees: trigonometric((x) => (x * 180) / Math.PI),
};
