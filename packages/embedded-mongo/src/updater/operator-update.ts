import { MongoError } from '../errors.js';
import { compareTextOf } from '../values/collation.js';
import { identicalValues } from '../values/compare.js';
import { kindName } from '../values/kinds.js';
import type { Doc, Value } from '../values/types.js';
import { addToSetOperator, popOperator, pullAllOperator, pullOperator } from './array-operators.js';
import { checkIdentifiers, compileArrayFilters } from './array-filters.js';
import { describeValue } from '../values/describe.js';
import {
  arithmeticOperator,
  bitOperator,
  currentDateOperator,
  extremeOperator,
  setOnInsertOperator,
  setOperator,
  unsetOperator,
} from './field-operators.js';
import { idFirst } from './id-first.js';
import { pushOperator } from './push-operator.js';
import { parseRename, rename } from './rename.js';
import { compareUpdatePaths, parseUpdatePath, PathClaims } from './update-path.js';
import type { LeafOperator, OperandOptions, Update, UpdateContext, UpdateOptions } from './update.js';
import { Walk } from './walk.js';

type OperatorFactory = (arg: Value, path: string, options: OperandOptions) => LeafOperator;

const OPERATORS: ReadonlyMap<string, OperatorFactory> = new Map<string, OperatorFactory>([
  ['$set', setOperator],
  ['$setOnInsert', setOnInsertOperator],
  ['$unset', unsetOperator],
  ['$inc', (arg, path) => arithmeticOperator('$inc', arg, path)],
  ['$mul', (arg, path) => arithmeticOperator('$mul', arg, path)],
  ['$min', (arg, _path, options) => extremeOperator('$min', arg, options)],
  ['$max', (arg, _path, options) => extremeOperator('$max', arg, options)],
  ['$currentDate', currentDateOperator],
  ['$bit', bitOperator],
  ['$push', (arg, _path, options) => pushOperator(arg, options)],
  ['$addToSet', (arg, _path, options) => addToSetOperator(arg, options)],
  ['$pop', popOperator],
  ['$pull', (arg, _path, options) => pullOperator(arg, options)],
  ['$pullAll', (arg, _path, options) => pullAllOperator(arg, options)],
]);

/** One write: an operator, or a rename whose `source` is set. */
interface Write {
  readonly path: readonly string[];
  readonly operator?: LeafOperator;
  readonly source?: readonly string[];
}

/** Compiles `{$op: {path: value}}`. Writes are applied in the order of their paths, as MongoDB does. */
export function compileOperatorUpdate(update: Doc, options: UpdateOptions): Update {
  const writes: Write[] = [];
  const operands = operandOptions(options.collation);
  for (const [op, fields] of update) {
    if (!OPERATORS.has(op) && op !== '$rename') {
      throw new MongoError(
        9,
        `Unknown modifier: ${op}. Expected a valid update modifier or pipeline-style update specified as an array`,
      );
    }
    if (!(fields instanceof Map)) {
      throw new MongoError(
        9,
        `Modifiers operate on fields but we found type ${kindName(fields)} instead. For example: {$mod: {<field>: ...}} not {${op}: ${describeValue(fields)}}`,
      );
    }
    for (const [path, arg] of fields) {
      if (op === '$rename') {
        const { source, target } = parseRename(path, arg);
        writes.push({ path: target, source });
      } else {
        const factory = OPERATORS.get(op) as OperatorFactory;
        writes.push({ path: parseUpdatePath(path), operator: factory(arg, path, operands) });
      }
    }
  }
  const claims = new PathClaims();
  for (const { path, source } of writes) {
    claims.claim(path);
    if (source !== undefined) claims.claim(source);
  }
  writes.sort((a, b) => compareUpdatePaths(a.path, b.path));
  const filters = compileArrayFilters(options.arrayFilters ?? [], operands);
  checkIdentifiers(
    filters,
    writes.map((w) => w.path),
  );
  const needsPosition = writes.some((w) => w.path.includes('$'));
  // Through $[...] and $ different paths can meet in one element, which only the document shows.
  const mayCollide = writes.some((w) => w.path.some((name) => name.startsWith('$')));

  const apply = (doc: Doc, ctx: UpdateContext): { doc: Doc; changed: boolean } => {
    const walk = new Walk(doc, ctx.now ?? new Date(), filters, mayCollide ? new PathClaims() : undefined);
    let out = doc;
    for (const { path, operator, source } of writes) {
      if (source !== undefined) out = rename(walk, out, source, path);
      else if (operator !== undefined && (ctx.isInsert || operator.onlyOnInsert !== true)) {
        out = walk.run(out, located(path, ctx), operator);
      }
    }
    checkId(doc, out);
    return { doc: ctx.isInsert ? idFirst(out) : out, changed: walk.changed };
  };
  return { kind: 'operators', needsPosition, apply };
}

function operandOptions(collation: Doc | undefined): OperandOptions {
  const text = compareTextOf(collation);
  return collation === undefined || text === undefined ? {} : { collation, text };
}

function located(path: readonly string[], ctx: UpdateContext): readonly string[] {
  if (!path.includes('$')) return path;
  if (ctx.positional === undefined) {
    throw new MongoError(2, 'The positional operator did not find the match needed from the query.');
  }
  return path.map((name) => (name === '$' ? String(ctx.positional) : name));
}

/** The `_id` may be set where there is none; it never changes, not even from one numeric type to another. */
function checkId(before: Doc, after: Doc): void {
  const id = before.get('_id');
  if (before === after || id === undefined || identicalValues(id, after.get('_id'))) return;
  throw new MongoError(66, "Performing an update on the path '_id' would modify the immutable field '_id'");
}
