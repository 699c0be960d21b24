/** Tells Excel that the file is UTF-8. Goes before the first line. */
export const BYTE_ORDER_MARK = '\uFEFF';

/** What a spreadsheet would take for a formula, or for the beginning of one after it cut off blanks. */
const FORMULA = /^[=+\-@\t\r]/;
const NEUTRALISED = /^'(?=[=+\-@\t\r])/;

/**
 * One line of a CSV file, with CRLF. Text that would start a formula gets an apostrophe in front, so that no cell of a
 * file runs anything on the machine where it is opened; numbers stay numbers, also negative ones.
 */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n\t;]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The text of a cell that `csvLine` may have neutralised: a file of ours can be mended and read again. */
export function withoutNeutralising(text: string): string {
  return text.replace(NEUTRALISED, '');
}
