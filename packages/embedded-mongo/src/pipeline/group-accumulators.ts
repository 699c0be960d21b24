import { MongoError } from '../errors.js';
import { compileSort, type Sort, type SortKey } from '../sorter/index.js';
import { compareValues } from '../values/compare.js';
import { isNullish, isNumeric, kindName } from '../values/kinds.js';
import { toExactInteger } from '../values/numbers.js';
import type { Doc, Value } from '../values/types.js';
import { ACCUMULATORS, type Accumulator } from './accumulators.js';
import { namedArgs } from './expression/operator.js';
import type { Evaluator, Scope } from './expression/scope.js';
import { approximateSize } from './memory.js';

/** An accumulator that reads documents. Its `add` returns the bytes it keeps of one. */
export interface DocAccumulator {
  add(doc: Doc): number;
  result(): Value | undefined;
}

/** Compiles `{$op: argument}` into a factory of accumulators. */
export function compileAccumulator(
  field: string,
  spec: Value,
  scope: Scope,
  unknownCode = 15952,
): () => DocAccumulator {
  if (!(spec instanceof Map) || spec.size !== 1)
    throw new MongoError(40234, `The field '${field}' must be an accumulator object`);
  const [op, arg] = [...spec][0] as [string, Value];
  const create = ACCUMULATORS.get(op);
  if (create !== undefined) {
    if (op === '$count' && !(arg instanceof Map && arg.size === 0))
      throw new MongoError(14, '$count takes no arguments, i.e. $count:{}');
    if (Array.isArray(arg) && op !== '$push' && op !== '$addToSet') {
      if (arg.length !== 1) throw new MongoError(40237, `The ${op} accumulator is a unary operator`);
    }
    const evaluate =
      op === '$count'
        ? () => null
        : scope.compile(
            Array.isArray(arg) && arg.length === 1 && op !== '$push' && op !== '$addToSet' ? (arg[0] as Value) : arg,
          );
    return () => plain(create(), evaluate);
  }
  switch (op) {
    case '$firstN':
    case '$lastN':
    case '$minN':
    case '$maxN':
      return severalInput(op, arg, scope);
    case '$top':
    case '$bottom':
    case '$topN':
    case '$bottomN':
      return extremes(op, arg, scope);
    default:
      throw new MongoError(unknownCode, `unknown group operator '${op}'`);
  }
}

function plain(state: Accumulator, evaluate: Evaluator): DocAccumulator {
  return {
    add: (doc) => {
      const v = evaluate(doc);
      state.add(v);
      return state.keeps ? approximateSize(v) : 0;
    },
    result: () => state.result(),
  };
}

function countOf(evaluate: Evaluator, op: string): number {
  const v = evaluate(new Map());
  const n = isNumeric(v) ? toExactInteger(v) : undefined;
  if (n === undefined || n <= 0n)
    throw new MongoError(5787908, `'n' of ${op} must be a positive integer, found ${kindName(v)}`);
  return Number(n);
}

function severalInput(op: string, arg: Value, scope: Scope): () => DocAccumulator {
  const named = namedArgs(arg, op, ['n', 'input']);
  const input = scope.compile(named.get('input') as Value);
  const n = countOf(scope.compile(named.get('n') as Value), op);
  return () => {
    let values: Value[] = [];
    const trim = (): void => {
      if (op === '$minN') values = values.sort(compareValues).slice(0, n);
      else if (op === '$maxN') values = values.sort((a, b) => compareValues(b, a)).slice(0, n);
      else if (op === '$lastN') values = values.slice(-n);
    };
    return {
      add: (doc) => {
        const v = input(doc);
        if ((op === '$minN' || op === '$maxN') && isNullish(v)) return 0;
        if (op === '$firstN' && values.length >= n) return 0;
        values.push(v === undefined ? null : v);
        if (values.length >= 2 * n) trim();
        return values.length <= n ? approximateSize(v) : 0;
      },
      result: () => {
        trim();
        return values.slice();
      },
    };
  };
}

interface Ranked {
  readonly key: SortKey;
  readonly value: Value;
}

function extremes(op: string, arg: Value, scope: Scope): () => DocAccumulator {
  const many = op.endsWith('N');
  const named = namedArgs(arg, op, many ? ['n', 'sortBy', 'output'] : ['sortBy', 'output']);
  const by = named.get('sortBy');
  if (!(by instanceof Map)) throw new MongoError(5788003, `${op} requires 'sortBy' to be an object`);
  const sort: Sort = compileSort(by);
  for (const field of sort.fields) scope.dependencies.fields.add(field);
  const output = scope.compile(named.get('output') as Value);
  const n = many ? countOf(scope.compile(named.get('n') as Value), op) : 1;
  const top = op.startsWith('$top');
  return () => {
    let kept: Ranked[] = [];
    const trim = (): void => {
      kept.sort((a, b) => sort.compareKeys(a.key, b.key));
      kept = top ? kept.slice(0, n) : kept.slice(-n);
    };
    return {
      add: (doc) => {
        const v = output(doc);
        kept.push({ key: sort.sortKey(doc), value: v === undefined ? null : v });
        if (kept.length >= 2 * n + 16) trim();
        return kept.length <= n ? approximateSize(v) : 0;
      },
      result: () => {
        trim();
        const values = kept.map((r) => r.value);
        return many ? values : values[0];
      },
    };
  };
}
