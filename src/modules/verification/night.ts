import { addDays, daysBetween, localDateOf, type LocalDate } from '../../kernel/local-date.js';

/** Half past two: whoever works late is gone, whoever comes early is not there yet. */
const FROM = '02:30';
/** Later the night counts as missed, and people work again. */
const UNTIL = '06:00';
/** After so many missed nights, as of a machine that is off at night, work by day is less of a trouble than not knowing. */
const MISSED = 2;

/** Nights are named by their morning. */
interface Nights {
  /** The one that it is; undefined by day. */
  readonly tonight: LocalDate | undefined;
  /** The last one that is over. */
  readonly over: LocalDate;
}

export function nightsAt(now: Date, zone: string): Nights {
  const today = localDateOf(now, zone);
  const time = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(now);
  if (time >= UNTIL) return { tonight: undefined, over: today };
  return { tonight: time >= FROM ? today : undefined, over: addDays(today, -1) };
}

/**
 * The night that should have its verification now: tonight, or by day the last one where too many were missed since
 * `last`, the last night that had one. Undefined where it can wait.
 */
export function nightDue({ tonight, over }: Nights, last: LocalDate): LocalDate | undefined {
  return tonight ?? (daysBetween(last, over) >= MISSED ? over : undefined);
}
