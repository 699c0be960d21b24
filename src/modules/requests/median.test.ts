import { describe, expect, it } from 'vitest';
import { median } from './median.js';

describe('the median', () => {
  it.each([
    [[], null],
    [[3], 3],
    [[10, 2], 6],
    [[9, 1, 5], 5],
    [[100, 9, 8, 7], 8.5],
    [[2, 2, 2, 1000], 2],
  ])('of %j is %s', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  it('leaves what it is given as it is', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });
});
