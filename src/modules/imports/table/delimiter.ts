const DELIMITERS = [',', ';', '\t'] as const;

/** The delimiter under which the first line names the most known columns; a comma where none does. */
export function findDelimiter(text: string, isKnown: (name: string) => boolean): string {
  const start = /[^\r\n]*/.exec(text.slice(0, 20_000).trimStart())?.[0] ?? '';
  const knownBy = (delimiter: string) => start.split(delimiter).filter((name) => isKnown(columnName(name))).length;
  return DELIMITERS.toSorted((a, b) => knownBy(b) - knownBy(a))[0] ?? ',';
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
