import { MongoError } from '../errors.js';
import { compileSort } from '../sorter/index.js';
import { isNumeric, kindName } from '../values/kinds.js';
import { toExactInteger } from '../values/numbers.js';
import type { Doc, Value } from '../values/types.js';
import { lastName, wholeElementOrder } from './array-operators.js';
import { describeId } from '../values/describe.js';
import type { LeafOperator } from './update.js';

const CLAUSES = new Set(['$each', '$position', '$slice', '$sort']);
const NOTHING: Doc = new Map();

interface Push {
  readonly values: readonly Value[];
  readonly position?: number;
  readonly slice?: number;
  readonly order?: (a: Value, b: Value) => number;
}

/** `$push`: appends or inserts, then sorts, then cuts. */
export function pushOperator(arg: Value): LeafOperator {
  const push = parse(arg);
  return {
    creates: true,
    apply: (current, ctx) => {
      if (current !== undefined && !Array.isArray(current)) {
        throw new MongoError(
          2,
          `The field '${lastName(ctx)}' must be an array but is of type ${kindName(current)} in document ${describeId(ctx.doc)}`,
        );
      }
      const out = insert(current ?? [], push);
      if (push.order !== undefined) out.sort(push.order);
      const cut = push.slice === undefined ? out : push.slice >= 0 ? out.slice(0, push.slice) : out.slice(push.slice);
      const same = cut.length === current?.length && cut.every((v, i) => Object.is(v, current[i]));
      return same ? current : cut;
    },
  };
}

function insert(current: readonly Value[], push: Push): Value[] {
  const { position } = push;
  if (position === undefined || position >= current.length) return [...current, ...push.values];
  const at = position < 0 ? Math.max(0, current.length + position) : position;
  return [...current.slice(0, at), ...push.values, ...current.slice(at)];
}

function parse(arg: Value): Push {
  if (!(arg instanceof Map) || !arg.has('$each')) {
    if (arg instanceof Map) {
      for (const name of arg.keys()) {
        if (CLAUSES.has(name))
          throw new MongoError(52, `The dollar ($) prefixed field '${name}' in '${name}' is not allowed for storage.`);
      }
    }
    return { values: [arg] };
  }
  for (const name of arg.keys()) {
    if (!CLAUSES.has(name)) throw new MongoError(2, `Unrecognized clause in $push: ${name}`);
  }
  const each = arg.get('$each');
  if (!Array.isArray(each)) {
    throw new MongoError(2, `The argument to $each in $push must be an array but it was of type: ${kindName(each)}`);
  }
  const position = integer(arg, '$position');
  const slice = integer(arg, '$slice');
  const sort = arg.get('$sort');
  return {
    values: each,
    ...(position === undefined ? {} : { position }),
    ...(slice === undefined ? {} : { slice }),
    ...(sort === undefined ? {} : { order: elementOrder(sort) }),
  };
}

function integer(arg: Doc, clause: string): number | undefined {
  const v = arg.get(clause);
  if (v === undefined) return undefined;
  const n = isNumeric(v) ? toExactInteger(v) : undefined;
  if (n === undefined)
    throw new MongoError(2, `The value for ${clause} must be an integer value but was given type: ${kindName(v)}`);
  return Number(n);
}

function elementOrder(sort: Value): (a: Value, b: Value) => number {
  if (sort instanceof Map) {
    const { compare } = compileSort(sort);
    const docOf = (v: Value): Doc => (v instanceof Map ? v : NOTHING);
    return (a, b) => compare(docOf(a), docOf(b));
  }
  const direction = isNumeric(sort) ? toExactInteger(sort) : undefined;
  if (direction !== 1n && direction !== -1n) throw new MongoError(2, 'The $sort element value must be either 1 or -1');
  return wholeElementOrder(direction === 1n ? 1 : -1);
}
