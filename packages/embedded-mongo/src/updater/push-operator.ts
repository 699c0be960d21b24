import { MongoError } from '../errors.js';
import { compileSort } from '../sorter/index.js';
import { isNumeric, kindName } from '../values/kinds.js';
import { toExactInteger } from '../values/numbers.js';
import type { Doc, Value } from '../values/types.js';
import { compareValues } from '../values/compare.js';
import { describeId } from '../values/describe.js';
import type { LeafOperator, OperandOptions } from './update.js';

const CLAUSES = new Set(['$each', '$position', '$slice', '$sort']);
const NOTHING: Doc = new Map();

interface Push {
  readonly values: readonly Value[];
  readonly position?: number;
  readonly slice?: number;
  readonly order?: (a: Value, b: Value) => number;
}

/** `$push`: appends or inserts, then sorts, then cuts. */
export function pushOperator(arg: Value, options: OperandOptions = {}): LeafOperator {
  const push = parse(arg, options);
  return {
    creates: true,
    apply: (current, ctx) => {
      if (current !== undefined && !Array.isArray(current)) {
        throw new MongoError(
          2,
          `The field '${ctx.path}' must be an array but is of type ${kindName(current)} in document ${describeId(ctx.doc)}`,
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

function parse(arg: Value, options: OperandOptions): Push {
  // Without $each the other clauses are nothing but fields of a value.
  if (!(arg instanceof Map) || !arg.has('$each')) return { values: [arg] };
  for (const name of arg.keys()) {
    if (!CLAUSES.has(name)) throw new MongoError(2, `Unrecognized clause in $push: ${name}`);
  }
  const each = arg.get('$each');
  if (!Array.isArray(each)) {
    throw new MongoError(2, `The argument to $each in $push must be an array but it was of type: ${kindName(each)}`);
  }
  const slice = integer(arg, '$slice', 'but was given type');
  const sort = arg.get('$sort');
  const order = sort === undefined ? undefined : elementOrder(sort, options);
  const position = integer(arg, '$position', 'not of type');
  return {
    values: each,
    ...(position === undefined ? {} : { position }),
    ...(slice === undefined ? {} : { slice }),
    ...(order === undefined ? {} : { order }),
  };
}

function integer(arg: Doc, clause: string, complaint: string): number | undefined {
  const v = arg.get(clause);
  if (v === undefined) return undefined;
  const n = isNumeric(v) ? toExactInteger(v) : undefined;
  if (n === undefined)
    throw new MongoError(
      2,
      `The value for ${clause} must be an integer value${complaint.startsWith('not') ? ',' : ''} ${complaint}: ${kindName(v)}`,
    );
  return Number(n);
}

function elementOrder(sort: Value, { collation, text }: OperandOptions): (a: Value, b: Value) => number {
  if (sort instanceof Map) {
    assertSortFields(sort);
    const { compare } = compileSort(sort, collation === undefined ? {} : { collation });
    const docOf = (v: Value): Doc => (v instanceof Map ? v : NOTHING);
    return (a, b) => compare(docOf(a), docOf(b));
  }
  if (!isNumeric(sort)) {
    throw new MongoError(
      2,
      'The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields',
    );
  }
  const direction = directionOf(sort);
  return (a, b) => direction * compareValues(a, b, text);
}

function assertSortFields(sort: Doc): void {
  if (sort.size === 0) throw new MongoError(2, 'The $sort pattern is empty when it should be a set of fields.');
  for (const [path, value] of sort) {
    directionOf(value);
    if (path === '') throw new MongoError(2, 'The $sort field cannot be empty');
    if (path.split('.').includes(''))
      throw new MongoError(2, `The $sort field is a dotted field but has an empty part: ${path}`);
  }
}

function directionOf(v: Value): 1 | -1 {
  const direction = isNumeric(v) ? toExactInteger(v) : undefined;
  if (direction !== 1n && direction !== -1n) throw new MongoError(2, 'The $sort element value must be either 1 or -1');
  return direction === 1n ? 1 : -1;
}
