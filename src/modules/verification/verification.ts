import type { PeriodKey } from '../../kernel/period.js';

/** What a verification looks at. `ledger` is money: entries, their chain, and what is summed from them. */
export const VERIFIED = ['ledger', 'boards'] as const;
export type Verified = (typeof VERIFIED)[number];

/** One thing that is not as the entries say. What is known of it beside the person depends on its type. */
export interface NamedDifference {
  readonly of: Verified;
  /** As the module names it: `entry.altered`, `total.wrong` ... */
  readonly type: string;
  readonly personId: string | null;
  readonly sequence?: number;
  readonly entryId?: string | null;
  readonly period?: PeriodKey;
  readonly year?: number;
  readonly stored?: PointsSaid | null;
  readonly computed?: PointsSaid | null;
}

export interface PointsSaid {
  readonly regular: number;
  readonly bonus: number;
}

export type VerificationStatus = 'running' | 'completed' | 'interrupted';

/** One look at everything, as it is or as it was. */
export interface Verification {
  readonly id: string;
  readonly status: VerificationStatus;
  /** `night` for the one that comes by itself. */
  readonly cause: 'night' | 'person';
  /** Who asked for it; "verification" where it came by itself. */
  readonly by: string;
  readonly startedAt: Date;
  readonly completedAt: Date | null;
  /** Entries looked at so far, of how many. */
  readonly entries: number;
  readonly total: number;
  /** How many differences were found; the first {@link NAMED_DIFFERENCES} of them are named. */
  readonly found: number;
  readonly differences: readonly NamedDifference[];
}

export const NAMED_DIFFERENCES = 100;
/** So many results are kept. */
export const KEPT_VERIFICATIONS = 30;
