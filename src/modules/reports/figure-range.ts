import { InvalidInput } from '../../kernel/errors.js';
import { addDays, daysBetween, monthOf, yearOf, type LocalDate } from '../../kernel/local-date.js';
import {
  periodOfDate,
  rangeOfPeriod,
  yearKey,
  type Calendar,
  type QuarterKey,
  type YearKey,
} from '../../kernel/period.js';
import type { EntryFilter } from '../ledger/index.js';

/** What figures are asked for: a quarter, a fiscal year, or days. Days count before a period. */
export interface WantedRange {
  readonly period?: QuarterKey | YearKey | undefined;
  readonly from?: LocalDate | undefined;
  readonly to?: LocalDate | undefined;
}

/** The days that figures are about, both inclusive, and the period where they are one. */
export interface FigureRange {
  readonly period: QuarterKey | YearKey | null;
  readonly from: LocalDate;
  readonly to: LocalDate;
}

const MAX_DAYS = 5 * 366;

/**
 * This quarter unless said. Where only one of the days is given, days end today and begin with the fiscal year.
 * @throws InvalidInput at `from` where it is after `to`, or where there are more than five years between them
 */
export function figureRange(wanted: WantedRange, today: LocalDate, calendar: Calendar): FigureRange {
  if (wanted.from === undefined && wanted.to === undefined) {
    const period = wanted.period ?? periodOfDate(today, calendar).quarter;
    return { period, ...rangeOfPeriod(period, calendar) };
  }
  const to = wanted.to ?? (wanted.from !== undefined && wanted.from > today ? wanted.from : today);
  const from = wanted.from ?? rangeOfPeriod(yearKey(periodOfDate(to, calendar).year), calendar).from;
  if (from > to) throw badRange('The first day is after the last one.');
  if (daysBetween(from, to) > MAX_DAYS) throw badRange('At most five years at once.');
  return { period: null, from, to };
}

function badRange(message: string): InvalidInput {
  return new InvalidInput([{ path: 'from', message }], message);
}

/** The entries of a range. A period is taken as it was stored with them, so that a new calendar moves nothing. */
export function entriesIn({ period, from, to }: FigureRange): Pick<EntryFilter, 'period' | 'from' | 'to'> {
  return period === null ? { from, to } : { period };
}

/** Every month `YYYY-MM` from one day to another. */
export function monthsBetween(from: LocalDate, to: LocalDate): string[] {
  const months: string[] = [];
  for (let index = monthIndex(from); index <= monthIndex(to); index += 1) months.push(monthAt(index));
  return months;
}

/** The twelve months that end with the month of a day. */
export function twelveMonthsTo(day: LocalDate): {
  readonly months: readonly string[];
  readonly from: LocalDate;
  readonly to: LocalDate;
} {
  const last = monthIndex(day);
  const months = Array.from({ length: 12 }, (_, index) => monthAt(last - 11 + index));
  return { months, from: `${monthAt(last - 11)}-01`, to: addDays(`${monthAt(last + 1)}-01`, -1) };
}

function monthIndex(day: LocalDate): number {
  return yearOf(day) * 12 + monthOf(day) - 1;
}

function monthAt(index: number): string {
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
}
