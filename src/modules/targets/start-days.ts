import type { LocalDate } from '../../kernel/local-date.js';
import { nextQuarter, periodOfDate, rangeOfPeriod, yearKey, type Calendar } from '../../kernel/period.js';
import type { StartDays } from './config-version.js';

/** Today, and the first days of the next quarter and the next fiscal year. */
export function startDays(today: LocalDate, calendar: Calendar): StartDays {
  const { quarter, year } = periodOfDate(today, calendar);
  return {
    today,
    nextQuarter: rangeOfPeriod(nextQuarter(quarter), calendar).from,
    nextYear: rangeOfPeriod(yearKey(year + 1), calendar).from,
  };
}
