import type { LocalDate } from '../../kernel/local-date.js';

/** Spreadsheets count days from this one on, and believe that 1900 was a leap year; right from March 1900 on. */
const DAY_ZERO = Date.UTC(1899, 11, 30);
const DAY_MS = 86_400_000;
/** No zone changes its clocks more often than from one to the next quarter of an hour. */
const QUARTER_MS = 900_000;
const MAX_KNOWN = 20_000;

/** The number of a day. */
export function excelDay(day: LocalDate): number {
  return (Date.parse(`${day}T00:00:00Z`) - DAY_ZERO) / DAY_MS;
}

/** Numbers of instants as a clock in the zone shows them, to the second. */
export function excelClock(zone: string): (instant: Date) => number {
  // sv-SE writes a time as YYYY-MM-DD HH:MM:SS.
  const wall = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  const offsets = new Map<number, number>();

  function offsetAt(time: number): number {
    const quarter = Math.floor(time / QUARTER_MS);
    const known = offsets.get(quarter);
    if (known !== undefined) return known;
    const start = quarter * QUARTER_MS;
    const offset = Date.parse(`${wall.format(start).replace(' ', 'T')}Z`) - start;
    if (offsets.size >= MAX_KNOWN) offsets.clear();
    offsets.set(quarter, offset);
    return offset;
  }

  return (instant) => {
    const time = instant.getTime();
    const seconds = Math.floor((time + offsetAt(time) - DAY_ZERO) / 1000);
    return Math.round((seconds / 86_400) * 1e10) / 1e10;
  };
}
