import type { Value } from '../values/types.js';

/**
 * The values at a dotted path, arrays expanded at every level including the last (as `distinct` sees
 * them). A path that leads nowhere gives nothing.
 */
export function* pathValues(root: Value | undefined, path: readonly string[]): Generator<Value, void, void> {
  const [name, ...rest] = path;
  if (root === undefined) return;
  if (name === undefined) {
    if (Array.isArray(root)) yield* root;
    else yield root;
    return;
  }
  if (root instanceof Map) yield* pathValues(root.get(name), rest);
  else if (Array.isArray(root)) yield* insideArray(root, name, path);
}

function* insideArray(array: readonly Value[], name: string, path: readonly string[]): Generator<Value, void, void> {
  if (/^\d+$/.test(name)) yield* pathValues(array[Number(name)], path.slice(1));
  for (const element of array) {
    if (element instanceof Map) yield* pathValues(element, path);
  }
}
