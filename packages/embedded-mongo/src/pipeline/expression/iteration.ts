import { MongoError } from '../../errors.js';
import { compileSort } from '../../sorter/index.js';
import { compareValues } from '../../values/compare.js';
import { ELEMENT_BYTES, spend } from '../../values/effort.js';
import { isNullish, isNumeric, isTruthy, kindName } from '../../values/kinds.js';
import { toExactInteger } from '../../values/numbers.js';
import type { Doc, Value } from '../../values/types.js';
import { arrayArg } from './arrays.js';
import { int32Arg } from './numeric-arguments.js';
import { namedArgs, type OperatorCompiler, type OperatorTable } from './operator.js';
import type { Cell } from './scope.js';

function nameOf(v: Value | undefined, otherwise: string): string {
  if (v === undefined) return otherwise;
  if (typeof v !== 'string') throw new MongoError(16866, "'as' must be a string");
  return v;
}

const map: OperatorCompiler = (arg, scope, op) => {
  const named = namedArgs(arg, op, ['input', 'in'], ['as']);
  const input = scope.compile(named.get('input') as Value);
  const { scope: inner, cell } = scope.bind(nameOf(named.get('as'), 'this'));
  const each = inner.compile(named.get('in') as Value);
  return (root) => {
    const array = arrayArg(input(root), 'input to $map must be an array not ', 16883);
    return (
      array?.map((item) => {
        spend(ELEMENT_BYTES);
        cell.value = item;
        const v = each(root);
        return v === undefined ? null : v;
      }) ?? null
    );
  };
};

const filter: OperatorCompiler = (arg, scope, op) => {
  const named = namedArgs(arg, op, ['input', 'cond'], ['as', 'limit']);
  const input = scope.compile(named.get('input') as Value);
  const limit = named.has('limit') ? scope.compile(named.get('limit') as Value) : undefined;
  const { scope: inner, cell } = scope.bind(nameOf(named.get('as'), 'this'));
  const accepts = inner.compile(named.get('cond') as Value);
  return (root) => {
    const array = arrayArg(input(root), 'input to $filter must be an array not ', 28651);
    if (array === undefined) return null;
    const wanted = limit?.(root);
    const most = isNullish(wanted) ? Infinity : int32Arg(wanted, "'limit' of $filter", 327391);
    if (most <= 0) throw new MongoError(327392, '$filter: limit must be greater than 0');
    const out: Value[] = [];
    for (const item of array) {
      spend(8);
      cell.value = item;
      if (isTruthy(accepts(root)) && out.push(item) >= most) break;
    }
    return out;
  };
};

const reduce: OperatorCompiler = (arg, scope, op) => {
  const named = namedArgs(arg, op, ['input', 'initialValue', 'in']);
  const input = scope.compile(named.get('input') as Value);
  const initial = scope.compile(named.get('initialValue') as Value);
  const item: Cell = { value: undefined };
  const total: Cell = { value: undefined };
  const step = scope
    .withCells([
      ['this', item],
      ['value', total],
    ])
    .compile(named.get('in') as Value);
  return (root) => {
    const array = arrayArg(input(root), "$reduce requires that 'input' be an array, found: ", 40080);
    if (array === undefined) return null;
    let value = initial(root);
    for (const v of array) {
      spend(0);
      item.value = v;
      total.value = value;
      value = step(root);
    }
    return value;
  };
};

const bindings: OperatorCompiler = (arg, scope, op) => {
  const named = namedArgs(arg, op, ['vars', 'in']);
  const vars = named.get('vars');
  if (!(vars instanceof Map)) throw new MongoError(10065, 'invalid parameter: expected an object (vars)');
  const bound = [...vars].map(([name, expr]) => ({ name, evaluate: scope.compile(expr), cell: scope.bind(name).cell }));
  const body = scope.withCells(bound.map(({ name, cell }) => [name, cell])).compile(named.get('in') as Value);
  return (root) => {
    const values = bound.map(({ evaluate }) => evaluate(root));
    bound.forEach(({ cell }, i) => (cell.value = values[i]));
    return body(root);
  };
};

const sortArray: OperatorCompiler = (arg, scope, op) => {
  const named = namedArgs(arg, op, ['input', 'sortBy']);
  const input = scope.compile(named.get('input') as Value);
  const order = elementOrder(named.get('sortBy') as Value);
  return (root) =>
    arrayArg(input(root), 'The input argument to $sortArray must be an array, but was of type: ', 2942504)?.toSorted(
      order,
    ) ?? null;
};

function elementOrder(by: Value): (a: Value, b: Value) => number {
  if (by instanceof Map) {
    const { compare } = compileSort(by);
    const nothing: Doc = new Map();
    const docOf = (v: Value): Doc => (v instanceof Map ? v : nothing);
    return (a, b) => compare(docOf(a), docOf(b));
  }
  const direction = isNumeric(by) ? toExactInteger(by) : undefined;
  if (direction !== 1n && direction !== -1n)
    throw new MongoError(
      2942507,
      `The sortBy argument to $sortArray must be 1, -1 or a document, found ${kindName(by)}`,
    );
  return direction === 1n ? compareValues : (a, b) => compareValues(b, a);
}

export const ITERATION: OperatorTable = {
  $map: map,
  $filter: filter,
  $reduce: reduce,
  $let: bindings,
  $sortArray: sortArray,
};
