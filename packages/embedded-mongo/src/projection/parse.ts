import { MongoError } from '../errors.js';
import { parsePath } from '../pipeline/expression/field-path.js';
import type { Scope } from '../pipeline/expression/scope.js';
import { isNumeric, isTruthy } from '../values/kinds.js';
import type { Doc, Value } from '../values/types.js';
import { ProjectionNode } from './tree.js';

/** Something that find's projection knows beyond expressions: `$slice`, `$elemMatch`, `arr.$`. */
export interface SpecialProjection {
  /** Handles an entry and says so; `includes` when it turns the projection into an inclusion. */
  take(path: string, value: Value): { readonly mark?: string; readonly includes: boolean } | undefined;
}

/** A parsed projection. */
export interface ParsedProjection {
  readonly node: ProjectionNode;
  readonly inclusion: boolean;
  /** Top-level fields that suffice; undefined when the whole document is needed. */
  readonly neededFields: ReadonlySet<string> | undefined;
}

interface Entry {
  readonly path: string;
  readonly kind: 'include' | 'exclude' | 'compute';
  readonly value: Value;
}

/** Parses `{field: 1, "a.b": 0, c: {d: 1}, e: <expression>}`. Throws 31252 to 31254 on mixtures. */
export function parseProjection(spec: Doc, scope: Scope, special?: SpecialProjection): ParsedProjection {
  const entries: Entry[] = [];
  const marks: string[] = [];
  let specialIncludes = false;
  flatten('', spec, entries, (path, value) => {
    const taken = special?.take(path, value);
    if (taken === undefined) return false;
    if (taken.mark !== undefined) marks.push(taken.mark);
    specialIncludes ||= taken.includes;
    return true;
  });
  const inclusion = isInclusion(entries, specialIncludes);
  const node = new ProjectionNode();
  for (const entry of entries) {
    const path = parsePath(entry.path);
    if (entry.path === '_id' && entry.kind !== 'compute') {
      // In an inclusion `_id: 1` is marked, in an exclusion `_id: 0`.
      if ((entry.kind === 'include') === inclusion) node.mark(path);
    } else if (entry.kind === 'compute') {
      node.compute(path, scope.compile(entry.value));
    } else node.mark(path);
  }
  const idTouched = entries.some((e) => e.path === '_id' || e.path.startsWith('_id.'));
  if (inclusion) {
    if (!idTouched) node.mark(['_id']);
    for (const path of marks) if (!isCovered(node, path)) node.mark(path.split('.'));
  }
  return { node, inclusion, neededFields: inclusion ? needed(node, scope) : undefined };
}

/** True when a special entry's path lies inside something that is kept anyway. */
function isCovered(node: ProjectionNode, path: string): boolean {
  let at: ProjectionNode | undefined = node;
  for (const name of path.split('.')) {
    if (at === undefined) return false;
    if (at.marked.has(name)) return true;
    at = at.children.get(name);
  }
  return at !== undefined;
}

function needed(node: ProjectionNode, scope: Scope): ReadonlySet<string> | undefined {
  if (scope.dependencies.wholeDocument) return undefined;
  return new Set([...node.marked, ...node.children.keys(), ...scope.dependencies.fields]);
}

function flatten(prefix: string, spec: Doc, out: Entry[], takeSpecial: (path: string, value: Value) => boolean): void {
  for (const [name, value] of spec) {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    if (takeSpecial(path, value)) continue;
    if (typeof value === 'boolean' || isNumeric(value)) {
      out.push({ path, kind: isTruthy(value) ? 'include' : 'exclude', value });
    } else if (value instanceof Map && value.size > 0 && value.keys().next().value?.startsWith('$') === false) {
      flatten(path, value, out, takeSpecial);
    } else if (value instanceof Map && value.size === 0) {
      throw new MongoError(51270, 'An empty sub-projection is not a valid value. Found empty object at path');
    } else out.push({ path, kind: 'compute', value });
  }
}

function isInclusion(entries: readonly Entry[], specialIncludes: boolean): boolean {
  let inclusion: boolean | undefined;
  for (const { path, kind } of entries) {
    if (path === '_id' && kind !== 'compute') continue;
    if (inclusion === undefined) inclusion = kind !== 'exclude';
    else if (inclusion && kind === 'exclude') {
      throw new MongoError(31254, `Cannot do exclusion on field ${path} in inclusion projection`);
    } else if (!inclusion && kind === 'include') {
      throw new MongoError(31253, `Cannot do inclusion on field ${path} in exclusion projection`);
    } else if (!inclusion && kind === 'compute') {
      throw new MongoError(
        31252,
        'Bad projection specification, cannot use computed fields when parsing a spec in exclusion mode',
      );
    }
  }
  if (inclusion !== undefined) return inclusion;
  const id = entries.find((e) => e.path === '_id');
  return specialIncludes || id?.kind === 'include';
}
