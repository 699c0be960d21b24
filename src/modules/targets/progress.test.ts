import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { progress, targetOfRange } from './progress.js';

describe('progress', () => {
  it('acceptance 35: C1 with 3850 is at 50.0 % of the quarter and 12.5 % of the year', () => {
    expect(progress(3850, 7700).percent).toBe(50);
    expect(progress(3850, 4 * 7700).percent).toBe(12.5);
  });

  it('acceptance 35: 9000 of 7700 fills the bar and keeps the figures', () => {
    expect(progress(9000, 7700)).toEqual({
      points: 9000,
      target: 7700,
      percent: 116.8,
      bar: 100,
      reached: true,
      missing: 0,
    });
  });

  it('acceptance 41: 7699 of 7700 is not shown as reached', () => {
    expect(progress(7699, 7700)).toMatchObject({ percent: 99.9, reached: false, missing: 1 });
  });

  it('shows 100 % only when the target is reached, and always then', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: 1, max: 100_000 }), (points, target) => {
        const shown = progress(points, target);
        expect(shown.percent >= 100).toBe(points >= target);
        expect(shown.missing + Math.min(points, target)).toBe(target);
      }),
    );
  });
});

describe('targetOfRange', () => {
  it.each([
    ['2025-04-01', '2025-06-30', 7678],
    ['2025-04-01', '2026-03-31', 30_800],
    ['2025-04-01', '2025-04-01', 84],
    ['2024-01-01', '2024-12-31', 30_884],
  ])('C1 from %s to %s: %i', (from, to, target) => {
    expect(targetOfRange(4 * 7700, { from, to })).toBe(target);
  });
});
