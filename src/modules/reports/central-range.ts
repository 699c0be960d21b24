import { daysBetween, type LocalDate } from '../../kernel/local-date.js';
import {
  periodOfDate,
  rangeOfPeriod,
  yearKey,
  type Calendar,
  type DateRange,
  type QuarterKey,
  type YearKey,
} from '../../kernel/period.js';
import { NO_POINTS, type Totals } from '../ledger/index.js';
import type { CentralFilter, CentralRange } from './central-figures.js';
import { figureRange } from './figure-range.js';
import type { ReportsDependencies } from './reports-dependencies.js';

/**
 * The days asked for, null where none are. Days that are exactly a quarter or a fiscal year take the points that were
 * stored with it, so that they agree with every screen of that period.
 * @throws InvalidInput at `from` where it is after `to`, or where there are more than five years between them
 */
export function centralRange(
  { from, to }: Pick<CentralFilter, 'from' | 'to'>,
  today: LocalDate,
  calendar: Calendar,
): CentralRange | null {
  if (from === undefined && to === undefined) return null;
  const range = figureRange({ from, to }, today, calendar);
  return { ...range, period: periodOfRange(range, calendar), days: daysBetween(range.from, range.to) + 1 };
}

/** The quarter or fiscal year that a range is exactly. */
function periodOfRange({ from, to }: DateRange, calendar: Calendar): QuarterKey | YearKey | null {
  const { quarter, year } = periodOfDate(from, calendar);
  const same = (key: QuarterKey | YearKey) => {
    const range = rangeOfPeriod(key, calendar);
    return range.from === from && range.to === to;
  };
  return [quarter, yearKey(year)].find(same) ?? null;
}

/** What people got in the days: stored totals of a period, otherwise their entries by index. */
export async function rangeTotals(
  { ledger }: Pick<ReportsDependencies, 'ledger'>,
  personIds: readonly string[],
  { period, from, to }: CentralRange,
): Promise<(personId: string) => Totals> {
  if (period !== null) {
    const totals = await ledger.totals(personIds, [period]);
    return (id) => totals.get(id)?.[period] ?? NO_POINTS;
  }
  const rows = await ledger.sumBy({ personIds, from, to }, 'person');
  const sums = new Map(rows.map(({ key, regular, bonus, combined }) => [key, { regular, bonus, combined }]));
  return (id) => sums.get(id) ?? NO_POINTS;
}
