import { addDays, monthOf, weekdayOf, yearMonthOf, yearOf, type LocalDate } from '../../kernel/local-date.js';
import {
  periodOfDate,
  quarterNumber,
  rangeOfPeriod,
  yearKey,
  type Calendar,
  type DateRange,
} from '../../kernel/period.js';
import type { CategoryLimit } from './category.js';

/**
 * The days that share one allowance with a day: the claim counts against all claims whose effective date lies in there.
 * Weeks run from Monday to Sunday; quarters, half-years and years are those of the fiscal calendar.
 */
export function limitWindow(
  limit: Pick<CategoryLimit, 'frequency'>,
  date: LocalDate,
  calendar: Calendar,
): DateRange | 'ever' {
  switch (limit.frequency) {
    case 'daily':
      return { from: date, to: date };
    case 'weekly': {
      const monday = addDays(date, -((weekdayOf(date) + 6) % 7));
      return { from: monday, to: addDays(monday, 6) };
    }
    case 'monthly':
      return { from: `${yearMonthOf(date)}-01`, to: addDays(firstOfNextMonth(date), -1) };
    case 'quarterly':
      return rangeOfPeriod(periodOfDate(date, calendar).quarter, calendar);
    case 'half-yearly':
      return halfYearOf(date, calendar);
    case 'yearly':
      return rangeOfPeriod(yearKey(periodOfDate(date, calendar).year), calendar);
    case 'one-time':
      return 'ever';
  }
}

/** How many claims a grade may have in one window; undefined where there is no limit. */
export function limitFor(category: { readonly limit: CategoryLimit | null }, grade: string): number | undefined {
  const { limit } = category;
  if (limit === null) return undefined;
  return Object.hasOwn(limit.gradeMax, grade) ? limit.gradeMax[grade] : limit.max;
}

/** The first day after the window of `date`; null where the claim is possible only once ever. */
export function possibleAgainFrom(
  limit: Pick<CategoryLimit, 'frequency'>,
  date: LocalDate,
  calendar: Calendar,
): LocalDate | null {
  const window = limitWindow(limit, date, calendar);
  return window === 'ever' ? null : addDays(window.to, 1);
}

function halfYearOf(date: LocalDate, calendar: Calendar): DateRange {
  const { quarter, year } = periodOfDate(date, calendar);
  const firstHalf = quarterNumber(quarter) <= 2;
  return {
    from: rangeOfPeriod(firstHalf ? `${year}-Q1` : `${year}-Q3`, calendar).from,
    to: rangeOfPeriod(firstHalf ? `${year}-Q2` : `${year}-Q4`, calendar).to,
  };
}

function firstOfNextMonth(date: LocalDate): LocalDate {
  const month = monthOf(date);
  return month === 12 ? `${yearOf(date) + 1}-01-01` : `${yearOf(date)}-${String(month + 1).padStart(2, '0')}-01`;
}
