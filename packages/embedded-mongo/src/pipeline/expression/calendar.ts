const DAY = 86_400_000;

/** Days since 1970-01-01 of a local date. */
export function dayNumber(local: Date): number {
  return Math.floor(local.getTime() / DAY);
}

/** 1 to 366. */
export function dayOfYear(local: Date): number {
  const start = new Date(0);
  start.setUTCFullYear(local.getUTCFullYear(), 0, 1);
  return dayNumber(local) - dayNumber(start) + 1;
}

/** Monday 1 to Sunday 7. */
export function isoDayOfWeek(local: Date): number {
  return local.getUTCDay() === 0 ? 7 : local.getUTCDay();
}

/** ISO 8601 year and week: the week belongs to the year of its Thursday. */
export function isoWeek(local: Date): { year: number; week: number } {
  const thursday = new Date((dayNumber(local) + 4 - isoDayOfWeek(local)) * DAY);
  return { year: thursday.getUTCFullYear(), week: Math.floor((dayOfYear(thursday) - 1) / 7) + 1 };
}

/** Week of the year from Sundays, 0 before the first Sunday. */
export function sundayWeek(local: Date): number {
  return Math.floor((dayOfYear(local) + 6 - local.getUTCDay()) / 7);
}

/** The Monday of an ISO week, in days since 1970-01-01. */
export function mondayOfIsoWeek(year: number, week: number): number {
  const fourth = new Date(0);
  fourth.setUTCFullYear(year, 0, 4);
  return dayNumber(fourth) - isoDayOfWeek(fourth) + 1 + (week - 1) * 7;
}

/** Days in a month; month counts from 0 and may overflow. */
export function daysInMonth(year: number, month: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month + 1, 0);
  return date.getUTCDate();
}
