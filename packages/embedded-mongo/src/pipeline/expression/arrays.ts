import { Int32 } from 'bson';

import { MongoError } from '../../errors.js';
import { compareValues, equalValues } from '../../values/compare.js';
import { ELEMENT_BYTES, spend } from '../../values/effort.js';
import { isNullish, isNumeric, kindName } from '../../values/kinds.js';
import { toExactInteger } from '../../values/numbers.js';
import type { Doc, Value } from '../../values/types.js';
import { int32Arg } from './numeric-arguments.js';
import { binary, listArgs, namedArgs, unary, type OperatorCompiler, type OperatorTable } from './operator.js';
import type { Evaluator } from './scope.js';
import { isTruthy } from '../../values/kinds.js';

/** An array, undefined for null and missing; anything else throws. */
export function arrayArg(v: Value | undefined, message: string, code: number): Value[] | undefined {
  if (Array.isArray(v)) return v;
  if (isNullish(v)) return undefined;
  throw new MongoError(code, `${message}${kindName(v)}`);
}

function elementAt(a: Value | undefined, b: Value | undefined): Value | undefined {
  if (isNullish(a) || isNullish(b)) return null;
  const array = arrayArg(a, "$arrayElemAt's first argument must be an array, but is ", 28689) as Value[];
  if (!isNumeric(b))
    throw new MongoError(28690, `$arrayElemAt's second argument must be a numeric value, but is ${kindName(b)}`);
  const index = toExactInteger(b);
  if (index === undefined)
    throw new MongoError(28691, "$arrayElemAt's second argument must be representable as a 32-bit integer");
  return array.at(Number(index));
}

function edge(index: number): OperatorCompiler {
  return unary((v, op) => {
    const array = arrayArg(v, `${op}'s argument must be an array, but is `, 28689);
    return array === undefined ? null : array.at(index);
  });
}

const concatArrays: OperatorCompiler = (arg, scope, op) => {
  const parts = listArgs(arg, scope, op, 0, Infinity);
  return (root) => {
    const out: Value[] = [];
    for (const part of parts) {
      const array = arrayArg(part(root), '$concatArrays only supports arrays, not ', 28664);
      if (array === undefined) return null;
      spend(array.length * 8);
      for (const v of array) out.push(v);
    }
    return out;
  };
};

function isIn(a: Value | undefined, b: Value | undefined): Value {
  if (!Array.isArray(b))
    throw new MongoError(40081, `$in requires an array as a second argument, found: ${kindName(b)}`);
  return b.some((v) => {
    spend(0);
    return equalValues(a, v);
  });
}

function size(v: Value | undefined): Value {
  if (!Array.isArray(v))
    throw new MongoError(17124, `The argument to $size must be an array, but was of type: ${kindName(v)}`);
  return new Int32(v.length);
}

const slice: OperatorCompiler = (arg, scope, op) => {
  const [array, a, b] = listArgs(arg, scope, op, 2, 3) as [Evaluator, Evaluator, Evaluator?];
  return (root) => {
    const first = array(root);
    const second = a(root);
    const third = b?.(root);
    if (isNullish(first) || isNullish(second) || (b !== undefined && isNullish(third))) return null;
    const values = arrayArg(first, 'First argument to $slice must be an array, but is of type: ', 28724) as Value[];
    const n = int32Arg(second, 'Second argument to $slice', 28726);
    if (b === undefined) return n >= 0 ? values.slice(0, n) : values.slice(n);
    const count = int32Arg(third, 'Third argument to $slice', 28728);
    if (count <= 0) throw new MongoError(28729, `Third argument to $slice must be positive: ${count}`);
    const start = n < 0 ? Math.max(0, values.length + n) : n;
    return values.slice(start, start + count);
  };
};

const range: OperatorCompiler = (arg, scope, op) => {
  const [from, to, by] = listArgs(arg, scope, op, 2, 3) as [Evaluator, Evaluator, Evaluator?];
  return (root) => {
    const start = int32Arg(from(root), "$range's starting value", 34444);
    const end = int32Arg(to(root), "$range's ending value", 34446);
    const step = by === undefined ? 1 : int32Arg(by(root), "$range's step value", 34448);
    if (step === 0) throw new MongoError(34449, '$range requires a non-zero step value');
    const count = Math.max(0, Math.ceil((end - start) / step));
    if (count > 4_000_000) throw new MongoError(146, `$range would create ${count} elements, more than memory allows`);
    spend(count * ELEMENT_BYTES);
    return Array.from({ length: count }, (_, i) => new Int32(start + i * step));
  };
};

function arrayToObject(v: Value | undefined): Value {
  const array = arrayArg(v, '$arrayToObject requires an array input, found: ', 40386);
  if (array === undefined) return null;
  const out: Doc = new Map();
  for (const item of array) {
    const [key, value] = pairOf(item);
    if (typeof key !== 'string')
      throw new MongoError(
        40395,
        `$arrayToObject requires an array of key-value pairs, where the key must be of type string. Found key type: ${kindName(key)}`,
      );
    if (key.includes('\0')) throw new MongoError(4940400, 'Key field cannot contain an embedded null byte');
    out.set(key, value as Value);
  }
  return out;
}

function pairOf(item: Value): readonly [Value | undefined, Value | undefined] {
  if (Array.isArray(item)) {
    if (item.length !== 2)
      throw new MongoError(
        40397,
        `$arrayToObject requires an array of size 2 arrays,found array of size: ${item.length}`,
      );
    return [item[0], item[1]];
  }
  if (!(item instanceof Map))
    throw new MongoError(40398, `Unrecognised input type format for $arrayToObject: ${kindName(item)}`);
  if (item.size !== 2 || !item.has('k') || !item.has('v')) {
    throw new MongoError(40393, "$arrayToObject requires an object with keys 'k' and 'v'.");
  }
  return [item.get('k'), item.get('v')];
}

const zip: OperatorCompiler = (arg, scope, op) => {
  const named = namedArgs(arg, op, ['inputs'], ['useLongestLength', 'defaults']);
  const list = named.get('inputs');
  if (!Array.isArray(list) || list.length === 0) throw new MongoError(34461, 'inputs must be an array of expressions');
  const inputs = list.map((e) => scope.compile(e));
  const longest = isTruthy(named.get('useLongestLength'));
  const given = named.get('defaults');
  if (given !== undefined && (!Array.isArray(given) || given.length !== list.length)) {
    throw new MongoError(34467, 'defaults and inputs must have the same length');
  }
  if (given !== undefined && !longest)
    throw new MongoError(34466, 'cannot specify defaults unless useLongestLength is true');
  const defaults = (given as Value[] | undefined)?.map((e) => scope.compile(e));
  return (root) => {
    const arrays: Value[][] = [];
    for (const input of inputs) {
      const array = arrayArg(input(root), '$zip found a non-array expression in input: ', 34468);
      if (array === undefined) return null;
      arrays.push(array);
    }
    const lengths = arrays.map((a) => a.length);
    const length = longest ? Math.max(...lengths) : Math.min(...lengths);
    spend(length * (ELEMENT_BYTES + 8 * arrays.length));
    return Array.from({ length }, (_, i) =>
      arrays.map((array, k): Value => {
        if (i < array.length) return array[i] as Value;
        const fallback = defaults?.[k]?.(root);
        return fallback === undefined ? null : fallback;
      }),
    );
  };
};

const indexOfArray: OperatorCompiler = (arg, scope, op) => {
  const [array, item, from, to] = listArgs(arg, scope, op, 2, 4) as [Evaluator, Evaluator, Evaluator?, Evaluator?];
  return (root) => {
    const values = arrayArg(array(root), '$indexOfArray requires an array as a first argument, found: ', 40090);
    if (values === undefined) return null;
    const wanted = item(root);
    const at = (e: Evaluator | undefined, otherwise: number): number => {
      const n = e === undefined ? otherwise : int32Arg(e(root), '$indexOfArray index', 40096);
      if (n < 0) throw new MongoError(40097, `$indexOfArray requires a nonnegative index, found: ${n}`);
      return n;
    };
    const end = Math.min(at(to, values.length), values.length);
    for (let i = at(from, 0); i < end; i++) {
      spend(0);
      if (equalValues(values[i], wanted)) return new Int32(i);
    }
    return new Int32(-1);
  };
};

/** `$firstN $lastN $minN $maxN` on an array. */
function several(pick: (array: Value[], n: number) => Value[]): OperatorCompiler {
  return (arg, scope, op) => {
    const named = namedArgs(arg, op, ['n', 'input']);
    const count = scope.compile(named.get('n') as Value);
    const input = scope.compile(named.get('input') as Value);
    return (root) => {
      const n = int32Arg(count(root), `'n' of ${op}`, 5787902);
      if (n <= 0) throw new MongoError(5787908, `'n' must be greater than 0, found ${n}`);
      const v = input(root);
      if (!Array.isArray(v)) throw new MongoError(5788200, `${op}'s input must be an array, found ${kindName(v)}`);
      return pick(v, n);
    };
  };
}

const present = (array: readonly Value[]): Value[] => array.filter((v) => !isNullish(v));

export const ARRAYS: OperatorTable = {
  $arrayElemAt: binary(elementAt),
  $first: edge(0),
  $last: edge(-1),
  $concatArrays: concatArrays,
  $in: binary(isIn),
  $size: unary(size),
  $isArray: unary((v) => Array.isArray(v)),
  $slice: slice,
  $range: range,
  $reverseArray: unary(
    (v) =>
      arrayArg(v, 'The argument to $reverseArray must be an array, but was of type: ', 34435)?.toReversed() ?? null,
  ),
  $arrayToObject: unary(arrayToObject),
  $zip: zip,
  $indexOfArray: indexOfArray,
  $firstN: several((a, n) => a.slice(0, n)),
  $lastN: several((a, n) => a.slice(-n)),
  $minN: several((a, n) => present(a).sort(compareValues).slice(0, n)),
  $maxN: several((a, n) =>
    present(a)
      .sort((x, y) => compareValues(y, x))
      .slice(0, n),
  ),
};
