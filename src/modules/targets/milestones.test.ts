import { describe, expect, it } from 'vitest';
import type { QuarterKey } from '../../kernel/period.js';
import { bonusAmount, milestonesReached } from './milestones.js';
import { DEFAULT_TARGETS } from './target-config.js';

const C1_YEARLY = 4 * 7700;

function bonus(points: number, quarter: QuarterKey): number {
  return bonusAmount(milestonesReached(points, C1_YEARLY, quarter, DEFAULT_TARGETS));
}

describe('acceptance 42: the milestone table, grade C1', () => {
  it.each<[number, number, number, number, number]>([
    [7700, 1000, 1000, 1000, 1000],
    [15_400, 3000, 1000, 1000, 1000],
    [23_100, 6000, 3000, 1000, 1000],
    [30_800, 10_000, 6000, 3000, 1000],
  ])('%i points are worth %i in Q1, %i in Q2, %i in Q3, %i in Q4', (points, q1, q2, q3, q4) => {
    expect([
      bonus(points, '2025-Q1'),
      bonus(points, '2025-Q2'),
      bonus(points, '2025-Q3'),
      bonus(points, '2025-Q4'),
    ]).toEqual([q1, q2, q3, q4]);
  });

  it.each([
    [7699, 0],
    [15_399, 1000],
    [23_099, 3000],
    [30_799, 6000],
    [90_000, 10_000],
  ])('%i points in Q1 are worth %i: a point below is not reached', (points, amount) => {
    expect(bonus(points, '2025-Q1')).toBe(amount);
  });

  it('acceptance 34: 500 of a yearly 2000 is exactly the first milestone', () => {
    const [first] = milestonesReached(500, 2000, '2025-Q3', DEFAULT_TARGETS);
    expect(first).toEqual({ percent: 25, pointsNeeded: 500, reached: true, amount: 1000 });
  });
});
