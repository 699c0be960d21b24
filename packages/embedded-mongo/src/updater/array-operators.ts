import { MongoError } from '../errors.js';
import { canonicalKey, compareValues, equalValues } from '../values/compare.js';
import { isNumeric, kindName } from '../values/kinds.js';
import { toDouble } from '../values/numbers.js';
import type { Value } from '../values/types.js';
import { describeValue } from '../values/describe.js';
import { pullCondition } from './pull-condition.js';
import type { LeafContext, LeafOperator } from './update.js';

/** `$addToSet`, with or without `$each`. */
export function addToSetOperator(arg: Value): LeafOperator {
  const each = arg instanceof Map && arg.keys().next().value === '$each' ? arg.get('$each') : undefined;
  if (each !== undefined && !Array.isArray(each)) {
    throw new MongoError(
      14,
      `The argument to $each in $addToSet must be an array but it was of type ${kindName(each)}`,
    );
  }
  if (each !== undefined && (arg as ReadonlyMap<string, Value>).size > 1) {
    throw new MongoError(2, 'Found unexpected fields after $each in $addToSet');
  }
  const values = each ?? [arg];
  return {
    creates: true,
    apply: (current, ctx) => {
      if (current !== undefined && !Array.isArray(current)) {
        throw new MongoError(
          2,
          `Cannot apply $addToSet to non-array field. Field named '${lastName(ctx)}' has non-array type ${kindName(current)}`,
        );
      }
      const known = new Set((current ?? []).map(canonicalKey));
      const added: Value[] = [];
      for (const v of values) {
        const key = canonicalKey(v);
        if (known.has(key)) continue;
        known.add(key);
        added.push(v);
      }
      return current !== undefined && added.length === 0 ? current : [...(current ?? []), ...added];
    },
  };
}

/** `$pop`: -1 takes the first element, 1 the last. */
export function popOperator(arg: Value): LeafOperator {
  const end = isNumeric(arg) ? toDouble(arg) : undefined;
  if (end === undefined) throw new MongoError(9, `Expected a number in: ${describeValue(arg)}`);
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
export function pullOperator(arg: Value): LeafOperator {
  return removing('$pull', pullCondition(arg));
}

/** `$pullAll`: removes every element equal to one of the values. */
export function pullAllOperator(arg: Value): LeafOperator {
  if (!Array.isArray(arg))
    throw new MongoError(2, `$pullAll requires an array argument but was given a ${kindName(arg)}`);
  return removing('$pullAll', (v) => arg.some((unwanted) => equalValues(v, unwanted)));
}

function removing(op: string, unwanted: (v: Value) => boolean): LeafOperator {
  return {
    creates: false,
    apply: (current) => {
      if (current === undefined) return undefined;
      if (!Array.isArray(current)) throw new MongoError(2, `Cannot apply ${op} to a non-array value`);
      const kept = current.filter((v) => !unwanted(v));
      return kept.length === current.length ? current : kept;
    },
  };
}

/** The last name of the path, as messages give it. */
export function lastName(ctx: LeafContext): string {
  return ctx.path.slice(ctx.path.lastIndexOf('.') + 1);
}

/** A comparison for `$sort: 1` and `$sort: -1` of whole elements. */
export function wholeElementOrder(direction: 1 | -1): (a: Value, b: Value) => number {
  return (a, b) => direction * compareValues(a, b);
}
