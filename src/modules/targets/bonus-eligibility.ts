import type { QuarterKey } from '../../kernel/period.js';
import { periodLabel } from '../../kernel/period.js';
import type { Points } from '../../kernel/points.js';
import { utilizationPercent, type BasisPoints } from '../../kernel/utilization.js';
import { bonusAmount, milestonesReached } from './milestones.js';
import type { TargetConfig } from './target-config.js';

/** Everything as of the last day of the quarter. */
export interface BonusFacts {
  readonly quarter: QuarterKey;
  readonly alreadyAwarded: boolean;
  readonly grade: string;
  /** Regular points of the quarter. */
  readonly quarterPoints: Points;
  /** Regular points of the fiscal year up to the end of the quarter. */
  readonly yearPoints: Points;
  /** Sum over the quarter's months, a missing month counting 0. */
  readonly utilizationSum: BasisPoints;
  readonly months: number;
  /** Bonus points of the fiscal year so far. */
  readonly yearBonus: Points;
  readonly config: TargetConfig;
}

/** The rules in their order, by what is missing where they say no; `eligible` where none does. */
export const BONUS_RULES = [
  'eligible',
  'awarded',
  'no-target',
  'points',
  'utilization',
  'no-milestone',
  'cap',
] as const;
export type BonusRule = (typeof BONUS_RULES)[number];

export interface BonusEligibility {
  readonly eligible: boolean;
  /** Which rule decided. */
  readonly rule: BonusRule;
  /** What the milestones are worth, also when something else stands in the way. */
  readonly amount: Points;
  /** A sentence for people, also when eligible. */
  readonly reason: string;
}

/** Grades that get a bonus without looking at utilization. */
const EXEMPT_FROM_UTILIZATION: readonly string[] = ['A1'];

/** Whether a person gets the bonus of a quarter; the first rule that says no gives the reason. All or nothing. */
export function bonusEligibility(facts: BonusFacts): BonusEligibility {
  const { config, quarter, grade } = facts;
  const target = Object.hasOwn(config.quarterly, grade) ? config.quarterly[grade] : undefined;
  const amount =
    target === undefined ? 0 : bonusAmount(milestonesReached(facts.yearPoints, target * 4, quarter, config));
  const refusal = firstRefusal(facts, target, amount);
  return refusal === undefined
    ? { eligible: true, rule: 'eligible', amount, reason: `${amount} points for the milestones reached.` }
    : { eligible: false, rule: refusal[0], amount, reason: refusal[1] };
}

/** True for grades that get a bonus without looking at utilization. */
export function isExemptFromUtilization(grade: string): boolean {
  return EXEMPT_FROM_UTILIZATION.includes(grade);
}

type Refused = readonly [rule: Exclude<BonusRule, 'eligible'>, reason: string];

function firstRefusal(facts: BonusFacts, target: Points | undefined, amount: Points): Refused | undefined {
  const { config, quarter, grade, quarterPoints } = facts;
  if (facts.alreadyAwarded) return ['awarded', `Already awarded for ${periodLabel(quarter)}.`];
  if (target === undefined) return ['no-target', `Grade ${grade} has no target.`];
  if (quarterPoints < target) return ['points', `${quarterPoints} / ${target} points of the quarterly target.`];
  // Whole numbers on both sides: an average of 79.999 must not pass as 80.
  if (!isExemptFromUtilization(grade) && facts.utilizationSum < config.utilizationThreshold * facts.months) {
    const average = utilizationPercent(facts.utilizationSum / facts.months);
    const needed = utilizationPercent(config.utilizationThreshold);
    return ['utilization', `Utilization ${average.toFixed(1)} % of ${needed.toFixed(1)} % needed.`];
  }
  if (amount === 0) return ['no-milestone', 'No milestone that is worth a bonus in this quarter.'];
  if (facts.yearBonus + amount > config.bonusCap) {
    return [
      'cap',
      `${facts.yearBonus} bonus points this year and ${amount} more would exceed the cap of ${config.bonusCap}.`,
    ];
  }
  return undefined;
}
