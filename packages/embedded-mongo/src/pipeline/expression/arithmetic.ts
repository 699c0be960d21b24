import { Decimal128, Int32 } from 'bson';

import { MongoError, unsupported } from '../../errors.js';
import {
  addNumbers,
  decimalOperand,
  divideNumbers,
  isZero,
  multiplyNumbers,
  remainderNumbers,
  subtractNumbers,
  wholeNumber,
} from '../../values/arithmetic.js';
import { makeDecimal } from '../../values/decimal.js';
import { isNullish, isNumeric, kindName } from '../../values/kinds.js';
import { INT64_MIN, toDouble, toExactInteger, type Numeric } from '../../values/numbers.js';
import type { Value } from '../../values/types.js';
import { numberArg } from './numeric-arguments.js';
import { binary, listArgs, unary, type OperatorCompiler, type OperatorTable } from './operator.js';

/** Numbers, and at most one date, to which they are milliseconds. Int64 overflow gives a double. */
const add: OperatorCompiler = (arg, scope, op) => {
  const parts = listArgs(arg, scope, op, 0, Infinity);
  return (root) => {
    let total: Numeric = new Int32(0);
    let date = false;
    for (const part of parts) {
      const v = part(root);
      if (isNullish(v)) return null;
      let n: Numeric;
      if (isNumeric(v)) n = v;
      else if (v instanceof Date) {
        if (date) throw new MongoError(16612, 'only one date allowed in an $add expression');
        date = true;
        n = BigInt(v.getTime());
      } else throw new MongoError(14, `$add only supports numeric or date types, not ${kindName(v)}`);
      total = addNumbers(total, n) ?? toDouble(total) + toDouble(n);
    }
    return date ? dateOfNumber(total) : total;
  };
};

/** A date from milliseconds; fractions are rounded. */
function dateOfNumber(n: Numeric): Date {
  const ms = Math.round(toDouble(n));
  if (!(Math.abs(ms) <= 8.64e15)) throw new MongoError(15, 'date overflow');
  return new Date(ms);
}

function subtract(a: Value | undefined, b: Value | undefined): Value {
  if (isNullish(a) || isNullish(b)) return null;
  if (isNumeric(a) && isNumeric(b)) return subtractNumbers(a, b) ?? toDouble(a) - toDouble(b);
  if (a instanceof Date) {
    if (b instanceof Date) return BigInt(a.getTime() - b.getTime());
    if (isNumeric(b)) return dateOfNumber(subtractNumbers(BigInt(a.getTime()), b) ?? NaN);
  }
  throw new MongoError(14, `can't $subtract ${kindName(b)} from ${kindName(a)}`);
}

const multiply: OperatorCompiler = (arg, scope, op) => {
  const parts = listArgs(arg, scope, op, 0, Infinity);
  return (root) => {
    let product: Numeric = new Int32(1);
    for (const part of parts) {
      const n = numberArg(part(root), op);
      if (n === undefined) return null;
      product = multiplyNumbers(product, n) ?? toDouble(product) * toDouble(n);
    }
    return product;
  };
};

function divide(a: Value | undefined, b: Value | undefined): Value {
  if (isNullish(a) || isNullish(b)) return null;
  if (!isNumeric(a) || !isNumeric(b)) {
    throw new MongoError(14, `$divide only supports numeric types, not ${kindName(a)} and ${kindName(b)}`);
  }
  if (isZero(b)) throw new MongoError(2, "can't $divide by zero");
  return divideNumbers(a, b);
}

function mod(a: Value | undefined, b: Value | undefined): Value {
  if (isNullish(a) || isNullish(b)) return null;
  if (!isNumeric(a) || !isNumeric(b)) {
    throw new MongoError(16611, `$mod only supports numeric types, not ${kindName(a)} and ${kindName(b)}`);
  }
  if (isZero(b)) throw new MongoError(16610, "can't $mod by zero");
  return remainderNumbers(a, b);
}

function abs(v: Value | undefined, op: string): Value {
  const n = numberArg(v, op, 28765);
  if (n === undefined) return null;
  if (typeof n === 'number') return Math.abs(n);
  if (n instanceof Int32) return n.value < 0 ? (subtractNumbers(new Int32(0), n) as Numeric) : n;
  if (typeof n === 'bigint') {
    if (n === INT64_MIN) throw new MongoError(28680, "can't take $abs of long long min");
    return n < 0n ? -n : n;
  }
  return makeDecimal({ ...decimalOperand(n), negative: false });
}

function pow(a: Value | undefined, b: Value | undefined): Value {
  if (isNullish(a) || isNullish(b)) return null;
  if (!isNumeric(a)) throw new MongoError(28762, `$pow's base must be numeric, not ${kindName(a)}`);
  if (!isNumeric(b)) throw new MongoError(28763, `$pow's exponent must be numeric, not ${kindName(b)}`);
  if (isZero(a) && toDouble(b) < 0) throw new MongoError(28764, '$pow cannot take a base of 0 and a negative exponent');
  if (a instanceof Decimal128 || b instanceof Decimal128) return decimalPower(a, b);
  if (typeof a === 'number' || typeof b === 'number') return toDouble(a) ** toDouble(b);
  const base = toExactInteger(a) as bigint;
  const exponent = toExactInteger(b) as bigint;
  const asLong = typeof a === 'bigint' || typeof b === 'bigint';
  if (exponent < 0n) {
    if (base === 1n) return asLong ? 1n : new Int32(1);
    if (base === -1n) return wholeNumber(exponent % 2n === 0n ? 1n : -1n, asLong) as Numeric;
    return toDouble(a) ** toDouble(b);
  }
  const small = base >= -1n && base <= 1n;
  if (!small && exponent > 64n) return toDouble(a) ** toDouble(b);
  const power = small ? (base === -1n && exponent % 2n === 0n ? 1n : exponent === 0n ? 1n : base) : base ** exponent;
  return wholeNumber(power, asLong) ?? wholeNumber(power, true) ?? toDouble(a) ** toDouble(b);
}

function decimalPower(a: Numeric, b: Numeric): Value {
  const exponent = toExactInteger(b);
  if (exponent === undefined || exponent < -1000n || exponent > 1000n) {
    throw unsupported('$pow of Decimal128 with an exponent other than an integer from -1000 to 1000');
  }
  let power: Numeric = Decimal128.fromString('1');
  for (let i = 0n; i < (exponent < 0n ? -exponent : exponent); i++) power = multiplyNumbers(power, a) as Numeric;
  return exponent < 0n ? divideNumbers(Decimal128.fromString('1'), power) : power;
}

/** An operator on doubles; Decimal128 would need arbitrary precision and is refused. */
function realFunction(
  apply: (x: number) => number,
  valid: (x: number) => boolean,
  code: number,
  demand: string,
): OperatorCompiler {
  return unary((v, op) => {
    const n = numberArg(v, op, 28765);
    if (n === undefined) return null;
    if (n instanceof Decimal128) throw unsupported(`${op} of Decimal128`);
    const x = toDouble(n);
    if (!Number.isNaN(x) && !valid(x)) throw new MongoError(code, `${op}'s argument must be ${demand}, but is ${x}`);
    return apply(x);
  });
}

function log(a: Value | undefined, b: Value | undefined, op: string): Value {
  if (isNullish(a) || isNullish(b)) return null;
  if (!isNumeric(a)) throw new MongoError(28756, `$log's argument must be numeric, not ${kindName(a)}`);
  if (!isNumeric(b)) throw new MongoError(28757, `$log's base must be numeric, not ${kindName(b)}`);
  if (a instanceof Decimal128 || b instanceof Decimal128) throw unsupported(`${op} of Decimal128`);
  const x = toDouble(a);
  const base = toDouble(b);
  if (x <= 0) throw new MongoError(28758, `$log's argument must be a positive number, but is ${x}`);
  if (base <= 0 || base === 1)
    throw new MongoError(28759, `$log's base must be a positive number not equal to 1, but is ${base}`);
  return Math.log(x) / Math.log(base);
}

export const ARITHMETIC: OperatorTable = {
  $add: add,
  $subtract: binary(subtract),
  $multiply: multiply,
  $divide: binary(divide),
  $mod: binary(mod),
  $abs: unary(abs),
  $pow: binary(pow),
  $sqrt: realFunction(Math.sqrt, (x) => x >= 0, 28714, 'greater than or equal to 0'),
  $exp: realFunction(Math.exp, () => true, 0, ''),
  $ln: realFunction(Math.log, (x) => x > 0, 28766, 'a positive number'),
  $log10: realFunction(Math.log10, (x) => x > 0, 28761, 'a positive number'),
  $log: binary(log),
  $rand: () => () => Math.random(),
};
