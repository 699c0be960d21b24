/** A calendar day without zone or time: `YYYY-MM-DD`. Compares as text. */
export type LocalDate = string;

const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DAY = 86_400_000;

/** True for an existing day between 1900 and 2999; `2026-02-31` and year 1 are not. */
export function isLocalDate(text: string): boolean {
  const match = SHAPE.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year < 1900 || year > 2999) return false;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterFor(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone);
  if (formatter === undefined) {
    // en-CA writes a date as YYYY-MM-DD.
    formatter = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formatters.set(zone, formatter);
  }
  return formatter;
}

/** The last answer for a zone: within a minute of today's zones the day does not change, and "today" is asked for a lot. */
const latest = new Map<string, { readonly minute: number; readonly date: LocalDate }>();
/** Before, zones had offsets with seconds. */
const WHOLE_MINUTES_SINCE = Date.UTC(1973, 0, 1);

/** The day that it is at an instant in a named zone. */
export function localDateOf(instant: Date, zone: string): LocalDate {
  const time = instant.getTime();
  const minute = Math.floor(time / 60_000);
  const known = latest.get(zone);
  if (known?.minute === minute && time > WHOLE_MINUTES_SINCE) return known.date;
  const date = formatterFor(zone).format(instant);
  latest.set(zone, { minute, date });
  return date;
}

function utc(date: LocalDate): number {
  return Date.parse(`${date}T00:00:00Z`);
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return new Date(utc(date) + days * DAY).toISOString().slice(0, 10);
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return Math.round((utc(to) - utc(from)) / DAY);
}

export function yearOf(date: LocalDate): number {
  return Number(date.slice(0, 4));
}

/** 1 to 12. */
export function monthOf(date: LocalDate): number {
  return Number(date.slice(5, 7));
}

/** `YYYY-MM` of a day. */
export function yearMonthOf(date: LocalDate): string {
  return date.slice(0, 7);
}

/** Day of the week, 0 = Sunday. */
export function weekdayOf(date: LocalDate): number {
  return new Date(utc(date)).getUTCDay();
}
