import { MongoError } from '../../errors.js';
import { isNullish, kindName } from '../../values/kinds.js';
import type { Doc, Value } from '../../values/types.js';
import { listArgs, namedArgs, unary, type OperatorCompiler, type OperatorTable } from './operator.js';
import type { Evaluator, Scope } from './scope.js';

const mergeObjects: OperatorCompiler = (arg, scope, op) => {
  const parts = listArgs(arg, scope, op, 0, Infinity);
  return (root) => {
    const out: Doc = new Map();
    const merge = (v: Value | undefined): void => {
      if (isNullish(v)) return;
      if (!(v instanceof Map))
        throw new MongoError(40400, `$mergeObjects requires object inputs, but input is of type ${kindName(v)}`);
      for (const [name, value] of v) out.set(name, value);
    };
    const values = parts.map((part) => part(root));
    const [only] = values;
    if (values.length === 1 && Array.isArray(only)) only.forEach(merge);
    else values.forEach(merge);
    return out;
  };
};

function objectToArray(v: Value | undefined): Value {
  if (isNullish(v)) return null;
  if (!(v instanceof Map))
    throw new MongoError(40390, `$objectToArray requires a document input, found: ${kindName(v)}`);
  return [...v].map(
    ([k, value]) =>
      new Map<string, Value>([
        ['k', k],
        ['v', value],
      ]),
  );
}

/** The name of a field, which has to be a constant string and may hold dots and dollar signs. */
function constantName(v: Value, op: string): string {
  const name = v instanceof Map && v.size === 1 && v.has('$literal') ? v.get('$literal') : v;
  if (typeof name !== 'string' || (name === v && name.startsWith('$'))) {
    throw new MongoError(5654602, `${op} requires 'field' to evaluate to a constant of type String`);
  }
  return name;
}

const getField: OperatorCompiler = (arg, scope, op) => {
  if (!(arg instanceof Map) || !arg.has('field')) return getter(arg, '$$CURRENT', scope, op);
  const named = namedArgs(arg, op, ['field', 'input']);
  return getter(named.get('field') as Value, named.get('input') as Value, scope, op);
};

function getter(field: Value, from: Value, scope: Scope, op: string): Evaluator {
  const name = constantName(field, op);
  const input = scope.compile(from);
  return (root) => {
    const v = input(root);
    if (v instanceof Map) return v.get(name);
    return isNullish(v) ? v : undefined;
  };
}

const setField: OperatorCompiler = (arg, scope, op) => {
  const named = namedArgs(arg, op, ['field', 'input', 'value']);
  return setter(
    constantName(named.get('field') as Value, op),
    named,
    scope,
    scope.compile(named.get('value') as Value),
    op,
  );
};

const unsetField: OperatorCompiler = (arg, scope, op) => {
  const named = namedArgs(arg, op, ['field', 'input']);
  return setter(constantName(named.get('field') as Value, op), named, scope, () => undefined, op);
};

function setter(
  name: string,
  named: ReadonlyMap<string, Value>,
  scope: Scope,
  value: Evaluator,
  op: string,
): Evaluator {
  const input = scope.compile(named.get('input') as Value);
  return (root) => {
    const from = input(root);
    if (isNullish(from)) return null;
    if (!(from instanceof Map)) throw new MongoError(4161105, `${op} requires 'input' to evaluate to type Object`);
    const out = new Map(from);
    const v = value(root);
    if (v === undefined) out.delete(name);
    else out.set(name, v);
    return out;
  };
}

const literal: OperatorCompiler = (arg) => () => arg;

export const OBJECTS: OperatorTable = {
  $mergeObjects: mergeObjects,
  $objectToArray: unary(objectToArray),
  $getField: getField,
  $setField: setField,
  $unsetField: unsetField,
  $literal: literal,
  $const: literal,
};
