export {
  ENTRY_KINDS,
  NO_POINTS,
  type CategoryPoints,
  type CategoryTotals,
  type Entry,
  type EntryBasis,
  type EntryClass,
  type EntryFilter,
  type EntryKind,
  type EntrySource,
  type EntryWorth,
  type HistoryPage,
  type NewEntry,
  type PeriodTotals,
  type PersonCategorySum,
  type SumKey,
  type SumRow,
  type Totals,
} from './entry.js';
export { ENTRY_ORDERS, type EntryOrder, type Stretch, type TallyRow } from './stretch.queries.js';
export type { GrantedFilter } from './granted.queries.js';
export { isOriginal } from './group-entries.js';
export type { Breakdown, BreakdownCell, BreakdownFilter, PersonSums } from './breakdown.js';
export { BREAKDOWN_JOB, completeBreakdownsEverywhere } from './keep-breakdowns.js';
export type { Difference } from './difference.js';
export { describeDifference } from './describe-difference.js';
export { adjustmentInput, correctionPreviewInput, reversalInput } from './ledger.schema.js';
export { mayCorrect } from './ledger.policy.js';
export type { Looked } from './looked.js';
export type { LedgerModule } from './ledger.module.js';
export { createLedger, type LedgerDependencies } from './create-ledger.js';
export type { EntryWords, ReplaceWords } from './reseal-accounts.js';
