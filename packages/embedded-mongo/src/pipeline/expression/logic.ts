import { Int32 } from 'bson';

import { MongoError } from '../../errors.js';
import { compareValues } from '../../values/compare.js';
import { isNullish, isTruthy } from '../../values/kinds.js';
import type { Value } from '../../values/types.js';
import { binary, listArgs, namedArgs, unary, type OperatorCompiler, type OperatorTable } from './operator.js';
import type { Evaluator } from './scope.js';

const comparison = (accepts: (c: number) => boolean): OperatorCompiler =>
  binary((a, b) => accepts(compareValues(a, b)));

const and: OperatorCompiler = (arg, scope, op) => {
  const parts = listArgs(arg, scope, op, 0, Infinity);
  return (root) => parts.every((part) => isTruthy(part(root)));
};

const or: OperatorCompiler = (arg, scope, op) => {
  const parts = listArgs(arg, scope, op, 0, Infinity);
  return (root) => parts.some((part) => isTruthy(part(root)));
};

const cond: OperatorCompiler = (arg, scope, op) => {
  let list: Value[];
  if (arg instanceof Map) {
    for (const name of arg.keys()) {
      if (!['if', 'then', 'else'].includes(name))
        throw new MongoError(17083, `Unrecognized parameter to $cond: ${name}`);
    }
    list = ['if', 'then', 'else'].map((name, i) => {
      const v = arg.get(name);
      if (v === undefined) throw new MongoError(17080 + i, `Missing '${name}' parameter to $cond`);
      return v;
    });
  } else list = arg as Value[];
  const [test, yes, no] = listArgs(list, scope, op, 3) as [Evaluator, Evaluator, Evaluator];
  return (root) => (isTruthy(test(root)) ? yes(root) : no(root));
};

const ifNull: OperatorCompiler = (arg, scope, op) => {
  if (!Array.isArray(arg) || arg.length < 2)
    throw new MongoError(1257300, `$ifNull needs at least two arguments, had: ${Array.isArray(arg) ? arg.length : 1}`);
  const parts = listArgs(arg, scope, op, 2, Infinity);
  const last = parts.length - 1;
  return (root) => {
    for (let i = 0; i < last; i++) {
      const v = (parts[i] as Evaluator)(root);
      if (!isNullish(v)) return v;
    }
    return (parts[last] as Evaluator)(root);
  };
};

const switchCase: OperatorCompiler = (arg, scope, op) => {
  if (!(arg instanceof Map)) throw new MongoError(40060, '$switch requires an object as an argument');
  for (const name of arg.keys()) {
    if (name !== 'branches' && name !== 'default')
      throw new MongoError(40067, `$switch found an unknown argument: ${name}`);
  }
  const list = arg.get('branches');
  if (!Array.isArray(list)) throw new MongoError(40061, "$switch expected an array for 'branches'");
  const otherwise = arg.has('default') ? scope.compile(arg.get('default') as Value) : undefined;
  if (list.length === 0) throw new MongoError(40068, '$switch requires at least one branch.');
  const branches = list.map((branch) => {
    const named = namedArgs(branch, op, ['case', 'then']);
    return { test: scope.compile(named.get('case') as Value), then: scope.compile(named.get('then') as Value) };
  });
  return (root) => {
    for (const { test, then } of branches) if (isTruthy(test(root))) return then(root);
    if (otherwise !== undefined) return otherwise(root);
    throw new MongoError(40066, '$switch could not find a matching branch for an input, and no default was specified.');
  };
};

export const LOGIC: OperatorTable = {
  $eq: comparison((c) => c === 0),
  $ne: comparison((c) => c !== 0),
  $gt: comparison((c) => c > 0),
  $gte: comparison((c) => c >= 0),
  $lt: comparison((c) => c < 0),
  $lte: comparison((c) => c <= 0),
  $cmp: binary((a, b) => new Int32(Math.sign(compareValues(a, b)))),
  $and: and,
  $or: or,
  $not: unary((v) => !isTruthy(v)),
  $cond: cond,
  $ifNull: ifNull,
  $switch: switchCase,
};
