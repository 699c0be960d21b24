import { MongoError, unsupported } from '../errors.js';
import { compileSort, type Sort, type SortKey } from '../sorter/index.js';
import { compareValues } from '../values/compare.js';
import { isNullish, isNumeric, kindName } from '../values/kinds.js';
import { toExactInteger } from '../values/numbers.js';
import type { Doc, Value } from '../values/types.js';
import { ACCUMULATORS, Percentiles, type Accumulator } from './accumulators.js';
import { percentileSpec } from './expression/percentile.js';
import type { Evaluator, Scope } from './expression/scope.js';
import { approximateSize } from './memory.js';

/** An accumulator that reads documents. Its `add` returns how many bytes more (or less) it keeps. */
export interface DocAccumulator {
  add(doc: Doc): number;
  result(): Value | undefined;
}

/** Makes the accumulator of one group; what is constant in a group may be computed from its key. */
export type AccumulatorFactory = (groupKey?: Value) => DocAccumulator;

/** Compiles `{$op: argument}` into a factory of accumulators. */
export function compileAccumulator(field: string, spec: Value, scope: Scope, unknownCode = 15952): AccumulatorFactory {
  if (!(spec instanceof Map) || spec.size === 0)
    throw new MongoError(40234, `The field '${field}' must be an accumulator object`);
  if (spec.size !== 1) throw new MongoError(40238, `The field '${field}' must specify one accumulator`);
  const [op, arg] = [...spec][0] as [string, Value];
  if (!op.startsWith('$')) throw new MongoError(40234, `The field '${field}' must be an accumulator object`);
  const create = ACCUMULATORS.get(op);
  if (create !== undefined) return plainAccumulator(op, arg, create, scope);
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
    case '$median':
    case '$percentile': {
      const { input, shares } = percentileSpec(op, arg, scope);
      return () => plain(new Percentiles(shares, op === '$median'), input);
    }
    case '$accumulator':
      throw unsupported('The accumulator $accumulator (JavaScript on the server)');
    default:
      throw new MongoError(unknownCode, `unknown group operator '${op}'`);
  }
}

function plainAccumulator(op: string, arg: Value, create: () => Accumulator, scope: Scope): AccumulatorFactory {
  if (op === '$count') {
    if (!(arg instanceof Map && arg.size === 0)) throw new MongoError(14, '$count takes no arguments, i.e. $count:{}');
    return () => plain(create(), () => null);
  }
  if (Array.isArray(arg)) throw new MongoError(40237, `The ${op} accumulator is a unary operator`);
  const evaluate = scope.compile(arg);
  return () => plain(create(), evaluate);
}

function plain(state: Accumulator, evaluate: Evaluator): DocAccumulator {
  return { add: (doc) => state.add(evaluate(doc)), result: () => state.result() };
}

/** Fields of an accumulator's specification, with the codes that its family has for mistakes. */
function fieldsOf(
  op: string,
  arg: Value,
  names: readonly string[],
  codes: AccumulatorCodes,
): ReadonlyMap<string, Value> {
  if (!(arg instanceof Map))
    throw new MongoError(codes.notObject, `specification must be an object; found ${op}: ${kindName(arg)}`);
  for (const name of arg.keys())
    if (!names.includes(name)) throw new MongoError(codes.unknown, `Unknown argument for '${op}' operator: ${name}`);
  for (const name of names)
    if (!arg.has(name)) throw new MongoError(codes.missing[name] ?? 9, `Missing value for '${name}'`);
  return arg;
}

interface AccumulatorCodes {
  readonly notObject: number;
  readonly unknown: number;
  readonly missing: Readonly<Record<string, number>>;
}

const N_CODES: AccumulatorCodes = { notObject: 5787900, unknown: 5787901, missing: { n: 5787906, input: 5787907 } };
const TOP_CODES: AccumulatorCodes = {
  notObject: 5788001,
  unknown: 5788002,
  missing: { n: 5788003, output: 5788004, sortBy: 5788005 },
};

/** `n` sees no document but the group's key. */
function countOf(expr: Value, scope: Scope): (groupKey: Value | undefined) => number {
  const evaluate = scope.overOtherDocuments().compile(expr);
  return (key) => {
    const v = evaluate(key instanceof Map ? key : new Map<string, Value>());
    const n = isNumeric(v) ? toExactInteger(v) : undefined;
    if (n === undefined)
      throw new MongoError(5787902, `Value for 'n' must be of integral type, but found ${kindName(v)}`);
    if (n <= 0n) throw new MongoError(5787908, `'n' must be greater than 0, found ${n}`);
    return Number(n);
  };
}

function severalInput(op: string, arg: Value, scope: Scope): AccumulatorFactory {
  const named = fieldsOf(op, arg, ['n', 'input'], N_CODES);
  const input = scope.compile(named.get('input') as Value);
  const count = countOf(named.get('n') as Value, scope);
  return (groupKey) => {
    const n = count(groupKey);
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
        if (values.length >= 2 * n + 16) trim();
        return values.length <= n + 16 ? 8 + approximateSize(v) : 0;
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

function extremes(op: string, arg: Value, scope: Scope): AccumulatorFactory {
  const many = op.endsWith('N');
  const named = fieldsOf(op, arg, many ? ['n', 'sortBy', 'output'] : ['sortBy', 'output'], TOP_CODES);
  const by = named.get('sortBy');
  if (!(by instanceof Map)) throw new MongoError(10065, 'invalid parameter: expected an object (sortBy)');
  const sort: Sort = compileSort(by);
  for (const field of sort.fields) scope.dependencies.fields.add(field);
  const output = scope.compile(named.get('output') as Value);
  const count = many ? countOf(named.get('n') as Value, scope) : () => 1;
  const top = op.startsWith('$top');
  return (groupKey) => {
    const n = count(groupKey);
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
        return kept.length <= n + 16 ? 120 + approximateSize(v) : 0;
      },
      result: () => {
        trim();
        const values = kept.map((r) => r.value);
        return many ? values : values[0];
      },
    };
  };
}
