import { MongoError } from '../../errors.js';
import { isNullish, isNumeric, kindName } from '../../values/kinds.js';
import { toDouble } from '../../values/numbers.js';
import type { Value } from '../../values/types.js';
import { Percentiles } from '../accumulators.js';
import type { OperatorCompiler, OperatorTable } from './operator.js';
import type { Evaluator, Scope } from './scope.js';

/** `$percentile: {input, p, method}` or `$median: {input, method}`; the method is always "approximate". */
export interface PercentileSpec {
  readonly input: Evaluator;
  readonly shares: readonly number[];
}

const HALF = [0.5];

/** Reads the specification. Unknown and missing fields are refused as commands refuse theirs. */
export function percentileSpec(op: string, arg: Value, scope: Scope): PercentileSpec {
  const names = op === '$median' ? ['input', 'method'] : ['input', 'p', 'method'];
  if (!(arg instanceof Map))
    throw new MongoError(
      op === '$median' ? 7436100 : 7429703,
      `specification must be an object; found ${op}: ${kindName(arg)}`,
    );
  for (const name of arg.keys())
    if (!names.includes(name)) throw new MongoError(40415, `BSON field '${op}.${name}' is an unknown field.`);
  for (const name of names)
    if (!arg.has(name)) throw new MongoError(40414, `BSON field '${op}.${name}' is missing but a required field`);
  if (arg.get('method') !== 'approximate')
    throw new MongoError(2, `Currently only 'approximate' can be used as percentile 'method'.`);
  const input = scope.compile(arg.get('input') as Value);
  return { input, shares: op === '$median' ? HALF : sharesOf(arg.get('p') as Value, scope) };
}

function sharesOf(expr: Value, scope: Scope): number[] {
  const v = scope.overOtherDocuments().compile(expr)(new Map());
  if (!Array.isArray(v) || v.length === 0)
    throw new MongoError(
      7750301,
      `The $percentile 'p' field must be an array of constant values, but found: ${kindName(v)}`,
    );
  return v.map((share) => {
    if (!isNumeric(share))
      throw new MongoError(
        7750302,
        `The $percentile 'p' field must be an array of numbers from [0.0, 1.0], found: ${kindName(share)}`,
      );
    const p = toDouble(share);
    if (!(p >= 0 && p <= 1))
      throw new MongoError(
        7750303,
        `The $percentile 'p' field must be an array of numbers from [0.0, 1.0], found: ${p}`,
      );
    return p;
  });
}

/** Over the numbers of an array, or over one number. */
const percentile: OperatorCompiler = (arg, scope, op) => {
  const { input, shares } = percentileSpec(op, arg, scope);
  return (root) => {
    const state = new Percentiles(shares, op === '$median');
    const v = input(root);
    if (Array.isArray(v)) for (const item of v) state.add(item);
    else if (!isNullish(v)) state.add(v);
    return state.result();
  };
};

export const PERCENTILE: OperatorTable = { $median: percentile, $percentile: percentile };
