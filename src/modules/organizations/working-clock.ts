import { DateTime } from 'luxon';
import { addDays, localDateOf, weekdayOf, type LocalDate } from '../../kernel/local-date.js';
import type { OrganizationSettings } from './organization.js';

type WorkingTime = Pick<OrganizationSettings, 'workingDays' | 'workdayHours' | 'holidays'>;

/** Milliseconds of working time between two instants of the days that the clock knows; 0 where `to` is not after `from`. */
export type WorkingClock = (from: Date, to: Date) => number;

interface WorkingDay {
  readonly start: number;
  readonly length: number;
  /** Working time of all days before. */
  readonly before: number;
}

/**
 * The same as `workingHoursBetween`, for very many waits: the days between two instants are laid out once, and every wait
 * costs two looks into them.
 */
export function createWorkingClock(from: Date, to: Date, settings: WorkingTime, zone: string): WorkingClock {
  const days = workingDays(localDateOf(from, zone), localDateOf(to, zone), settings, zone);

  /** Working time from the first day until an instant. */
  function until(instant: number): number {
    let [low, high] = [0, days.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((days[middle]?.start ?? 0) <= instant) low = middle + 1;
      else high = middle;
    }
    const day = days[low - 1];
    return day === undefined ? 0 : day.before + Math.min(instant - day.start, day.length);
  }

  return (begin, end) => Math.max(until(end.getTime()) - until(begin.getTime()), 0);
}

function workingDays(first: LocalDate, last: LocalDate, settings: WorkingTime, zone: string): WorkingDay[] {
  const holidays = new Set(settings.holidays.map(({ date }) => date));
  const at = (day: LocalDate, time: string) => DateTime.fromISO(`${day}T${time}`, { zone }).toMillis();
  const days: WorkingDay[] = [];
  let before = 0;
  for (let day = first; day <= last; day = addDays(day, 1)) {
    if (!settings.workingDays.includes(weekdayOf(day)) || holidays.has(day)) continue;
    const start = at(day, settings.workdayHours.from);
    const length = Math.max(at(day, settings.workdayHours.to) - start, 0);
    days.push({ start, length, before });
    before += length;
  }
  return days;
}
