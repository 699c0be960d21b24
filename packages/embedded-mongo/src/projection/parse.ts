import { MongoError } from '../errors.js';
import { parsePath } from '../pipeline/expression/field-path.js';
import type { Scope } from '../pipeline/expression/scope.js';
import { OPERATORS, REFUSED_OPERATORS } from '../pipeline/expression/registry.js';
import { describeValue } from '../values/describe.js';
import { isNumeric, isTruthy } from '../values/kinds.js';
import type { Doc, Value } from '../values/types.js';
import { ProjectionNode } from './tree.js';

/** What an entry that find alone knows means for the projection as a whole. */
export interface SpecialEntry {
  /** Field to keep where the projection is an inclusion. */
  readonly mark?: string;
  /** `include` turns the projection into an inclusion; `slice` and `elemMatch` only where nothing else decides. */
  readonly kind: 'include' | 'slice' | 'elemMatch';
}

/** Something that find's projection knows beyond expressions: `$slice`, `$elemMatch`, `arr.$`. */
export interface SpecialProjection {
  /** Handles an entry and says so. */
  take(path: string, value: Value): SpecialEntry | undefined;
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
  /** `position` is `arr.$`, which only counts as an inclusion. */
  readonly kind: 'include' | 'exclude' | 'compute' | 'position';
  readonly value: Value;
}

/** The path of a special entry, and before which of the others it stood. */
interface Place {
  readonly path: string;
  readonly at: number;
}

/** Parses `{field: 1, "a.b": 0, c: {d: 1}, e: <expression>}`. Throws 31249, 31250, 31252 to 31254 and 31310 on mixtures. */
export function parseProjection(spec: Doc, scope: Scope, special?: SpecialProjection): ParsedProjection {
  const entries: Entry[] = [];
  const specials: SpecialEntry[] = [];
  const places: Place[] = [];
  flatten('', spec, entries, (path, value) => {
    const taken = special?.take(path, value);
    if (taken === undefined) return false;
    specials.push(taken);
    places.push({ path, at: entries.length });
    if (taken.kind === 'include') entries.push({ path, kind: 'position', value });
    return true;
  });
  if (places.length > 0) assertApart(entries, places);
  const inclusion = isInclusion(entries, specials);
  const node = new ProjectionNode();
  for (const entry of entries) {
    if (entry.kind === 'position') continue;
    if (entry.path === '') throw new MongoError(40352, 'FieldPath cannot be constructed with empty string');
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
    for (const { mark } of specials) if (mark !== undefined && !isCovered(node, mark)) node.mark(mark.split('.'));
  }
  return { node, inclusion, neededFields: inclusion ? needed(node, scope) : undefined };
}

/** Special entries may neither stand for the same field as another entry nor for a part of it. */
function assertApart(entries: readonly Entry[], places: readonly Place[]): void {
  const claimed = new ProjectionNode();
  const claim = (path: string): void => claimed.mark(path.replace(/\.\$$/, '').split('.'));
  for (let at = 0; at <= entries.length; at += 1) {
    for (const place of places) if (place.at === at) claim(place.path);
    const entry = entries[at];
    if (entry !== undefined && entry.kind !== 'position') claim(entry.path);
  }
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
      continue;
    }
    const first = value instanceof Map ? value.keys().next().value : undefined;
    if (value instanceof Map && first === undefined) {
      throw new MongoError(51270, 'An empty sub-projection is not a valid value. Found empty object at path');
    }
    if (value instanceof Map && first?.startsWith('$') === false) flatten(path, value, out, takeSpecial);
    else {
      if (value instanceof Map && value.size === 1 && first !== undefined && !isExpressionName(first)) {
        throw new MongoError(31325, `Unknown expression ${first}`);
      }
      out.push({ path, kind: 'compute', value });
    }
  }
}

function isExpressionName(name: string): boolean {
  return OPERATORS.has(name) || REFUSED_OPERATORS.has(name);
}

function isInclusion(entries: readonly Entry[], specials: readonly SpecialEntry[]): boolean {
  let inclusion: boolean | undefined;
  for (const { path, kind, value } of entries) {
    if (path === '_id' && kind !== 'compute') continue;
    if (inclusion === undefined) inclusion = kind !== 'exclude';
    else if (inclusion && kind === 'exclude') {
      throw new MongoError(31254, `Cannot do exclusion on field ${path} in inclusion projection`);
    } else if (!inclusion && (kind === 'include' || kind === 'position')) {
      throw new MongoError(31253, `Cannot do inclusion on field ${path} in exclusion projection`);
    } else if (!inclusion && kind === 'compute') {
      throw value instanceof Map
        ? new MongoError(31252, 'Cannot use expression other than $meta in exclusion projection')
        : new MongoError(31310, `Cannot use an expression ${path}: ${describeValue(value)} in an exclusion projection`);
    }
  }
  if (inclusion !== undefined) return inclusion;
  if (entries.some((e) => e.path === '_id' && e.kind === 'include')) return true;
  return specials.some((e) => e.kind === 'elemMatch') && !specials.some((e) => e.kind === 'slice');
}
