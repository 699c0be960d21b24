import { MongoError } from '../errors.js';
import { isArrayIndex } from '../matcher/path.js';
import type { Doc, Value } from '../values/types.js';
import { describeValue } from '../values/describe.js';
import { REMOVED, type LeafContext, type LeafOperator, type LeafResult } from './update.js';
import { isElementStep, type PathClaims } from './update-path.js';

/** Nulls that writing beyond the end of an array may fill in, MongoDB's limit. */
const MOST_PADDING = 1_500_000;

/** An `$[identifier]`'s condition on array elements. */
export type ElementFilters = ReadonlyMap<string, (element: Value) => boolean>;

/** Applies operators to a copy of a document; only what changes is copied. */
export class Walk {
  private readonly owned = new Set<object>();
  changed = false;

  constructor(
    private readonly original: Doc,
    private readonly now: Date,
    private readonly filters: ElementFilters,
    private readonly claims: PathClaims | undefined,
  ) {}

  /** Applies an operator at a path whose positional `$` has been replaced. */
  run(doc: Doc, path: readonly string[], op: LeafOperator): Doc {
    return this.step(doc, path, 0, op) as Doc;
  }

  private step(at: Value | undefined, path: readonly string[], i: number, op: LeafOperator): LeafResult {
    if (i === path.length) return this.leaf(at, path, op);
    const name = path[i] as string;
    if (isElementStep(name)) return this.eachElement(at, path, i, op);
    if (at instanceof Map) return this.inDoc(at, name, path, i, op);
    if (Array.isArray(at)) return this.inArray(at, name, path, i, op);
    if (at === undefined) {
      if (!op.creates) return undefined;
      const child = this.step(undefined, path, i + 1, op);
      return child === undefined || child === REMOVED ? undefined : new Map([[name, child]]);
    }
    if (op.creates) throw notViable(path, i, at);
    if (op.ignoresBlockedPath !== true) throw notTraversable(path, i, at);
    return at;
  }

  private leaf(at: Value | undefined, path: readonly string[], op: LeafOperator): LeafResult {
    this.claims?.claim(path);
    const ctx: LeafContext = { doc: this.original, path: path.join('.'), now: this.now };
    const result = op.apply(at, ctx);
    if (result === REMOVED ? at !== undefined : !Object.is(result, at)) this.changed = true;
    return result;
  }

  private inDoc(at: Doc, name: string, path: readonly string[], i: number, op: LeafOperator): Doc {
    const child = at.get(name);
    const next = this.step(child, path, i + 1, op);
    if (Object.is(next, child) || (next === REMOVED && child === undefined)) return at;
    const copy = this.own(at, (x) => new Map(x));
    if (next === REMOVED) copy.delete(name);
    else copy.set(name, next as Value);
    return copy;
  }

  private inArray(at: Value[], name: string, path: readonly string[], i: number, op: LeafOperator): Value[] {
    if (!isArrayIndex(name)) {
      if (op.creates) throw notViable(path, i, at);
      if (op.ignoresBlockedPath !== true) throw notTraversable(path, i, at);
      return at;
    }
    const index = Number(name);
    if (index >= at.length && !op.creates) return at;
    if (index - at.length > MOST_PADDING) {
      throw new MongoError(34, `can't backfill more than ${MOST_PADDING} elements`);
    }
    const child = at[index];
    const next = this.step(child, path, i + 1, op);
    if (next === undefined || Object.is(next, child)) return at;
    const copy = this.own(at, (x) => x.slice());
    while (copy.length < index) copy.push(null);
    // Removing an element would move the others; it becomes null.
    copy[index] = next === REMOVED ? null : next;
    return copy;
  }

  private eachElement(at: Value | undefined, path: readonly string[], i: number, op: LeafOperator): Value {
    const where = path.slice(0, i).join('.');
    if (at === undefined) {
      throw new MongoError(2, `The path '${where}' must exist in the document in order to apply array updates.`);
    }
    if (!Array.isArray(at)) {
      throw new MongoError(
        2,
        `Cannot apply array updates to non-array element ${path[i - 1] ?? ''}: ${describeValue(at)}`,
      );
    }
    const identifier = (path[i] as string).slice(2, -1);
    const filter = identifier === '' ? undefined : this.filters.get(identifier);
    let out = at;
    for (let k = 0; k < at.length; k++) {
      if (filter !== undefined && !filter(at[k] as Value)) continue;
      out = this.inArray(out, String(k), [...path.slice(0, i), String(k), ...path.slice(i + 1)], i, op);
    }
    return out;
  }

  private own<T extends Doc | Value[]>(container: T, clone: (x: T) => T): T {
    if (this.owned.has(container)) return container;
    const copy = clone(container);
    this.owned.add(copy);
    return copy;
  }
}

function notViable(path: readonly string[], i: number, at: Value): MongoError {
  const parent = path[i - 1] ?? '';
  return new MongoError(28, `Cannot create field '${path[i]}' in element {${parent}: ${describeValue(at)}}`);
}

function notTraversable(path: readonly string[], i: number, at: Value): MongoError {
  const element = `{${path[i - 1] ?? ''}: ${describeValue(at)}}`;
  return new MongoError(
    28,
    `Cannot use the part (${path[i]}) of (${path.join('.')}) to traverse the element (${element})`,
  );
}
