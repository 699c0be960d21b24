import { describe, expect, it } from 'vitest';
import { bonusEligibility, type BonusFacts } from './bonus-eligibility.js';
import { DEFAULT_TARGETS, type TargetConfig } from './target-config.js';

const eligible: BonusFacts = {
  quarter: '2025-Q2',
  alreadyAwarded: false,
  grade: 'C1',
  quarterPoints: 7700,
  yearPoints: 7700,
  utilizationSum: 24_000,
  months: 3,
  yearBonus: 0,
  config: DEFAULT_TARGETS,
};

/** Default milestones, but the first is worth one point more. */
const editedMilestone: TargetConfig = {
  ...DEFAULT_TARGETS,
  milestones: [{ percent: 25, amounts: [1001, 1001, 1001, 1001] }, ...DEFAULT_TARGETS.milestones.slice(1)],
};

describe('bonusEligibility', () => {
  it.each<[string, Partial<BonusFacts>, boolean, number, RegExp]>([
    ['exactly at target and threshold', {}, true, 1000, /1000 points/],
    ['awarded already', { alreadyAwarded: true }, false, 1000, /Already awarded for Q2 FY 2025-26/],
    [
      'awarded already comes before everything else',
      { alreadyAwarded: true, grade: 'E9', quarterPoints: 0 },
      false,
      0,
      /Already awarded/,
    ],
    ['grade without a target', { grade: 'E9' }, false, 0, /Grade E9 has no target/],
    ['grade named like an object member', { grade: 'constructor' }, false, 0, /has no target/],
    ['acceptance 41: one point short', { quarterPoints: 7699 }, false, 1000, /7699 \/ 7700/],
    ['points come before utilization', { quarterPoints: 7699, utilizationSum: 0 }, false, 1000, /7699 \/ 7700/],
    ['acceptance 41: 79.99 %', { utilizationSum: 3 * 7999 }, false, 1000, /79\.9 % of 80\.0 %/],
    ['a third of a hundredth short', { utilizationSum: 23_999 }, false, 1000, /79\.9 %/],
    ['acceptance 41: 80 %', { utilizationSum: 3 * 8000 }, true, 1000, /./],
    ['acceptance 40: 90, 60, none', { utilizationSum: 15_000 }, false, 1000, /50\.0 %/],
    ['acceptance 40: A1 is exempt', { grade: 'A1', utilizationSum: 0 }, true, 1000, /./],
    ['acceptance 43: 9000 and 1000 more', { yearBonus: 9000 }, true, 1000, /./],
    [
      'acceptance 43: 9000 and 1001 more',
      { yearBonus: 9000, config: editedMilestone },
      false,
      1001,
      /9000 .* 1001 .* 10000/,
    ],
    ['utilization comes before the cap', { utilizationSum: 0, yearBonus: 9999 }, false, 1000, /Utilization/],
    ['no milestone reached', { yearPoints: 7699 }, false, 0, /No milestone/],
    ['all milestones in Q1', { quarter: '2025-Q1', yearPoints: 30_800 }, true, 10_000, /./],
  ])('%s', (_name, facts, expected, amount, reason) => {
    const result = bonusEligibility({ ...eligible, ...facts });
    expect({ eligible: result.eligible, amount: result.amount }).toEqual({ eligible: expected, amount });
    expect(result.reason).toMatch(reason);
  });
});
