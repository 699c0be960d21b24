import type { Doc, Value } from '../../values/types.js';

/** A copy with the value at a path of documents set; undefined removes it. */
export function withPath(doc: Doc, path: readonly string[], value: Value | undefined, i = 0): Doc {
  const out = new Map(doc);
  const name = path[i] as string;
  if (i === path.length - 1) {
    if (value === undefined) out.delete(name);
    else out.set(name, value);
    return out;
  }
  const child = doc.get(name);
  out.set(name, withPath(child instanceof Map ? child : new Map<string, Value>(), path, value, i + 1));
  return out;
}

/** The value at a path of documents; arrays are not entered. */
export function plainValueAt(doc: Doc, path: readonly string[]): Value | undefined {
  let at: Value | undefined = doc;
  for (const name of path) {
    if (!(at instanceof Map)) return undefined;
    at = at.get(name);
  }
  return at;
}

/** Every value at a path: arrays on the way and at the end are gone through. */
export function* allValuesAt(at: Value | undefined, path: readonly string[], i = 0): Generator<Value> {
  if (i === path.length) {
    if (Array.isArray(at)) yield* at;
    else if (at !== undefined) yield at;
  } else if (at instanceof Map) {
    yield* allValuesAt(at.get(path[i] as string), path, i + 1);
  } else if (Array.isArray(at)) {
    const index = Number(path[i]);
    if (Number.isInteger(index) && at[index] !== undefined) yield* allValuesAt(at[index], path, i + 1);
    for (const item of at) if (item instanceof Map) yield* allValuesAt(item, path, i);
  }
}
