import type { QuarterKey } from '../../kernel/period.js';
import type { BonusState } from './bonus-state.js';

/** The bonus of a quarter: who is eligible and why, and giving it once. */
export interface BonusesModule {
  /**
   * How people stand towards the bonus of a quarter, with points up to its end, grade and configuration of its last day.
   * The caller has checked the right; unknown people are left out. A fixed number of queries for any number of people.
   */
  states(personIds: readonly string[], quarter: QuarterKey): Promise<Map<string, BonusState>>;
}
