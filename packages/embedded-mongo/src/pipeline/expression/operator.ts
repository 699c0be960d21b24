import { MongoError } from '../../errors.js';
import type { Value } from '../../values/types.js';
import type { Evaluator, Scope } from './scope.js';

/** Compiles one operator from its unparsed argument. */
export type OperatorCompiler = (arg: Value, scope: Scope, op: string) => Evaluator;

/** Operators by name. */
export type OperatorTable = Readonly<Record<string, OperatorCompiler>>;

/** Compiles the arguments of an operator that takes a list; a single argument needs no brackets. */
export function listArgs(arg: Value, scope: Scope, op: string, least: number, most = least): Evaluator[] {
  const list = Array.isArray(arg) ? arg : [arg];
  if (list.length < least || list.length > most) {
    const wanted =
      least === most
        ? `exactly ${least}`
        : most === Infinity
          ? `at least ${least}`
          : `at least ${least} arguments, and at most ${most}`;
    throw new MongoError(16020, `Expression ${op} takes ${wanted} arguments. ${list.length} were passed in.`);
  }
  return list.map((item) => scope.compile(item));
}

/** The fields of an operator that takes a document; unknown and missing names are refused. */
export function namedArgs(
  arg: Value,
  op: string,
  required: readonly string[],
  optional: readonly string[] = [],
): ReadonlyMap<string, Value> {
  if (!(arg instanceof Map)) throw new MongoError(9, `${op} only supports an object as its argument`);
  for (const name of arg.keys()) {
    if (!required.includes(name) && !optional.includes(name)) {
      throw new MongoError(9, `Unrecognized argument to ${op}: ${name}`);
    }
  }
  for (const name of required) {
    if (!arg.has(name)) throw new MongoError(9, `Missing '${name}' parameter to ${op}`);
  }
  return arg;
}

/** An operator of exactly one argument. */
export function unary(apply: (v: Value | undefined, op: string) => Value | undefined): OperatorCompiler {
  return (arg, scope, op) => {
    const [a] = listArgs(arg, scope, op, 1) as [Evaluator];
    return (root) => apply(a(root), op);
  };
}

/** An operator of exactly two arguments. */
export function binary(
  apply: (a: Value | undefined, b: Value | undefined, op: string) => Value | undefined,
): OperatorCompiler {
  return (arg, scope, op) => {
    const [a, b] = listArgs(arg, scope, op, 2) as [Evaluator, Evaluator];
    return (root) => apply(a(root), b(root), op);
  };
}
