import type { QuarterKey } from '../../kernel/period.js';
import type { BonusEligibility } from '../targets/index.js';

/** How a person stands towards the bonus of a quarter: awarded, due, or why not. */
export interface BonusState extends BonusEligibility {
  readonly period: QuarterKey;
  /** The grade that counts: that of the last day of the quarter. */
  readonly grade: string;
  readonly awarded: boolean;
}
