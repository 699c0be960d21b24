import { quarterNumber, type QuarterKey } from '../../kernel/period.js';
import type { Points } from '../../kernel/points.js';
import type { TargetConfig } from './target-config.js';

export interface MilestoneState {
  readonly percent: number;
  /** Regular points of the fiscal year from which the milestone counts as reached. */
  readonly pointsNeeded: Points;
  readonly reached: boolean;
  /** What reaching it is worth in the quarter asked for. */
  readonly amount: Points;
}

/**
 * Each milestone against the fiscal year's regular points up to the end of a quarter. Compared in whole numbers, so a
 * milestone is reached at exactly its share of the yearly target and not a point earlier.
 */
export function milestonesReached(
  yearPoints: Points,
  yearlyTarget: Points,
  quarter: QuarterKey,
  config: Pick<TargetConfig, 'milestones'>,
): MilestoneState[] {
  const column = quarterNumber(quarter) - 1;
  return config.milestones.map(({ percent, amounts }) => ({
    percent,
    pointsNeeded: Math.ceil((percent * yearlyTarget) / 100),
    reached: yearPoints * 100 >= percent * yearlyTarget,
    amount: amounts[column] ?? 0,
  }));
}

/** The bonus of a quarter: all milestones reached so far, each with this quarter's amount. */
export function bonusAmount(milestones: readonly MilestoneState[]): Points {
  return milestones.reduce((sum, milestone) => sum + (milestone.reached ? milestone.amount : 0), 0);
}
