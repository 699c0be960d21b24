import { MongoError } from '../../errors.js';
import { parseProjection } from '../../projection/parse.js';
import { ProjectionNode } from '../../projection/tree.js';
import type { Doc, Value } from '../../values/types.js';
import { parsePath } from '../expression/field-path.js';
import type { Scope } from '../expression/scope.js';
import { kindName } from '../../values/kinds.js';

/** A stage that makes one document of one document. */
export interface Transform {
  readonly apply: (doc: Doc) => Doc;
  /** True when nothing of the document survives but what the scope's dependencies name. */
  readonly resets: boolean;
}

/** Compiles `$project $addFields $set $unset $replaceRoot $replaceWith`. */
export function compileTransform(stage: Doc, scope: Scope): Transform {
  const [name, spec] = [...stage][0] as [string, Value];
  switch (name) {
    case '$project':
      return project(spec, scope);
    case '$addFields':
    case '$set':
      return addFields(name, spec, scope);
    case '$unset':
      return unset(spec);
    case '$replaceRoot':
      if (!(spec instanceof Map))
        throw new MongoError(
          40229,
          `expected an object as specification for $replaceRoot stage, got ${kindName(spec)}`,
        );
      if (!spec.has('newRoot')) throw new MongoError(40231, 'no newRoot specified for the $replaceRoot stage');
      if (spec.size > 1) throw new MongoError(40415, "BSON field '$replaceRoot' has an unknown field");
      return replaceRoot("'newRoot'", spec.get('newRoot') as Value, scope);
    case '$replaceWith':
      return replaceRoot("'replacement document'", spec, scope);
    default:
      throw new MongoError(40324, `Unrecognized pipeline stage name: '${name}'`);
  }
}

function project(spec: Value, scope: Scope): Transform {
  if (!(spec instanceof Map)) throw new MongoError(15969, '$project specification must be an object');
  if (spec.size === 0)
    throw new MongoError(
      51272,
      'Invalid $project :: caused by :: projection specification must have at least one field',
    );
  const { node, inclusion, neededFields } = parseProjection(spec, scope);
  for (const field of neededFields ?? []) scope.dependencies.fields.add(field);
  return inclusion
    ? { apply: (doc) => node.include(doc, doc), resets: true }
    : { apply: (doc) => node.exclude(doc), resets: false };
}

function addFields(name: string, spec: Value, scope: Scope): Transform {
  if (!(spec instanceof Map))
    throw new MongoError(40272, `${name} specification stage must be an object, got ${kindName(spec)}`);
  if (spec.size === 0)
    throw new MongoError(40177, `Invalid ${name} :: caused by :: specification must have at least one field`);
  const node = new ProjectionNode();
  addTo(node, [], spec, scope);
  return { apply: (doc) => node.add(doc, doc), resets: false };
}

function addTo(node: ProjectionNode, prefix: readonly string[], spec: Doc, scope: Scope): void {
  for (const [name, value] of spec) {
    const path = [...prefix, ...parsePath(name)];
    const nested = value instanceof Map && value.size > 0 && value.keys().next().value?.startsWith('$') === false;
    if (nested) addTo(node, path, value, scope);
    else node.compute(path, scope.compile(value));
  }
}

function unset(spec: Value): Transform {
  const names = Array.isArray(spec) ? spec : [spec];
  if (names.length === 0)
    throw new MongoError(31119, '$unset specification must be a string or an array with at least one field');
  const node = new ProjectionNode();
  for (const name of names) {
    if (typeof name !== 'string')
      throw new MongoError(31120, '$unset specification must be a string or an array containing only string values');
    if (name.startsWith('$'))
      throw new MongoError(
        16410,
        "FieldPath field names may not start with '$'. Consider using $getField or $setField.",
      );
    node.mark(parsePath(name));
  }
  return { apply: (doc) => node.exclude(doc), resets: false };
}

function replaceRoot(what: string, expr: Value, scope: Scope): Transform {
  const evaluate = scope.compile(expr);
  const apply = (doc: Doc): Doc => {
    const v = evaluate(doc);
    if (v instanceof Map) return v;
    throw new MongoError(
      40228,
      `${what} expression must evaluate to an object, but resulting value was of type: ${kindName(v)}`,
    );
  };
  return { apply, resets: true };
}
