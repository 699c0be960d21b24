const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const ISO = /^(\d{4})-(\d{1,2})(?:-01)?$/;
const MONTH_FIRST = /^(?:01-)?(\d{1,2})-(\d{4})$/;
/** What spreadsheets make of a month when they open a file: `Nov-25`. */
const SPREADSHEET = /^([a-z]{3})[a-z]*[- ](\d{4}|\d{2})$/i;

export const IMPOSSIBLE_MONTH = 'Give a month, as YYYY-MM or MM-YYYY.';

/** `2025-11` of `2025-11`, `11-2025`, `Nov-25` and `01-11-2025`; undefined for anything else. */
export function readMonth(text: string): string | undefined {
  const iso = ISO.exec(text);
  if (iso !== null) return monthOf(iso[1], Number(iso[2]));
  const monthFirst = MONTH_FIRST.exec(text);
  if (monthFirst !== null) return monthOf(monthFirst[2], Number(monthFirst[1]));
  const [, name = '', year = ''] = SPREADSHEET.exec(text) ?? [];
  return monthOf(year.length === 2 ? `20${year}` : year, MONTHS.indexOf(name.toLowerCase()) + 1);
}

function monthOf(year: string | undefined, month: number): string | undefined {
  return year === undefined || year === '' || month < 1 || month > 12
    ? undefined
    : `${year}-${String(month).padStart(2, '0')}`;
}
