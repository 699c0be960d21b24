import { MongoError } from '../../errors.js';
import { MAX_DEPTH } from '../../values/decode.js';
import type { Value } from '../../values/types.js';
import type { Evaluator, Scope } from './scope.js';

/** The value at a path: arrays on the way give the array of what their documents hold. */
export function valueAt(from: Value | undefined, path: readonly string[], start = 0): Value | undefined {
  let at = from;
  for (let i = start; i < path.length; i++) {
    if (at instanceof Map) {
      at = at.get(path[i] as string);
    } else if (Array.isArray(at)) {
      const out: Value[] = [];
      for (const item of at) {
        // Arrays directly inside arrays are not searched.
        if (!(item instanceof Map)) continue;
        const v = valueAt(item, path, i);
        if (v !== undefined) out.push(v);
      }
      return out;
    } else {
      return undefined;
    }
  }
  return at;
}

/** Splits a path and checks its names. */
export function parsePath(path: string): string[] {
  const names = path.split('.');
  if (names.length > MAX_DEPTH) throw new MongoError(15, 'FieldPath is too long');
  for (const name of names) {
    if (name === '') {
      throw path.endsWith('.')
        ? new MongoError(40353, "FieldPath must not end with a '.'.")
        : new MongoError(15998, 'FieldPath field names may not be empty strings.');
    }
    if (name.startsWith('$'))
      throw new MongoError(
        16410,
        `FieldPath field names may not start with '$'. Consider using $getField or $setField.`,
      );
  }
  return names;
}

/** `$a.b`: a path from the current document. */
export function fieldPath(path: string, scope: Scope): Evaluator {
  if (path === '') throw new MongoError(16872, "'$' by itself is not a valid FieldPath");
  const names = parsePath(path);
  const current = scope.cell('CURRENT');
  if (current !== undefined) return () => valueAt(current.value, names);
  const [first, second] = names as [string, string?];
  scope.dependencies.fields.add(first);
  if (second === undefined) return (root) => root.get(first);
  return (root) => valueAt(root.get(first), names, 1);
}
