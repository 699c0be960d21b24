import { localDateOf, type LocalDate } from '../../kernel/local-date.js';

/** Half past two: whoever works late is gone, whoever comes early is not there yet. */
const FROM = '02:30';
/** Later the night counts as missed, and people work again. */
const UNTIL = '06:00';

/** The night it is in a zone, named by its morning; undefined by day. */
export function nightOf(now: Date, zone: string): LocalDate | undefined {
  const time = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(now);
  return time >= FROM && time < UNTIL ? localDateOf(now, zone) : undefined;
}
