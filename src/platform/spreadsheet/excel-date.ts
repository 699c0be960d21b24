import type { LocalDate } from '../../kernel/local-date.js';
import { zoneOffsets } from '../../kernel/zone-offset.js';

/** Spreadsheets count days from this one on, and believe that 1900 was a leap year; right from March 1900 on. */
const DAY_ZERO = Date.UTC(1899, 11, 30);
const DAY_MS = 86_400_000;

/** The number of a day. */
export function excelDay(day: LocalDate): number {
  return (Date.parse(`${day}T00:00:00Z`) - DAY_ZERO) / DAY_MS;
}

/** Numbers of instants as a clock in the zone shows them, to the second. */
export function excelClock(zone: string): (instant: Date) => number {
  const offsetAt = zoneOffsets(zone);
  return (instant) => {
    const time = instant.getTime();
    const seconds = Math.floor((time + offsetAt(time) - DAY_ZERO) / 1000);
    return Math.round((seconds / 86_400) * 1e10) / 1e10;
  };
}
