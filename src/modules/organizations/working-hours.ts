import { DateTime } from 'luxon';
import { addDays, localDateOf, weekdayOf, type LocalDate } from '../../kernel/local-date.js';
import type { OrganizationSettings } from './organization.js';

const HOUR = 3_600_000;

type WorkingTime = Pick<OrganizationSettings, 'workingDays' | 'workdayHours' | 'holidays'>;

/** The same few beginnings and ends of days are asked for with every row of a list. */
const instants = new Map<string, number>();
const REMEMBERED = 5000;

function instantOf(date: LocalDate, time: string, zone: string): number {
  const key = `${date}T${time} ${zone}`;
  const known = instants.get(key);
  if (known !== undefined) return known;
  const instant = DateTime.fromISO(`${date}T${time}`, { zone }).toMillis();
  if (instants.size >= REMEMBERED) instants.clear();
  instants.set(key, instant);
  return instant;
}

/** The hours of one day's working time that lie between two instants. */
function hoursOfDay(date: LocalDate, from: number, to: number, settings: WorkingTime, zone: string): number {
  const start = Math.max(instantOf(date, settings.workdayHours.from, zone), from);
  const end = Math.min(instantOf(date, settings.workdayHours.to, zone), to);
  return Math.max(end - start, 0) / HOUR;
}

/**
 * Working hours between two instants on the organization's clock: nothing counts at night, on days without work and on
 * holidays. 0 when `to` is not after `from`. Fractions are kept. This is the age shown at pending items.
 */
export function workingHoursBetween(from: Date, to: Date, settings: WorkingTime, zone: string): number {
  const holidays = new Set(settings.holidays.map(({ date }) => date));
  const firstDay = localDateOf(from, zone);
  const lastDay = localDateOf(to, zone);
  let hours = 0;
  for (let day = firstDay; day <= lastDay; day = addDays(day, 1)) {
    if (!settings.workingDays.includes(weekdayOf(day)) || holidays.has(day)) continue;
    hours += hoursOfDay(day, from.getTime(), to.getTime(), settings, zone);
  }
  return hours;
}
