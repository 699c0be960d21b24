import type { Difference } from './difference.js';
import type { PeriodTotals } from './entry.js';

/** A difference in one line, for operators. */
export function describeDifference(difference: Difference): string {
  const { personId } = difference;
  switch (difference.type) {
    case 'entry.altered':
      return `person ${personId}: entry ${difference.sequence} (${difference.entryId}) is not what was written`;
    case 'entry.missing':
      return `person ${personId}: entry ${difference.sequence} (${difference.entryId ?? 'id unknown'}) is missing`;
    case 'entry.foreign':
      return `person ${personId}: entry ${difference.sequence} (${difference.entryId}) was not written by the ledger`;
    case 'account.altered':
      return `person ${personId}: the account does not end where its entries do`;
    case 'total.wrong':
      return `person ${personId}: the total of ${difference.period} says ${sums(difference.stored)}, the entries say ${sums(difference.computed)}`;
    case 'breakdown.wrong':
      return `person ${personId}: the breakdown of ${difference.year} by month and category is not that of the entries`;
  }
}

function sums(totals: PeriodTotals | undefined): string {
  return totals === undefined ? 'nothing' : `${totals.regular} regular and ${totals.bonus} bonus`;
}
