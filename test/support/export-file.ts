import { parse } from 'csv-parse/sync';

/** A CSV file of points: what its head says, and its lines by the names of their columns. */
export interface ReadExport {
  readonly head: readonly string[];
  readonly rows: readonly Record<string, string>[];
}

/** Reads a CSV file of points strictly: a head of lines that are one cell begun by `#`, or none, and below it equal lines. */
export function readExport(text: string): ReadExport {
  const records: string[][] = parse(text, { bom: true, relax_column_count: true });
  const start = records.findIndex(([first]) => first === 'employee_id');
  const [columns = [], ...lines] = records.slice(start);
  const head = records.slice(0, start).map((cells) => {
    const [line = ''] = cells;
    if (cells.length !== 1 || !line.startsWith('# ')) throw new Error(`no line of a head: ${cells.join(',')}`);
    return line.slice(2);
  });
  const rows = lines.map((cells) => {
    if (cells.length !== columns.length) throw new Error(`${cells.length} cells: ${cells.join(',')}`);
    return Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? '']));
  });
  return { head, rows };
}
