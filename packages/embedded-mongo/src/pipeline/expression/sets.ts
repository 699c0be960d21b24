import { MongoError } from '../../errors.js';
import { canonicalKey } from '../../values/compare.js';
import { spend } from '../../values/effort.js';
import { isNullish, isTruthy, kindName } from '../../values/kinds.js';
import type { Value } from '../../values/types.js';
import { binary, listArgs, type OperatorCompiler, type OperatorTable } from './operator.js';

type SetMap = Map<string, Value>;

/** What an element of a set takes besides its value: its key and its place. */
const SET_ENTRY_BYTES = 80;

function asSet(v: Value | undefined, op: string, code: number): SetMap {
  if (!Array.isArray(v))
    throw new MongoError(code, `All operands of ${op} must be arrays. One argument is of type: ${kindName(v)}`);
  const out: SetMap = new Map();
  for (const item of v) {
    spend(SET_ENTRY_BYTES);
    const key = canonicalKey(item);
    if (!out.has(key)) out.set(key, item);
  }
  return out;
}

function combining(
  code: number,
  combine: (sets: SetMap[]) => Value,
  nullable: boolean,
  least: number,
): OperatorCompiler {
  return (arg, scope, op) => {
    const parts = listArgs(arg, scope, op, least, Infinity);
    return (root) => {
      const sets: SetMap[] = [];
      for (const part of parts) {
        const v = part(root);
        if (nullable && isNullish(v)) return null;
        sets.push(asSet(v, op, code));
      }
      return combine(sets);
    };
  };
}

function difference(a: Value | undefined, b: Value | undefined, op: string): Value {
  if (isNullish(a) || isNullish(b)) return null;
  const [left, right] = [asSet(a, op, 17048), asSet(b, op, 17049)];
  return [...left].filter(([key]) => !right.has(key)).map(([, v]) => v);
}

function isSubset(a: Value | undefined, b: Value | undefined, op: string): Value {
  const [left, right] = [asSet(a, op, 17046), asSet(b, op, 17042)];
  return [...left.keys()].every((key) => right.has(key));
}

function elementsTrue(all: boolean): OperatorCompiler {
  return (arg, scope, op) => {
    const [part] = listArgs(arg, scope, op, 1);
    return (root) => {
      const v = part?.(root);
      if (!Array.isArray(v))
        throw new MongoError(all ? 17040 : 17041, `${op}'s argument must be an array, but is ${kindName(v)}`);
      return all ? v.every(isTruthy) : v.some(isTruthy);
    };
  };
}

const union = (sets: SetMap[]): Value => {
  const out: SetMap = new Map();
  for (const set of sets) for (const [key, v] of set) if (!out.has(key)) out.set(key, v);
  return [...out.values()];
};

const intersection = ([first, ...others]: SetMap[]): Value =>
  first === undefined ? [] : [...first].filter(([key]) => others.every((set) => set.has(key))).map(([, v]) => v);

const equal = ([first, ...others]: SetMap[]): Value =>
  others.every((set) => set.size === first?.size && [...set.keys()].every((key) => first.has(key)));

export const SETS: OperatorTable = {
  $setUnion: combining(17043, union, true, 0),
  $setIntersection: combining(17047, intersection, true, 0),
  $setEquals: combining(17044, equal, false, 2),
  $setDifference: binary(difference),
  $setIsSubset: binary(isSubset),
  $allElementsTrue: elementsTrue(true),
  $anyElementTrue: elementsTrue(false),
};
