import { BYTE_ORDER_MARK, csvLine } from '../../kernel/csv.js';

export type Cell = string | number | boolean | Date | null;
export type Row = Readonly<Record<string, Cell>>;

/** Rows of one kind, in batches, with the same columns in every row. */
export interface Table {
  /** Of the file, and the key in the JSON. */
  readonly name: string;
  readonly columns: readonly string[];
  rows(): AsyncIterable<readonly Row[]>;
}

export async function* csvFile(table: Table, zone: string): AsyncGenerator<string> {
  const time = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  yield BYTE_ORDER_MARK + csvLine(table.columns);
  for await (const rows of table.rows()) {
    yield rows.map((row) => csvLine(table.columns.map((column) => cellOf(row[column] ?? null, time)))).join('');
  }
}

function cellOf(value: Cell, time: Intl.DateTimeFormat): string | number | null {
  if (value instanceof Date) return time.format(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return value;
}

/** One object with a list for each table, written row by row. */
export async function* jsonFile(tables: readonly Table[], at: Date): AsyncGenerator<string> {
  yield `{"exportedAt":${JSON.stringify(at)}`;
  for (const table of tables) {
    yield `,\n${JSON.stringify(table.name)}:[`;
    let first = true;
    for await (const rows of table.rows()) {
      if (rows.length === 0) continue;
      yield (first ? '\n' : ',\n') + rows.map((row) => JSON.stringify(row)).join(',\n');
      first = false;
    }
    yield ']';
  }
  yield '}\n';
}
