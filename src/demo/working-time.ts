import { addDays, weekdayOf, type LocalDate } from '../kernel/local-date.js';
import type { Random } from './random.js';

export function isWorkday(day: LocalDate): boolean {
  const weekday = weekdayOf(day);
  return weekday !== 0 && weekday !== 6;
}

/** The day itself, or the next one on which people work. */
export function workdayFrom(day: LocalDate): LocalDate {
  let candidate = day;
  while (!isWorkday(candidate)) candidate = addDays(candidate, 1);
  return candidate;
}

/** The day itself, or the last one before on which people worked. */
export function workdayUntil(day: LocalDate): LocalDate {
  let candidate = day;
  while (!isWorkday(candidate)) candidate = addDays(candidate, -1);
  return candidate;
}

/** A moment of a working day in the demo company's zone, Asia/Kolkata, which knows no summer time. */
export function momentOn(day: LocalDate, random: Random): Date {
  const minutes = 9 * 60 + 15 + random.whole(0, 8 * 60);
  const clock = [Math.floor(minutes / 60), minutes % 60, random.whole(0, 59)].map((part) =>
    String(part).padStart(2, '0'),
  );
  return new Date(`${day}T${clock.join(':')}+05:30`);
}
