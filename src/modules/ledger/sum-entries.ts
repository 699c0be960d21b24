import { periodKeysOf, type PeriodKey } from '../../kernel/period.js';
import type { Points } from '../../kernel/points.js';
import type { Entry, EntryClass, PeriodTotals, Totals } from './entry.js';

/** What a line adds to the totals. */
export type Summand = Pick<Entry, 'quarter' | 'year' | 'class' | 'points'>;

/** A person's totals as the entries alone give them, for each period that any entry belongs to. */
export function sumEntries(entries: Iterable<Summand>): Map<PeriodKey, PeriodTotals> {
  const totals = new Map<PeriodKey, { period: PeriodKey; regular: Points; bonus: Points }>();
  for (const entry of entries) {
    for (const period of periodKeysOf(entry)) {
      const total = totals.get(period) ?? { period, regular: 0, bonus: 0 };
      total[entry.class] += entry.points;
      totals.set(period, total);
    }
  }
  return totals;
}

export function combine(sums: Readonly<Record<EntryClass, Points>>): Totals {
  return { regular: sums.regular, bonus: sums.bonus, combined: sums.regular + sums.bonus };
}
