import type { QuarterKey } from '../../kernel/period.js';

/** The category of all bonuses. */
export const BONUS_CATEGORY = 'bonus';

/** Under which somebody's bonus of a quarter is credited, once; after a reversal the ledger adds a counter. */
export function bonusKey(personId: string, quarter: QuarterKey): string {
  return `bonus:${personId}:${quarter}`;
}

/** The quarter of a bonus by its key, with or without a counter. */
export function quarterOfKey(sourceKey: string): string | undefined {
  return /^bonus:[^:]+:(\d{4}-Q[1-4])(?::\d+)?$/.exec(sourceKey)?.[1];
}
