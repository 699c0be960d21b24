import { isLocalDate, type LocalDate } from '../../kernel/local-date.js';

const DAY_FIRST = /^(\d{1,2})-(\d{1,2})-(\d{4})$/;

export const IMPOSSIBLE_DAY = 'Give a day that exists, as YYYY-MM-DD or DD-MM-YYYY.';

/** `2026-02-28` or `28-02-2026`; undefined for anything else and for days that do not exist. */
export function readDay(text: string): LocalDate | undefined {
  const match = DAY_FIRST.exec(text);
  const day =
    match === null
      ? text
      : `${match[3] ?? ''}-${(match[2] ?? '').padStart(2, '0')}-${(match[1] ?? '').padStart(2, '0')}`;
  return isLocalDate(day) ? day : undefined;
}
