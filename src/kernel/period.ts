import { addDays, isLocalDate, localDateOf, monthOf, yearOf, type LocalDate } from './local-date.js';

/** An organization's calendar. `fiscalStartMonth` is 1 to 12; the fiscal year is named by the year in which it starts. */
export interface Calendar {
  readonly zone: string;
  readonly fiscalStartMonth: number;
}

/** `2025-Q4` */
export type QuarterKey = `${number}-Q${1 | 2 | 3 | 4}`;
/** `2025` */
export type YearKey = `${number}`;
export const ALL_TIME = 'all';
export type PeriodKey = QuarterKey | YearKey | typeof ALL_TIME;

export interface Period {
  readonly quarter: QuarterKey;
  /** The fiscal year, named by the year in which it starts. */
  readonly year: number;
}

export interface DateRange {
  /** First day, inclusive. */
  readonly from: LocalDate;
  /** Last day, inclusive. */
  readonly to: LocalDate;
}

const QUARTER = /^(\d{4})-Q([1-4])$/;
const YEAR = /^\d{4}$/;

/** The fiscal quarter and year in which a day lies: 2026-02-10 is in 2025-Q4 when the year starts in April. */
export function periodOfDate(date: LocalDate, calendar: Calendar): Period {
  const monthsIn = (monthOf(date) - calendar.fiscalStartMonth + 12) % 12;
  const year = monthOf(date) >= calendar.fiscalStartMonth ? yearOf(date) : yearOf(date) - 1;
  return { quarter: `${year}-Q${(Math.floor(monthsIn / 3) + 1) as 1 | 2 | 3 | 4}`, year };
}

/** The fiscal period of an instant, computed in the organization's zone. */
export function periodOfInstant(instant: Date, calendar: Calendar): Period {
  return periodOfDate(localDateOf(instant, calendar.zone), calendar);
}

export function isQuarterKey(text: string): text is QuarterKey {
  return QUARTER.test(text);
}

export function isYearKey(text: string): text is YearKey {
  return YEAR.test(text);
}

export function isPeriodKey(text: string): text is PeriodKey {
  return text === ALL_TIME || isQuarterKey(text) || isYearKey(text);
}

function firstOfMonth(year: number, month: number): LocalDate {
  const shifted = new Date(Date.UTC(year, month - 1, 1));
  return shifted.toISOString().slice(0, 10);
}

/** First and last day of a quarter or fiscal year. */
export function rangeOfPeriod(key: QuarterKey | YearKey, calendar: Calendar): DateRange {
  const quarter = QUARTER.exec(key);
  const year = Number(quarter === null ? key : quarter[1]);
  const offset = quarter === null ? 0 : (Number(quarter[2]) - 1) * 3;
  const months = quarter === null ? 12 : 3;
  const start = calendar.fiscalStartMonth + offset;
  return { from: firstOfMonth(year, start), to: addDays(firstOfMonth(year, start + months), -1) };
}

/** The three months `YYYY-MM` of a quarter, in order. */
export function monthsOfQuarter(key: QuarterKey, calendar: Calendar): string[] {
  const { from } = rangeOfPeriod(key, calendar);
  return [0, 1, 2].map((index) => firstOfMonth(yearOf(from), monthOf(from) + index).slice(0, 7));
}

/** The fiscal year of a quarter key. */
export function yearOfQuarter(key: QuarterKey): number {
  return Number(key.slice(0, 4));
}

/** 1 to 4. */
export function quarterNumber(key: QuarterKey): 1 | 2 | 3 | 4 {
  return Number(key.slice(-1)) as 1 | 2 | 3 | 4;
}

export function yearKey(year: number): YearKey {
  return `${year}`;
}

export function nextQuarter(key: QuarterKey): QuarterKey {
  const number = quarterNumber(key);
  return number === 4 ? `${yearOfQuarter(key) + 1}-Q1` : `${yearOfQuarter(key)}-Q${(number + 1) as 2 | 3 | 4}`;
}

export function previousQuarter(key: QuarterKey): QuarterKey {
  const number = quarterNumber(key);
  return number === 1 ? `${yearOfQuarter(key) - 1}-Q4` : `${yearOfQuarter(key)}-Q${(number - 1) as 1 | 2 | 3}`;
}

/** "Q4 FY 2025-26", "FY 2025-26" or "All time". */
export function periodLabel(key: PeriodKey): string {
  if (key === ALL_TIME) return 'All time';
  const year = Number(key.slice(0, 4));
  const label = `FY ${year}-${String((year + 1) % 100).padStart(2, '0')}`;
  return isQuarterKey(key) ? `Q${quarterNumber(key)} ${label}` : label;
}

/** The period keys under which points of a day are totalled: its quarter, its fiscal year, and all time. */
export function periodKeysOf(period: Period): readonly PeriodKey[] {
  return [period.quarter, yearKey(period.year), ALL_TIME];
}

/** Throws when the text is not a day; for values that were validated at the edge already. */
export function assertLocalDate(text: string): LocalDate {
  if (!isLocalDate(text)) throw new RangeError(`not a calendar day: ${text}`);
  return text;
}
