import { Int32 } from 'bson';

import { MongoError, unsupported } from '../../errors.js';
import { PAUSE, type Flow, type Pause } from '../../flow/pause.js';
import { compileSort, type Sort, type SortKey } from '../../sorter/index.js';
import { canonicalKey, compareValues } from '../../values/compare.js';
import { isNumeric } from '../../values/kinds.js';
import { toExactInteger } from '../../values/numbers.js';
import type { Doc, Value } from '../../values/types.js';
import { parsePath } from '../expression/field-path.js';
import { compileAccumulator } from '../group-accumulators.js';
import { approximateSize } from '../memory.js';
import { withPath } from './paths.js';
import type { StageCompiler, StageContext } from './stage.js';

/** The documents of one partition in order, with their sort keys. */
interface Partition {
  readonly id: Value;
  readonly docs: Doc[];
  keys: SortKey[];
}

/** Computes one output field for every document of a partition. */
type WindowFunction = (partition: Partition, sort: Sort | undefined) => (Value | undefined)[];

const RANKS = new Set(['$rank', '$denseRank', '$documentNumber']);
const REFUSED = new Set([
  '$derivative',
  '$integral',
  '$expMovingAvg',
  '$covariancePop',
  '$covarianceSamp',
  '$linearFill',
  '$locf',
  '$minMaxScaler',
]);

/** `$setWindowFields` with document windows and ranks. */
export const setWindowFields: StageCompiler = (spec, ctx) => {
  if (!(spec instanceof Map)) throw new MongoError(9, 'the $setWindowFields stage specification must be an object');
  for (const name of spec.keys()) {
    if (!['partitionBy', 'sortBy', 'output'].includes(name))
      throw new MongoError(40415, `BSON field '$setWindowFields.${name}' is an unknown field.`);
  }
  const { scope } = ctx;
  const output = spec.get('output');
  if (!(output instanceof Map))
    throw new MongoError(40414, "BSON field '$setWindowFields.output' is missing but a required field");
  const by = spec.get('partitionBy');
  const partitionOf = by === undefined ? () => null : scope.compile(by);
  const sortSpec = spec.get('sortBy');
  if (sortSpec !== undefined && !(sortSpec instanceof Map)) throw new MongoError(14, 'sortBy must be an object');
  const sort = sortSpec === undefined ? undefined : compileSort(sortSpec);
  for (const field of sort?.fields ?? []) scope.dependencies.fields.add(field);
  const outputs = [...output].map(([name, f]) => ({
    path: parsePath(name),
    compute: windowFunction(name, f, sort, ctx),
  }));
  return {
    resets: false,
    *run(input) {
      for (const partition of yield* partitions(input, partitionOf, sort, ctx)) {
        if (ctx.env.pacer.due()) yield PAUSE;
        const columns = outputs.map(({ compute }) => compute(partition, sort));
        for (let i = 0; i < partition.docs.length; i++) {
          let doc = partition.docs[i] as Doc;
          outputs.forEach(({ path }, k) => {
            const v = columns[k]?.[i];
            doc = withPath(doc, path, v === undefined ? null : v);
          });
          yield doc;
        }
      }
    },
  };
};

function* partitions(
  input: Flow<Doc>,
  partitionOf: (doc: Doc) => Value | undefined,
  sort: Sort | undefined,
  ctx: StageContext,
): Generator<Pause, Partition[], void> {
  const meter = ctx.env.memory.meter('$setWindowFields');
  const found = new Map<string, Partition>();
  for (const doc of input) {
    if (doc === PAUSE) {
      yield PAUSE;
      continue;
    }
    meter.add(approximateSize(doc));
    const v = partitionOf(doc);
    if (Array.isArray(v))
      throw new MongoError(14, 'An expression used to partition cannot evaluate to value of type array');
    const id = v === undefined ? null : v;
    const key = canonicalKey(id);
    const partition = found.get(key);
    if (partition === undefined) found.set(key, { id, docs: [doc], keys: [] });
    else partition.docs.push(doc);
  }
  const out = [...found.values()].sort((a, b) => compareValues(a.id, b.id));
  if (sort === undefined) return out;
  return out.map(({ id, docs }) => {
    const entries = docs.map((doc) => ({ doc, key: sort.sortKey(doc) })).sort((a, b) => sort.compareKeys(a.key, b.key));
    return { id, docs: entries.map((e) => e.doc), keys: entries.map((e) => e.key) };
  });
}

function windowFunction(name: string, spec: Value, sort: Sort | undefined, ctx: StageContext): WindowFunction {
  if (!(spec instanceof Map)) throw new MongoError(9, `The field '${name}' must be an object`);
  const operators = [...spec.keys()].filter((key) => key !== 'window');
  const [op] = operators;
  if (operators.length !== 1 || op === undefined)
    throw new MongoError(9, `The field '${name}' must hold exactly one window function`);
  if (REFUSED.has(op)) throw unsupported(`The window function ${op}`);
  const arg = spec.get(op) as Value;
  if (RANKS.has(op) || op === '$shift') {
    if (sort === undefined) throw new MongoError(5371602, `${op} must be specified with a top level sortBy expression`);
    if (spec.has('window')) throw new MongoError(5371601, `Rank style window functions take no other arguments: ${op}`);
    return op === '$shift' ? shift(arg, ctx) : rank(op, arg);
  }
  const bounds = windowBounds(spec.get('window'), sort);
  const create = compileAccumulator(name, new Map([[op, arg]]), ctx.scope, 9);
  return ({ docs }) => {
    const last = docs.length - 1;
    if (bounds.low === -Infinity) return growing(docs, bounds.high, create);
    return docs.map((_doc, i) => {
      const state = create();
      const from = Math.max(0, i + bounds.low);
      const to = Math.min(last, i + bounds.high);
      for (let k = from; k <= to; k++) state.add(docs[k] as Doc);
      return state.result();
    });
  };
}

/** Windows that start with the partition only grow, so one state serves all. */
function growing(
  docs: readonly Doc[],
  high: number,
  create: () => { add(doc: Doc): number; result(): Value | undefined },
): (Value | undefined)[] {
  const state = create();
  let next = 0;
  let result = state.result();
  return docs.map((_doc, i) => {
    const to = Math.min(docs.length - 1, i + high);
    const before = next;
    for (; next <= to; next++) state.add(docs[next] as Doc);
    if (next !== before) result = state.result();
    return result;
  });
}

function windowBounds(window: Value | undefined, sort: Sort | undefined): { low: number; high: number } {
  if (window === undefined) return { low: -Infinity, high: Infinity };
  if (!(window instanceof Map)) throw new MongoError(9, "'window' field must be an object");
  if (window.has('range') || window.has('unit')) throw unsupported('A range window of $setWindowFields');
  const documents = window.get('documents');
  if (documents === undefined && window.size === 0) return { low: -Infinity, high: Infinity };
  if (!Array.isArray(documents) || documents.length !== 2 || window.size !== 1) {
    throw new MongoError(9, 'Window bounds must be a 2-element array');
  }
  const bound = (v: Value | undefined, unbounded: number): number => {
    if (v === 'unbounded') return unbounded;
    if (v === 'current') return 0;
    const n = isNumeric(v) ? toExactInteger(v) : undefined;
    if (n === undefined)
      throw new MongoError(9, "Numeric document-based bounds must be an integer, 'unbounded' or 'current'");
    return Number(n);
  };
  const low = bound(documents[0], -Infinity);
  const high = bound(documents[1], Infinity);
  if (low > high) throw new MongoError(5339900, `Lower bound must not exceed upper bound: [${low}, ${high}]`);
  if (sort === undefined && (Number.isFinite(low) || Number.isFinite(high))) {
    throw new MongoError(5339901, 'Document-based bounds require a sortBy');
  }
  return { low, high };
}

function rank(op: string, arg: Value): WindowFunction {
  if (!(arg instanceof Map) || arg.size > 0)
    throw new MongoError(5371603, `(None) ${op} must be specified with '{}' as the value`);
  return ({ docs, keys }, sort) => {
    let place = 0;
    let dense = 0;
    return docs.map((_doc, i) => {
      const before = keys[i - 1];
      const tied = before !== undefined && sort?.compareKeys(before, keys[i] as SortKey) === 0;
      if (!tied) {
        place = i + 1;
        dense += 1;
      }
      return BigInt(op === '$documentNumber' ? i + 1 : op === '$rank' ? place : dense);
    });
  };
}

function shift(arg: Value, ctx: StageContext): WindowFunction {
  if (!(arg instanceof Map) || !arg.has('output') || !arg.has('by'))
    throw new MongoError(9, "$shift requires 'output' and 'by'");
  const by = arg.get('by');
  const distance = by instanceof Int32 ? by.value : isNumeric(by) ? Number(toExactInteger(by) ?? NaN) : NaN;
  if (!Number.isInteger(distance)) throw new MongoError(9, "'$shift:by' field must be an integer");
  const evaluate = ctx.scope.compile(arg.get('output') as Value);
  const fallback = ctx.scope.compile(arg.get('default') ?? null);
  return ({ docs }) =>
    docs.map((doc, i) => {
      const other = docs[i + distance];
      return other === undefined ? fallback(doc) : evaluate(other);
    });
}
