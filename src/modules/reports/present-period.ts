import { daysBetween, type LocalDate } from '../../kernel/local-date.js';
import {
  monthsOfQuarter,
  periodOfDate,
  rangeOfPeriod,
  isYearKey,
  yearKey,
  type Calendar,
  type PeriodKey,
  type QuarterKey,
  type YearKey,
} from '../../kernel/period.js';
import { NO_POINTS, type Totals } from '../ledger/index.js';
import type { PersonUtilization, TargetConfig } from '../targets/index.js';
import type { PeriodFigures } from './employee-figures.js';
import type { ReportsDependencies } from './reports-dependencies.js';

/** Today, and the quarter and fiscal year it lies in. */
export interface PresentPeriod {
  readonly today: LocalDate;
  readonly calendar: Calendar;
  readonly quarter: QuarterKey;
  readonly year: YearKey;
  /** The months `YYYY-MM` of the quarter. */
  readonly months: readonly string[];
}

export async function presentPeriod({
  organizations,
}: Pick<ReportsDependencies, 'organizations'>): Promise<PresentPeriod> {
  const { calendar } = await organizations.current();
  const today = await organizations.today();
  const period = periodOfDate(today, calendar);
  return {
    today,
    calendar,
    quarter: period.quarter,
    year: yearKey(period.year),
    months: monthsOfQuarter(period.quarter, calendar),
  };
}

export function daysLeft(today: LocalDate, period: QuarterKey | YearKey, calendar: Calendar): number {
  return daysBetween(today, rangeOfPeriod(period, calendar).to) + 1;
}

/**
 * The day whose configuration a period is measured by: its last one, by which its bonus is judged, even where that
 * configuration is still planned; for the running year the last day of the running quarter.
 */
export function configDayOf(
  { quarter, calendar }: Pick<PresentPeriod, 'quarter' | 'calendar'>,
  period: QuarterKey | YearKey,
): LocalDate {
  const { to } = rangeOfPeriod(period, calendar);
  const { to: ofQuarter } = rangeOfPeriod(quarter, calendar);
  return isYearKey(period) && ofQuarter < to ? ofQuarter : to;
}

/** The totals of a period out of a person's totals, with the period's name. */
export function figuresOf<K extends PeriodKey>(
  totals: Partial<Record<PeriodKey, Totals>> | undefined,
  period: K,
): PeriodFigures<K> {
  return { period, ...(totals?.[period] ?? NO_POINTS) };
}

/** Quarterly target of a grade; undefined for a grade without one. The yearly target is four times as much. */
export function targetOf(grade: string, config: TargetConfig): number | undefined {
  return Object.hasOwn(config.quarterly, grade) ? config.quarterly[grade] : undefined;
}

/** Utilization as it is shown; the exact sum is for comparisons only. */
export function shownUtilization(utilization: PersonUtilization | undefined, months: readonly string[]) {
  const { sumBasisPoints: _exact, ...shown } = utilization ?? {
    months: months.map((month) => ({ month, percent: null })),
    average: null,
    recorded: 0,
    of: months.length,
    sumBasisPoints: 0,
  };
  return shown;
}
