import type { LocalDate } from '../kernel/local-date.js';

/** One thing that somebody did, from the claim to the decision. Planned before anything is written. */
export interface Activity {
  readonly kind: 'raised' | 'proposed' | 'utilization';
  readonly categoryCode: string;
  readonly unit: string;
  readonly personId: string;
  /** Who raises or proposes. */
  readonly claimantId: string;
  readonly deciderId: string;
  readonly eventDate: LocalDate;
  readonly quantity: number;
  readonly notes: string;
  /** `YYYY-MM` and per cent, of utilization only. */
  readonly utilization?: { readonly month: string; readonly percent: string };
  readonly claimedAt: Date;
  readonly outcome:
    | { readonly kind: 'pending' }
    | { readonly kind: 'approve' | 'reject'; readonly at: Date; readonly notes: string }
    | { readonly kind: 'withdraw'; readonly at: Date };
}
