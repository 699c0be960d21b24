/** Points are whole numbers, like money in its smallest unit. They never pass through a fraction. */
export type Points = number;

/** Largest magnitude of one entry; far below where doubles lose whole numbers, so sums stay exact. */
export const MAX_POINTS = 1_000_000;

export function isPoints(value: number): boolean {
  return Number.isSafeInteger(value) && Math.abs(value) <= MAX_POINTS;
}

/** Value times quantity; throws when either is no whole number or the product is out of range. */
export function multiplyPoints(value: Points, quantity: number): Points {
  const product = value * quantity;
  if (!Number.isSafeInteger(quantity) || !isPoints(value) || !isPoints(product)) {
    throw new RangeError(`points out of range: ${value} x ${quantity}`);
  }
  return product;
}

/**
 * A ratio in per cent cut off after `decimals` places, never rounded up: a figure below a threshold must not be shown
 * as having reached it (79.99 becomes 79.9). Integer arithmetic, so 0.1 steps do not drift.
 */
export function percentFloor(part: number, whole: number, decimals = 1): number {
  if (whole === 0) return 0;
  const scale = 10 ** decimals;
  return Math.floor((part * 100 * scale) / whole) / scale;
}
