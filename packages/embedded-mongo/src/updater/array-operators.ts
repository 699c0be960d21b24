import { MongoError } from '../errors.js';
import type { CompareText } from '../values/compare-strings.js';
import { canonicalKey, compareValues } from '../values/compare.js';
import { isNumeric, kindName } from '../values/kinds.js';
import { toDouble } from '../values/numbers.js';
import type { Value } from '../values/types.js';
import { describeValue } from '../values/describe.js';
import { pullCondition } from './pull-condition.js';
import { lastName } from './field-operators.js';
import type { LeafOperator, OperandOptions } from './update.js';

/** `$addToSet`, with or without `$each`. */
export function addToSetOperator(arg: Value, { text }: OperandOptions = {}): LeafOperator {
  const each = arg instanceof Map && arg.keys().next().value === '$each' ? arg.get('$each') : undefined;
  if (each !== undefined && !Array.isArray(each)) {
    throw new MongoError(
      14,
      `The argument to $each in $addToSet must be an array but it was of type ${kindName(each)}`,
    );
  }
  if (each !== undefined && (arg as ReadonlyMap<string, Value>).size > 1) {
    throw new MongoError(2, `Found unexpected fields after $each in $addToSet: ${describeValue(arg)}`);
  }
  const values = each ?? [arg];
  return {
    creates: true,
    apply: (current, ctx) => {
      if (current !== undefined && !Array.isArray(current)) {
        throw new MongoError(
          2,
          `Cannot apply $addToSet to non-array field. Field named '${lastName(ctx.path)}' has non-array type ${kindName(current)}`,
        );
      }
      const added = text === undefined ? newOnes(current ?? [], values) : newOnesBy(text, current ?? [], values);
      return current !== undefined && added.length === 0 ? current : [...(current ?? []), ...added];
    },
  };
}

function newOnes(current: readonly Value[], values: readonly Value[]): Value[] {
  const known = new Set(current.map(canonicalKey));
  return values.filter((v) => {
    const key = canonicalKey(v);
    if (known.has(key)) return false;
    known.add(key);
    return true;
  });
}

function newOnesBy(text: CompareText, current: readonly Value[], values: readonly Value[]): Value[] {
  const out: Value[] = [];
  const isEqualTo = (v: Value) => (other: Value) => compareValues(v, other, text) === 0;
  for (const v of values) if (!current.some(isEqualTo(v)) && !out.some(isEqualTo(v))) out.push(v);
  return out;
}

/** `$pop`: -1 takes the first element, 1 the last. */
export function popOperator(arg: Value, path: string): LeafOperator {
  const end = isNumeric(arg) ? toDouble(arg) : undefined;
  if (end === undefined) throw new MongoError(9, `Expected a number in: ${path}: ${describeValue(arg)}`);
  if (end !== 1 && end !== -1) throw new MongoError(9, `$pop expects 1 or -1, found: ${describeValue(arg)}`);
  return {
    creates: false,
    apply: (current, ctx) => {
      if (current === undefined) return undefined;
      if (!Array.isArray(current)) {
        throw new MongoError(14, `Path '${ctx.path}' contains an element of non-array type '${kindName(current)}'`);
      }
      if (current.length === 0) return current;
      return end === 1 ? current.slice(0, -1) : current.slice(1);
    },
  };
}

/** `$pull`: removes the elements that meet a condition. */
export function pullOperator(arg: Value, options: OperandOptions = {}): LeafOperator {
  return removing(pullCondition(arg, options));
}

/** `$pullAll`: removes every element equal to one of the values. */
export function pullAllOperator(arg: Value, { text }: OperandOptions = {}): LeafOperator {
  if (!Array.isArray(arg))
    throw new MongoError(2, `$pullAll requires an array argument but was given a ${kindName(arg)}`);
  if (text !== undefined) return removing((v) => arg.some((unwanted) => compareValues(v, unwanted, text) === 0));
  const unwanted = new Set(arg.map(canonicalKey));
  return removing((v) => unwanted.has(canonicalKey(v)));
}

function removing(unwanted: (v: Value) => boolean): LeafOperator {
  return {
    creates: false,
    apply: (current) => {
      if (current === undefined) return undefined;
      if (!Array.isArray(current)) throw new MongoError(2, 'Cannot apply $pull to a non-array value');
      const kept = current.filter((v) => !unwanted(v));
      return kept.length === current.length ? current : kept;
    },
  };
}
