/**
 * What makes a spreadsheet take text for a formula: the first character, also in its full-width form, and control
 * characters that some programs skip before they look.
 */
const FORMULA_START = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/**
 * A cell's text made harmless: one that would start a formula gets an apostrophe in front, which spreadsheets do not
 * show. Numbers are passed as numbers and stay numbers, so that a correction of -100 still adds up.
 */
export function csvCell(value: string | number): string | number {
  return typeof value === 'string' && FORMULA_START.test(value) ? `'${value}` : value;
}
