import { DateTime } from 'luxon';
import { addDays, localDateOf, type LocalDate } from '../../kernel/local-date.js';

/** The digest comes at 08:00 on the person's clock. */
export const DIGEST_TIME = '08:00';

export interface Morning {
  readonly day: LocalDate;
  readonly at: Date;
}

/** Eight o'clock on a day; where the clocks skip it, as soon as they go on. */
export function morningOf(day: LocalDate, zone: string): Morning {
  return { day, at: DateTime.fromISO(`${day}T${DIGEST_TIME}`, { zone }).toJSDate() };
}

/**
 * The next morning after an instant in a zone: not of a day that had its digest (`lastDay`), nor before mails come again
 * (`pausedUntil`).
 */
export function nextMorning(
  now: Date,
  zone: string,
  { lastDay = null, pausedUntil = null }: { lastDay?: LocalDate | null; pausedUntil?: LocalDate | null } = {},
): Morning {
  let day = localDateOf(now, zone);
  if (morningOf(day, zone).at <= now) day = addDays(day, 1);
  if (lastDay !== null && day <= lastDay) day = addDays(lastDay, 1);
  if (pausedUntil !== null && day < pausedUntil) day = pausedUntil;
  return morningOf(day, zone);
}
