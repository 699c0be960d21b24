import { BYTE_ORDER_MARK, csvLine } from '../../../kernel/csv.js';

/** The file to fill in: the header and a line that says what goes into each column. */
export function templateOf(hints: Readonly<Record<string, string>>): string {
  return BYTE_ORDER_MARK + csvLine(Object.keys(hints)) + csvLine(Object.values(hints));
}
