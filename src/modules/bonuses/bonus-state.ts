import type { QuarterKey } from '../../kernel/period.js';
import type { Points } from '../../kernel/points.js';
import type { BonusEligibility, MilestoneState } from '../targets/index.js';

/** What eligibility was computed from, so that everybody can do the sum again. */
export interface BonusFigures {
  /** Regular points of the quarter, and its target; null for a grade without one. */
  readonly quarterPoints: Points;
  readonly quarterlyTarget: Points | null;
  /** Regular points of the fiscal year up to the end of the quarter, and the yearly target. */
  readonly yearPoints: Points;
  readonly yearlyTarget: Points | null;
  readonly milestones: readonly MilestoneState[];
  /** A missing month counts 0. Per cent with one decimal, cut off. */
  readonly utilization: {
    readonly average: number;
    readonly recorded: number;
    readonly of: number;
    readonly needed: number;
    /** True where utilization does not matter. */
    readonly exempt: boolean;
  };
  /** Bonus points of the fiscal year so far, and the most that there can be. */
  readonly yearBonus: Points;
  readonly cap: Points;
}

/** The bonus that stands for a quarter. */
export interface StandingBonus {
  readonly entryId: string;
  readonly points: Points;
  readonly at: Date;
  /** Who awarded it, by name. */
  readonly by: string;
}

/** What decides about a bonus. The amount is told where somebody is eligible; elsewhere it may be left at 0. */
export interface BonusVerdict extends BonusEligibility {
  /** The grade that counts: that of the last day of the quarter. */
  readonly grade: string;
  readonly awarded: boolean;
  /** Null unless awarded. */
  readonly award: StandingBonus | null;
}

/** How a person stands towards the bonus of a quarter: awarded, due, or why not, and what that was computed from. */
export interface BonusState extends BonusVerdict {
  readonly period: QuarterKey;
  readonly figures: BonusFigures;
}
