import type { Points } from '../../kernel/points.js';
import { placeKey } from './place-key.js';

/** No section holds more; what lies within one is counted in the index. */
export const SECTION_MAX = 128;
/** Neighbours that hold no more together become one. */
const SECTION_MIN = 32;

/**
 * How many stand in each stretch of a list of places. Sections hold about equally many however the points lie, so that a
 * place is found by adding up counts and counting less than one section, with three hundred people or a million.
 */
export interface Tally {
  /** The first key of each section; the first of all is the empty text. */
  readonly from: string[];
  readonly counts: number[];
  participants: number;
  sum: Points;
}

/** Who stands where: the key holds the points. */
export interface Standpoint {
  readonly key: string;
  readonly points: Points;
}

export function emptyTally(): Tally {
  return { from: [''], counts: [0], participants: 0, sum: 0 };
}

/** Everybody, also those without points. */
export function headsOf({ counts }: { readonly counts: readonly number[] }): number {
  let heads = 0;
  for (const count of counts) heads += count;
  return heads;
}

/** The section in which a key lies. */
export function sectionOf({ from }: { readonly from: readonly string[] }, key: string): number {
  let [low, high] = [0, from.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((from[middle] ?? '') <= key) low = middle;
    else high = middle;
  }
  return low;
}

/** How many stand before a section. */
export function countBefore({ counts }: { readonly counts: readonly number[] }, section: number): number {
  let before = 0;
  for (let index = 0; index < section; index += 1) before += counts[index] ?? 0;
  return before;
}

/** The section in which the place with an offset lies, and how many of the section stand before it. */
export function sectionAt({ counts }: { readonly counts: readonly number[] }, offset: number): [number, number] {
  let rest = offset;
  for (const [index, count] of counts.entries()) {
    if (rest < count) return [index, rest];
    rest -= count;
  }
  return [Math.max(0, counts.length - 1), rest + (counts.at(-1) ?? 0)];
}

function count(tally: Tally, { key, points }: Standpoint, by: 1 | -1): void {
  const section = sectionOf(tally, key);
  tally.counts[section] = (tally.counts[section] ?? 0) + by;
  if (points <= 0) return;
  tally.participants += by;
  tally.sum += by * points;
}

/** Somebody moves, appears or goes. */
export function move(tally: Tally, before: Standpoint | undefined, after: Standpoint | undefined): void {
  if (before !== undefined) count(tally, before, -1);
  if (after !== undefined) count(tally, after, 1);
}

/** Adds somebody who stands behind all others; for tallies that are made anew. */
export function append(tally: Tally, { key, points }: Standpoint): void {
  const last = tally.counts.length - 1;
  if ((tally.counts[last] ?? 0) >= SECTION_MAX / 2) {
    tally.from.push(key);
    tally.counts.push(1);
  } else tally.counts[last] = (tally.counts[last] ?? 0) + 1;
  if (points <= 0) return;
  tally.participants += 1;
  tally.sum += points;
}

/** Cuts sections that have become too large in two; `keyAt` finds the key so many places behind the start of a section. */
export async function cutLarge(
  tally: Tally,
  keyAt: (from: string, to: string | undefined, offset: number) => Promise<string | undefined>,
): Promise<void> {
  for (let section = 0; section < tally.counts.length; section += 1) {
    for (let size = tally.counts[section] ?? 0; size > SECTION_MAX; size = tally.counts[section] ?? 0) {
      const half = size >> 1;
      const cut = await keyAt(tally.from[section] ?? '', tally.from[section + 1], half);
      // Rows and counts that do not agree are told by the verification.
      if (cut === undefined || cut <= (tally.from[section] ?? '')) break;
      tally.from.splice(section + 1, 0, cut);
      tally.counts.splice(section, 1, half, size - half);
    }
  }
}

/** Joins sections that have become small with the one before. */
export function joinSmall(tally: Tally): void {
  for (let section = tally.counts.length - 1; section > 0; section -= 1) {
    const together = (tally.counts[section - 1] ?? 0) + (tally.counts[section] ?? 0);
    if (together > SECTION_MIN) continue;
    tally.from.splice(section, 1);
    tally.counts.splice(section - 1, 2, together);
  }
}

export function standpoint(key: string | null | undefined, points: Points): Standpoint | undefined {
  return key == null ? undefined : { key, points };
}

/** The first possible key behind all with these points. */
export function behind(points: Points): string {
  return placeKey(points - 1);
}
