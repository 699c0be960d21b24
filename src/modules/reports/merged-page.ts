import type { PageRequest } from '../../kernel/paging.js';
import { offsetOf } from '../../kernel/paging.js';

/** How many rows of two lists share a key: a day, or points. */
export interface MergedKey<K extends string | number> {
  readonly key: K;
  /** Those of the first list come before those of the second. */
  readonly first: number;
  readonly second: number;
}

/** Which rows of each list stand on a page of both together. */
export interface MergedPage {
  readonly first: { readonly skip: number; readonly limit: number };
  readonly second: { readonly skip: number; readonly limit: number };
}

/**
 * Finds the rows of a page in two lists that are merged by a key, from the counts of each key alone: however deep the page
 * lies, only its own rows have to be read. Keys come in the order of the merged list.
 */
export function mergedPage(keys: readonly MergedKey<string | number>[], page: PageRequest): MergedPage {
  const from = offsetOf(page);
  const begin = placeOf(keys, from);
  const end = placeOf(keys, from + page.size);
  return {
    first: { skip: begin.first, limit: end.first - begin.first },
    second: { skip: begin.second, limit: end.second - begin.second },
  };
}

/** How many rows of each list lie before a place of the merged one. */
function placeOf(keys: readonly MergedKey<string | number>[], place: number): { first: number; second: number } {
  const before = { first: 0, second: 0 };
  let left = place;
  for (const { first, second } of keys) {
    const fromFirst = Math.min(first, left);
    const fromSecond = Math.min(second, left - fromFirst);
    before.first += fromFirst;
    before.second += fromSecond;
    left -= fromFirst + fromSecond;
    if (left === 0) break;
  }
  return before;
}

/** Counts of two lists by key, in order; `down` begins with the highest. */
export function mergeCounts<K extends string | number>(
  first: readonly { readonly key: K; readonly count: number }[],
  second: readonly { readonly key: K; readonly count: number }[],
  down: boolean,
): MergedKey<K>[] {
  const counts = new Map<K, { first: number; second: number }>();
  const at = (key: K) => {
    const known = counts.get(key) ?? { first: 0, second: 0 };
    counts.set(key, known);
    return known;
  };
  for (const { key, count } of first) at(key).first += count;
  for (const { key, count } of second) at(key).second += count;
  const sign = down ? -1 : 1;
  return [...counts]
    .map(([key, count]) => ({ key, ...count }))
    .sort((one, other) => (one.key === other.key ? 0 : one.key < other.key ? -sign : sign));
}
