import type { PeriodKey } from '../../kernel/period.js';
import type { PeriodTotals } from './entry.js';

/** Something that the verifier found wrong with one person's account. */
export type Difference =
  /** The entry is not what was written. */
  | { readonly type: 'entry.altered'; readonly personId: string; readonly sequence: number; readonly entryId: string }
  /** The entry is gone. Its id is known when its successor, or the account, is still there to name it. */
  | {
      readonly type: 'entry.missing';
      readonly personId: string;
      readonly sequence: number;
      readonly entryId: string | null;
    }
  /** The entry was never written by the ledger. */
  | { readonly type: 'entry.foreign'; readonly personId: string; readonly sequence: number; readonly entryId: string }
  /** The account's last link is not the one its entries lead to. */
  | { readonly type: 'account.altered'; readonly personId: string }
  /** The stored total is not the sum of the entries; undefined means there is none. */
  | {
      readonly type: 'total.wrong';
      readonly personId: string;
      readonly period: PeriodKey;
      readonly stored: PeriodTotals | undefined;
      readonly computed: PeriodTotals | undefined;
    }
  /** The stored breakdown of a fiscal year is not that of the entries. */
  | { readonly type: 'breakdown.wrong'; readonly personId: string; readonly year: number };
