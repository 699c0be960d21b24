import { offsetOf, type PageRequest } from '../../kernel/paging.js';
import type { Points } from '../../kernel/points.js';

/** Somebody in an order by figures. */
export interface Ranked {
  readonly personId: string;
  readonly points: Points;
  /** 1 where points themselves sort; undefined for a grade without a target. */
  readonly target: Points | undefined;
}

/** People in the order of figures: how many, the ids of a page, and all ids from the first on. */
export interface RankedPeople {
  readonly total: number;
  page(page: PageRequest): Promise<string[]>;
  each(): AsyncGenerator<string>;
}

/**
 * By the share of the target, in whole numbers, so that nobody stands before somebody by rounding. Whoever has no target
 * stands below everybody with one; equals stand in the order in which they were registered.
 */
export function compareRanked(a: Ranked, b: Ranked, descending: boolean): number {
  const difference = differenceOf(a, b);
  if (difference !== 0) return descending ? -difference : difference;
  return a.personId < b.personId ? -1 : 1;
}

function differenceOf(a: Ranked, b: Ranked): number {
  if (a.target !== undefined && b.target !== undefined) return a.points * b.target - b.points * a.target;
  if (a.target === b.target) return a.points - b.points;
  return a.target === undefined ? -1 : 1;
}

/** A page of ids by walking to it; costs as much as it lies far back. */
export async function walkTo(each: AsyncGenerator<string>, page: PageRequest): Promise<string[]> {
  const until = offsetOf(page) + page.size;
  const ids: string[] = [];
  let place = 0;
  for await (const id of each) {
    if (place >= offsetOf(page)) ids.push(id);
    place += 1;
    if (place === until) break;
  }
  return ids;
}
