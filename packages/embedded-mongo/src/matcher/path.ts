import type { Value } from '../values/types.js';
import type { MatchPosition } from './filter.js';

/** A condition on one value; `undefined` is a missing field. */
export type ValueTest = (v: Value | undefined) => boolean;

const ARRAY_INDEX = /^(?:0|[1-9]\d*)$/;

/** True for a path component that can be an array index. */
export function isArrayIndex(component: string): boolean {
  return ARRAY_INDEX.test(component);
}

/**
 * Does any value at the path satisfy the test? Arrays on the way are searched through; an array at the
 * end is searched and then taken as a whole, or only taken as a whole when `expandLast` is false.
 */
export function matchPath(
  at: Value | undefined,
  path: readonly string[],
  from: number,
  test: ValueTest,
  expandLast: boolean,
  pos: MatchPosition | undefined,
): boolean {
  if (from === path.length) {
    return expandLast && Array.isArray(at) ? matchElements(at, test, pos) || test(at) : test(at);
  }
  const name = path[from] as string;
  if (at instanceof Map) return matchPath(at.get(name), path, from + 1, test, expandLast, pos);
  if (!Array.isArray(at)) return test(undefined);
  for (let i = 0; i < at.length; i++) {
    const item = at[i];
    if (item instanceof Map && matchPath(item.get(name), path, from + 1, test, expandLast, pos)) {
      // The outermost array decides what the positional operator means, so it writes last.
      if (pos !== undefined) pos.index = i;
      return true;
    }
  }
  if (!isArrayIndex(name) || Number(name) >= at.length) return false;
  return matchPath(at[Number(name)], path, from + 1, test, expandLast, pos);
}

function matchElements(values: readonly Value[], test: ValueTest, pos: MatchPosition | undefined): boolean {
  for (let i = 0; i < values.length; i++) {
    if (test(values[i])) {
      if (pos !== undefined) pos.index = i;
      return true;
    }
  }
  return false;
}
