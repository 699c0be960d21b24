import { DateTime } from 'luxon';
import { addDays, localDateOf, type LocalDate } from '../../kernel/local-date.js';
import type { OrganizationSettings } from './organization.js';
import { workingHoursBetween } from './working-hours.js';

type WorkingTime = Pick<OrganizationSettings, 'workingDays' | 'workdayHours' | 'holidays'>;

/** Nothing waits longer; also what ends the search where no day is a working day. */
const MOST_DAYS = 400;
const HOURS_OF_DAY = 24;

function hoursOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours + minutes / 60;
}

/** How many hours a working day has, so that a wait can be told in working days. Night shifts end on the next day. */
export function hoursOfWorkday({ workdayHours: { from, to } }: Pick<OrganizationSettings, 'workdayHours'>): number {
  const hours = hoursOf(to) - hoursOf(from);
  return hours > 0 ? hours : hours + HOURS_OF_DAY;
}

/** The first moment of a day on the clock of a zone. */
export function startOfDay(date: LocalDate, zone: string): Date {
  return DateTime.fromISO(date, { zone }).toJSDate();
}

/**
 * The latest instant from which at least so many working hours have passed until `to`: what began then or earlier has
 * waited that long. Undefined when there is none within 400 days. The inverse of `workingHoursBetween`.
 */
export function workingHoursBefore(to: Date, hours: number, settings: WorkingTime, zone: string): Date | undefined {
  if (hours <= 0) return to;
  let missing = hours;
  let end = to;
  let day = localDateOf(to, zone);
  for (let count = 0; count < MOST_DAYS; count += 1) {
    const start = startOfDay(day, zone);
    const worked = workingHoursBetween(start, end, settings, zone);
    if (worked >= missing) return latestWithin(start, end, missing, settings, zone);
    missing -= worked;
    end = start;
    day = addDays(day, -1);
  }
  return undefined;
}

/** To the millisecond: halves the day until only one instant is left. */
function latestWithin(start: Date, end: Date, hours: number, settings: WorkingTime, zone: string): Date {
  // A rounding error of the sum must not cost a day.
  const enough = hours - 1e-9;
  let [low, high] = [start.getTime(), end.getTime()];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (workingHoursBetween(new Date(middle), end, settings, zone) >= enough) low = middle;
    else high = middle;
  }
  return new Date(low);
}
