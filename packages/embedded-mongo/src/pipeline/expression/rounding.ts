import { Decimal128 } from 'bson';

import { MongoError } from '../../errors.js';
import { wholeNumber } from '../../values/arithmetic.js';
import {
  decimalParts,
  decimalToDouble,
  exactParts,
  makeDecimal,
  shiftRightHalfEven,
  type DecimalParts,
} from '../../values/decimal.js';
import { toExactInteger, type Numeric } from '../../values/numbers.js';
import type { Value } from '../../values/types.js';
import { int32Arg, numberArg } from './numeric-arguments.js';
import { listArgs, unary, type OperatorCompiler, type OperatorTable } from './operator.js';
import type { Evaluator } from './scope.js';
import { isNullish } from '../../values/kinds.js';

type Mode = 'round' | 'trunc' | 'floor' | 'ceil';

/** Rounds to a number of decimal places; negative places round before the point. */
function roundParts(p: DecimalParts, places: number, mode: Mode): DecimalParts {
  const drop = -places - p.exponent;
  if (p.kind !== 'finite' || drop <= 0) return p;
  const divisor = 10n ** BigInt(drop);
  let coefficient = mode === 'round' ? shiftRightHalfEven(p.coefficient, drop) : p.coefficient / divisor;
  const away = (mode === 'floor' && p.negative) || (mode === 'ceil' && !p.negative);
  if (away && p.coefficient % divisor !== 0n) coefficient += 1n;
  return { ...p, coefficient, exponent: -places };
}

function roundNumber(n: Numeric, places: number, mode: Mode): Value {
  if (n instanceof Decimal128) return makeDecimal(roundParts(decimalParts(n), places, mode));
  if (typeof n === 'number') {
    if (!Number.isFinite(n)) return n;
    const rounded = decimalToDouble(roundParts(exactParts(n), places, mode));
    return rounded === 0 && (n < 0 || Object.is(n, -0)) ? -0 : rounded;
  }
  if (places >= 0) return n;
  const exact = toExactInteger(n) as bigint;
  const scale = 10n ** BigInt(-places);
  const magnitude = exact < 0n ? -exact : exact;
  const kept = (mode === 'round' ? shiftRightHalfEven(magnitude, -places) : magnitude / scale) * scale;
  const result = wholeNumber(exact < 0n ? -kept : kept, typeof n === 'bigint');
  if (result === undefined) throw new MongoError(51080, 'Invalid conversion to long during rounding');
  return result;
}

function toPlaces(mode: 'round' | 'trunc'): OperatorCompiler {
  return (arg, scope, op) => {
    const [value, place] = listArgs(arg, scope, op, 1, 2) as [Evaluator, Evaluator?];
    return (root) => {
      const n = numberArg(value(root), op, 51081);
      const p = place?.(root);
      if (n === undefined || (place !== undefined && isNullish(p))) return null;
      const places = place === undefined ? 0 : int32Arg(p, `precision argument to ${op}`, 51082);
      if (places < -20 || places > 100) {
        throw new MongoError(51083, `cannot apply ${op} with precision value ${places} value must be in [-20, 100]`);
      }
      return roundNumber(n, places, mode);
    };
  };
}

function whole(mode: 'floor' | 'ceil'): OperatorCompiler {
  return unary((v, op) => {
    const n = numberArg(v, op, 28765);
    return n === undefined ? null : roundNumber(n, 0, mode);
  });
}

export const ROUNDING: OperatorTable = {
  $round: toPlaces('round'),
  $trunc: toPlaces('trunc'),
  $floor: whole('floor'),
  $ceil: whole('ceil'),
};
