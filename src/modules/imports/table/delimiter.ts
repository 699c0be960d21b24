const DELIMITERS = [',', ';', '\t'] as const;

/**
 * The delimiter under which the first line names the most known columns; where none is known, the one that makes the
 * most columns.
 */
export function findDelimiter(start: string, isKnown: (name: string) => boolean): string {
  const first = /[^\r\n]*/.exec(start.trimStart())?.[0] ?? '';
  const columnsBy = (delimiter: string) => first.split(delimiter);
  const knownBy = (delimiter: string) => columnsBy(delimiter).filter((name) => isKnown(columnName(name))).length;
  return DELIMITERS.toSorted((a, b) => knownBy(b) - knownBy(a) || columnsBy(b).length - columnsBy(a).length)[0] ?? ',';
}

/** How a column is called, however its header is written: `"Employee ID"` is `employee_id`. */
export function columnName(header: string): string {
  return header
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
}
