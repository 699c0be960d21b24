import type { Value } from '../../values/types.js';
import { ACCUMULATORS, type Accumulator } from '../accumulators.js';
import { listArgs, type OperatorCompiler, type OperatorTable } from './operator.js';

/** `$sum: [a, b]` adds its arguments; `$sum: "$array"` the elements of the array. */
function overArguments(name: string): OperatorCompiler {
  const create = ACCUMULATORS.get(name) as () => Accumulator;
  return (arg, scope, op) => {
    const parts = listArgs(arg, scope, op, 0, Infinity);
    return (root) => {
      const total = create();
      const values: (Value | undefined)[] = parts.map((part) => part(root));
      const [only] = values;
      for (const v of values.length === 1 && Array.isArray(only) ? only : values) total.add(v);
      return total.result();
    };
  };
}

export const ACCUMULATION: OperatorTable = Object.fromEntries(
  ['$sum', '$avg', '$min', '$max', '$stdDevPop', '$stdDevSamp'].map((name) => [name, overArguments(name)]),
);
