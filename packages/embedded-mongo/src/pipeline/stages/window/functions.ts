import { MongoError } from '../../../errors.js';
import type { Pacer } from '../../../flow/pacer.js';
import { PAUSE, type Pause } from '../../../flow/pause.js';
import type { Sort } from '../../../sorter/index.js';
import type { Doc, Value } from '../../../values/types.js';
import { compileAccumulator, type DocAccumulator } from '../../group-accumulators.js';
import type { Evaluator } from '../../expression/scope.js';
import { listArgs } from '../../expression/operator.js';
import type { StageContext } from '../stage.js';
import { windowBounds, type WindowFinder } from './bounds.js';
import { Covariance, derivative, expMovingAvg, integral, lastObserved, linearFill } from './calculus.js';
import type { WindowFunction } from './partition.js';
import { rank, shift } from './ranks.js';
import { SLIDING, type Sliding } from './sliding.js';

/** Compiles `{$op: argument, window}` of one output field. */
export function windowFunction(name: string, spec: Value, sort: Sort | undefined, ctx: StageContext): WindowFunction {
  const { scope, env } = ctx;
  if (!(spec instanceof Map)) throw new MongoError(9, `The field '${name}' must be an object, as a window function is`);
  const [op, ...others] = [...spec.keys()].filter((key) => key.startsWith('$'));
  if (op === undefined) throw new MongoError(9, 'Expected a $-prefixed window function');
  if (others.length > 0) throw new MongoError(9, 'Cannot specify two functions in window function spec');
  for (const key of spec.keys())
    if (key !== op && key !== 'window') throw new MongoError(9, `Window function found an unknown argument: ${key}`);
  switch (op) {
    case '$rank':
    case '$denseRank':
    case '$documentNumber':
      return rank(op, spec, sort);
    case '$shift':
      return shift(spec, sort, scope);
    case '$derivative':
      return derivative(spec, sort, scope);
    case '$integral':
      return integral(spec, sort, scope, env.pacer);
    case '$expMovingAvg':
      return expMovingAvg(spec, sort, scope);
    case '$linearFill':
      return linearFill(spec, sort, scope);
    case '$locf':
      return lastObserved(spec, scope);
    default:
      return accumulated(name, op, spec, sort, ctx);
  }
}

function accumulated(
  name: string,
  op: string,
  spec: Doc,
  sort: Sort | undefined,
  { scope, env }: StageContext,
): WindowFunction {
  const bounds = windowBounds(spec.get('window'), sort);
  const arg = spec.get(op) as Value;
  if (op === '$covariancePop' || op === '$covarianceSamp') {
    const input = scope.compile(arg);
    return recomputed(bounds, () => covarianceOf(input, op), env.pacer);
  }
  const sliding = SLIDING.get(op);
  if (sliding !== undefined) {
    const [input] = listArgs(arg, scope, op, 1) as [Evaluator];
    return slid(bounds, input, sliding, env.pacer);
  }
  if (op === '$mergeObjects') throw new MongoError(9, `Unrecognized window function, ${op}`);
  return recomputed(bounds, compileAccumulator(name, new Map([[op, arg]]), scope, 9), env.pacer);
}

function covarianceOf(input: Evaluator, op: string): DocAccumulator {
  const state = new Covariance(op === '$covarianceSamp');
  return {
    add: (doc) => {
      state.add(input(doc));
      return 0;
    },
    result: () => state.result(),
  };
}

/** Every document comes into the window once and leaves it once. */
function slid(bounds: WindowFinder, input: Evaluator, create: () => Sliding, pacer: Pacer): WindowFunction {
  return function* (partition): Generator<Pause, (Value | undefined)[], void> {
    const values = partition.docs.map(input);
    const windowAt = bounds(partition);
    const state = create();
    const out: Value[] = [];
    let first = 0;
    let next = 0;
    for (let i = 0; i < values.length; i++) {
      if (pacer.due()) yield PAUSE;
      const [from, to] = windowAt(i);
      for (; next <= to; next++) state.add(values[next]);
      for (; first < from && first < next; first++) state.remove(values[first]);
      out.push(from > to ? create().result() : state.result());
    }
    return out;
  };
}

/** Windows that begin where the one before did go on with its state; others are computed anew. */
function recomputed(bounds: WindowFinder, create: () => DocAccumulator, pacer: Pacer): WindowFunction {
  return function* ({ docs, keys }): Generator<Pause, (Value | undefined)[], void> {
    const windowAt = bounds({ docs, keys });
    const out: (Value | undefined)[] = [];
    let state = create();
    let start = 0;
    let next = 0;
    let result: Value | undefined;
    for (let i = 0; i < docs.length; i++) {
      const [from, to] = windowAt(i);
      if (from !== start) {
        state = create();
        start = next = from;
      }
      const before = next;
      for (; next <= to; next++) {
        if (pacer.due()) yield PAUSE;
        state.add(docs[next] as Doc);
      }
      if (before !== next || i === 0 || before === start) result = state.result();
      out.push(result);
    }
    return out;
  };
}
