import { BSONRegExp } from 'bson';

import { MongoError, unsupported } from '../errors.js';
import type { Doc, Value } from '../values/types.js';
import { equalTest, inTest, orderTest, regexTest } from './comparison.js';
import { compileElemMatch } from './elem-match.js';
import { allOf, pathTest, type DocTest } from './doc-test.js';
import type { OperatorContext } from './operator-context.js';
import { bitsTest, existsTest, modTest, sizeTest, typeTest } from './value-operators.js';

const GEO = new Set([
  '$near',
  '$nearSphere',
  '$geoWithin',
  '$geoIntersects',
  '$within',
  '$maxDistance',
  '$minDistance',
  '$geoNear',
]);

const PATH_OPERATORS = new Set([
  ...['$eq', '$ne', '$gt', '$gte', '$lt', '$lte', '$in', '$nin', '$exists', '$type', '$mod', '$size', '$all'],
  ...['$elemMatch', '$regex', '$options', '$bitsAllSet', '$bitsAllClear', '$bitsAnySet', '$bitsAnyClear'],
  ...GEO,
]);

/** True for the name of an operator on a path; `$not` and the logical ones are none. */
export function isPathOperator(name: string | undefined): boolean {
  return name !== undefined && PATH_OPERATORS.has(name);
}

/** Compiles `{path: {$op: value, ...}}`. */
export function compileOperators(name: string, path: readonly string[], ops: Doc, ctx: OperatorContext): DocTest {
  const tests: DocTest[] = [];
  for (const [op, value] of ops) {
    if (op === '$options' && ops.has('$regex')) continue;
    tests.push(op === '$regex' ? pathTest(path, regexOperator(ops), true) : compileOne(name, path, op, value, ctx));
  }
  return allOf(tests);
}

function compileOne(name: string, path: readonly string[], op: string, value: Value, ctx: OperatorContext): DocTest {
  switch (op) {
    case '$eq':
      return pathTest(path, equalTest(value, ctx.text), true);
    case '$ne':
      if (value instanceof BSONRegExp) throw new MongoError(2, "Can't have regex as arg to $ne.");
      return negate(pathTest(path, equalTest(value, ctx.text), true));
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return pathTest(path, orderTest(op, value, name, ctx.text), true);
    case '$in':
      return pathTest(path, inTest(op, value, ctx.text), true);
    case '$nin':
      return negate(pathTest(path, inTest(op, value, ctx.text), true));
    case '$not':
      return negate(compileNot(name, path, value, ctx));
    case '$exists': {
      const { test, negated } = existsTest(value);
      return negated ? negate(pathTest(path, test, false)) : pathTest(path, test, false);
    }
    case '$type':
      return pathTest(path, typeTest(value), true);
    case '$mod':
      return pathTest(path, modTest(value), true);
    case '$size':
      return pathTest(path, sizeTest(value), false);
    case '$all':
      return compileAll(path, value, ctx);
    case '$elemMatch':
      return compileElemMatch(path, value, ctx);
    case '$bitsAllSet':
    case '$bitsAllClear':
    case '$bitsAnySet':
    case '$bitsAnyClear':
      return pathTest(path, bitsTest(op, value), true);
    case '$options':
      throw new MongoError(2, '$options needs a $regex');
  }
  if (GEO.has(op)) throw unsupported(op);
  if (op === '$where') throw new MongoError(2, '$where cannot be applied to a field');
  throw new MongoError(2, `unknown operator: ${op}`);
}

function negate(test: DocTest): DocTest {
  return (doc) => !test(doc);
}

function compileNot(name: string, path: readonly string[], value: Value, ctx: OperatorContext): DocTest {
  if (value instanceof BSONRegExp) return pathTest(path, regexTest(value), true);
  if (!(value instanceof Map)) throw new MongoError(2, '$not needs a regex or a document');
  if (value.size === 0) throw new MongoError(2, '$not cannot be empty');
  return compileOperators(name, path, value, ctx);
}

/** `$regex` with its `$options`, in any order. The flags of a regular expression count, but only once. */
function regexOperator(ops: Doc): (v: Value | undefined) => boolean {
  let pattern = '';
  let options = '';
  for (const [op, value] of ops) {
    if (op === '$regex') {
      if (!(value instanceof BSONRegExp) && typeof value !== 'string') {
        throw new MongoError(2, '$regex has to be a string');
      }
      pattern = typeof value === 'string' ? value : value.pattern;
      const flags = typeof value === 'string' ? '' : value.options;
      if (flags !== '' && options !== '') throw new MongoError(51074, 'options set in both $regex and $options');
      if (flags !== '') options = flags;
    } else if (op === '$options') {
      if (typeof value !== 'string') throw new MongoError(2, '$options has to be a string');
      if (options !== '') throw new MongoError(51075, 'options set in both $regex and $options');
      options = value;
    }
  }
  if (pattern.includes('\0')) throw new MongoError(51109, 'Regular expression cannot contain an embedded null byte');
  const bad = /[^imsxu]/.exec(options);
  if (bad !== null) throw new MongoError(51108, `invalid flag in regex options: ${bad[0]}`);
  return regexTest(new BSONRegExp(pattern, options));
}

/** `$all`: every value is met by the array or one of its elements; an empty list matches nothing. */
function compileAll(path: readonly string[], value: Value, ctx: OperatorContext): DocTest {
  if (!Array.isArray(value)) throw new MongoError(2, '$all needs an array');
  if (value.length === 0) return () => false;
  const first = value[0];
  if (first instanceof Map && first.keys().next().value === '$elemMatch') {
    return allOf(
      value.map((item) => {
        if (!(item instanceof Map) || item.keys().next().value !== '$elemMatch') {
          throw new MongoError(2, '$all/$elemMatch has to be consistent');
        }
        return compileElemMatch(path, item.get('$elemMatch') as Value, ctx);
      }),
    );
  }
  return allOf(
    value.map((item) => {
      if (item instanceof Map && isPathOperator(item.keys().next().value)) {
        throw new MongoError(2, 'no $ expressions in $all');
      }
      if (item instanceof BSONRegExp) return pathTest(path, regexTest(item), true);
      return pathTest(path, equalTest(item, ctx.text), true);
    }),
  );
}
