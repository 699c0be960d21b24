import type { LocalDate } from '../../kernel/local-date.js';
import type { Points } from '../../kernel/points.js';
import type { BasisPoints } from '../../kernel/utilization.js';

/** A share of the yearly target, and the bonus that reaching it is worth when awarded for Q1, Q2, Q3, Q4. */
export interface Milestone {
  readonly percent: number;
  readonly amounts: readonly [Points, Points, Points, Points];
}

/** What central sets. Applies from its date on, never before. */
export interface TargetConfig {
  /** Quarterly target by grade; a grade without one has no target. */
  readonly quarterly: Readonly<Record<string, Points>>;
  readonly milestones: readonly Milestone[];
  /** Least utilization average for a bonus. */
  readonly utilizationThreshold: BasisPoints;
  /** Most bonus points of a person in a fiscal year. */
  readonly bonusCap: Points;
}

export interface DatedTargetConfig extends TargetConfig {
  readonly effectiveFrom: LocalDate;
}

/** A configuration and its first day, null for what an organization has before central changes anything. */
export interface ConfigAsSet extends TargetConfig {
  readonly effectiveFrom: LocalDate | null;
}

/** What an organization has before central changes anything. */
export const DEFAULT_TARGETS: TargetConfig = {
  quarterly: { A1: 2750, B1: 3950, B2: 4850, C1: 7700, C2: 8700, D1: 6700, D2: 6200 },
  milestones: [
    { percent: 25, amounts: [1000, 1000, 1000, 1000] },
    { percent: 50, amounts: [2000, 0, 0, 0] },
    { percent: 75, amounts: [3000, 2000, 0, 0] },
    { percent: 100, amounts: [4000, 3000, 2000, 0] },
  ],
  utilizationThreshold: 8000,
  bonusCap: 10_000,
};
