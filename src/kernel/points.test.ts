import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPoints, MAX_POINTS, multiplyPoints, percentFloor } from './points.js';

describe('points', () => {
  it.each([
    [0, true],
    [-100, true],
    [MAX_POINTS, true],
    [-MAX_POINTS, true],
    [MAX_POINTS + 1, false],
    [0.5, false],
    [1e9, false],
    [Number.NaN, false],
    [Number.POSITIVE_INFINITY, false],
  ])('%d: %s', (value, whole) => {
    expect(isPoints(value)).toBe(whole);
  });

  it('multiply to whole points', () => {
    expect(multiplyPoints(100, 3)).toBe(300);
    expect(multiplyPoints(500, 1)).toBe(500);
  });

  it.each([
    [100, 1.5],
    [100, Number.NaN],
    [100, Number.POSITIVE_INFINITY],
    [0.5, 2],
    [MAX_POINTS, 2],
    [100, 1e9],
  ])('%d x %d is refused', (value, quantity) => {
    expect(() => multiplyPoints(value, quantity)).toThrow(RangeError);
  });
});

describe('percentFloor', () => {
  it.each([
    [3850, 7700, 1, 50],
    [3850, 30_800, 1, 12.5],
    [7999, 10_000, 1, 79.9],
    [7699, 7700, 1, 99.9],
    [7700, 7700, 1, 100],
    [9000, 7700, 1, 116.8],
    [1, 3, 1, 33.3],
    [2, 3, 0, 66],
    [2, 3, 2, 66.66],
    [0, 7700, 1, 0],
    [5, 0, 1, 0],
  ])('%d of %d to %d places is %d', (part, whole, decimals, percent) => {
    expect(percentFloor(part, whole, decimals)).toBe(percent);
  });

  it('never shows a threshold as reached that was missed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 0, max: 1_000_000 }), (whole, part) => {
        const shown = percentFloor(part, whole);
        expect(shown >= 100).toBe(part >= whole);
        expect(shown >= 80).toBe(part * 100 >= whole * 80);
      }),
    );
  });
});
