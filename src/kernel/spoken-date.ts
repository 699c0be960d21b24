import type { LocalDate } from './local-date.js';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Jan 2026` of `2026-01`, for sentences. */
export function spokenMonth(month: string): string {
  return spokenDate(`${month.slice(0, 7)}-01`).slice(2);
}

/** `1 Jan 2026`, for sentences. */
export function spokenDate(date: LocalDate): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${day} ${MONTHS[(month ?? 1) - 1]} ${year}`;
}
