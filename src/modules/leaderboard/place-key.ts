import type { Points } from '../../kernel/points.js';

/** Larger than any points there are, and small enough that sums stay whole numbers. */
const CEILING = 1_000_000_000_000;
const DIGITS = 13;

/**
 * Where somebody stands, as a text: keys in the order of texts are places, more points first, equal points in the order
 * of ids. So an index over it is the board. Without a person it is the first possible place with these points.
 */
export function placeKey(points: Points, personId = ''): string {
  return `${String(CEILING - points).padStart(DIGITS, '0')}:${personId}`;
}

/** The first possible place behind everybody with points. */
export const BEHIND_POINTS = placeKey(0);
