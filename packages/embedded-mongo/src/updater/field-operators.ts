import { Int32 } from 'bson';

import { MongoError } from '../errors.js';
import { addNumbers, multiplyNumbers } from '../values/arithmetic.js';
import { compareValues, identicalValues } from '../values/compare.js';
import { isNumeric, kindName } from '../values/kinds.js';
import { toExactInteger, type Numeric } from '../values/numbers.js';
import type { Value } from '../values/types.js';
import { describeId, describeValue } from '../values/describe.js';
import { nextTimestamp } from '../values/next-timestamp.js';
import { REMOVED, type LeafOperator, type OperandOptions } from './update.js';

/** The last name of a path, as messages give it. */
export function lastName(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

const keepIfIdentical = (current: Value | undefined, next: Value): Value =>
  current !== undefined && identicalValues(current, next) ? current : next;

/** `$set`. */
export function setOperator(value: Value): LeafOperator {
  return { creates: true, apply: (current) => keepIfIdentical(current, value) };
}

/** `$setOnInsert`: `$set`, only when an upsert inserts. */
export function setOnInsertOperator(value: Value): LeafOperator {
  return { ...setOperator(value), onlyOnInsert: true };
}

/** `$unset`. */
export function unsetOperator(): LeafOperator {
  return { creates: false, ignoresBlockedPath: true, apply: () => REMOVED };
}

/** `$inc` and `$mul`: int32 grows to int64, int64 overflow is an error. */
export function arithmeticOperator(op: '$inc' | '$mul', arg: Value, path: string): LeafOperator {
  if (!isNumeric(arg)) {
    const verb = op === '$inc' ? 'increment' : 'multiply';
    throw new MongoError(14, `Cannot ${verb} with non-numeric argument: {${path}: ${describeValue(arg)}}`);
  }
  return {
    creates: true,
    apply: (current, ctx) => {
      // A missing field counts as zero of the argument's type; $inc then gives the argument itself.
      if (current === undefined) return op === '$inc' ? arg : multiplyNumbers(new Int32(0), arg);
      if (!isNumeric(current)) {
        throw new MongoError(
          14,
          `Cannot apply ${op} to a value of non-numeric type. ${describeId(ctx.doc)} has the field '${lastName(ctx.path)}' of non-numeric type ${kindName(current)}`,
        );
      }
      const result = op === '$inc' ? addNumbers(current, arg) : multiplyNumbers(current, arg);
      if (result === undefined) {
        throw new MongoError(
          2,
          `Failed to apply ${op} operations to current value (${debugNumber(current)}) for document ${describeId(ctx.doc)}`,
        );
      }
      return keepIfIdentical(current, result);
    },
  };
}

/** A number with its type, as messages about overflow give it. */
function debugNumber(v: Numeric): string {
  const type =
    v instanceof Int32 ? 'Int' : typeof v === 'bigint' ? 'Long' : typeof v === 'number' ? 'Double' : 'Decimal';
  return `(Number${type})${v instanceof Int32 ? v.value : v.toString()}`;
}

/** `$min` and `$max` in the order of all types. */
export function extremeOperator(op: '$min' | '$max', arg: Value, { text }: OperandOptions = {}): LeafOperator {
  const sign = op === '$min' ? 1 : -1;
  return {
    creates: true,
    apply: (current) => (current === undefined || sign * compareValues(arg, current, text) < 0 ? arg : current),
  };
}

/** `$currentDate`: a date, or a timestamp when asked. */
export function currentDateOperator(arg: Value): LeafOperator {
  let timestamp = false;
  if (arg instanceof Map) {
    for (const name of arg.keys()) {
      if (name !== '$type') throw new MongoError(2, `Unrecognized $currentDate option: ${name}`);
    }
    const type = arg.get('$type');
    if (type !== 'date' && type !== 'timestamp') {
      throw new MongoError(
        2,
        "The '$type' string field is required to be 'date' or 'timestamp': {$currentDate: {field : {$type: 'date'}}}",
      );
    }
    timestamp = type === 'timestamp';
  } else if (typeof arg !== 'boolean') {
    throw new MongoError(
      2,
      `${kindName(arg)} is not valid type for $currentDate. Please use a boolean ('true') or a $type expression ({$type: 'timestamp/date'}).`,
    );
  }
  return {
    creates: true,
    apply: (_current, { now }) => (timestamp ? nextTimestamp(now.getTime()) : new Date(now.getTime())),
  };
}

/** `$bit`: and, or, xor on int32 and int64. */
export function bitOperator(arg: Value): LeafOperator {
  if (!(arg instanceof Map)) {
    throw new MongoError(
      2,
      `The $bit modifier is not compatible with a ${kindName(arg)}. You must pass in an embedded document: {$bit: {field: {and/or/xor: #}}`,
    );
  }
  if (arg.size === 0) {
    throw new MongoError(
      2,
      'You must pass in at least one bitwise operation. The format is: {$bit: {field: {and/or/xor: #}}',
    );
  }
  const steps = [...arg].map(
    ([name, operand]): { readonly name: 'and' | 'or' | 'xor'; readonly operand: Int32 | bigint } => {
      if (name !== 'and' && name !== 'or' && name !== 'xor') {
        throw new MongoError(
          2,
          `The $bit modifier only supports 'and', 'or', and 'xor', not '${name}' which is an unknown operator: {${name}: ${describeValue(operand)}}`,
        );
      }
      if (!(operand instanceof Int32) && typeof operand !== 'bigint') {
        throw new MongoError(
          2,
          `The $bit modifier field must be an Integer(32/64 bit); a '${kindName(operand)}' is not supported here: {${name}: ${describeValue(operand)}}`,
        );
      }
      return { name, operand };
    },
  );
  return {
    creates: true,
    apply: (current, ctx) => {
      let v: Int32 | bigint = new Int32(0);
      if (current instanceof Int32 || typeof current === 'bigint') v = current;
      else if (current !== undefined) {
        throw new MongoError(
          2,
          `Cannot apply $bit to a value of non-integral type.${describeId(ctx.doc)} has the field ${lastName(ctx.path)} of non-integer type ${kindName(current)}`,
        );
      }
      for (const { name, operand } of steps) v = bitStep(name, v, operand);
      return keepIfIdentical(current, v);
    },
  };
}

function bitStep(name: 'and' | 'or' | 'xor', a: Int32 | bigint, b: Int32 | bigint): Int32 | bigint {
  if (a instanceof Int32 && b instanceof Int32) {
    const n = name === 'and' ? a.value & b.value : name === 'or' ? a.value | b.value : a.value ^ b.value;
    return new Int32(n);
  }
  const x = toExactInteger(a) as bigint;
  const y = toExactInteger(b) as bigint;
  return BigInt.asIntN(64, name === 'and' ? x & y : name === 'or' ? x | y : x ^ y);
}
