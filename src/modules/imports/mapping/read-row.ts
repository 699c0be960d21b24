import { withoutNeutralising } from '../../../kernel/csv.js';
import { columnName } from '../table/delimiter.js';
import { fillTemplate, type DateFormat, type FieldSource, type Mapping } from './mapping.js';

/** What a kind of file asks of the reading of a row. */
export interface RowReaderParts {
  /** The header of the file. */
  readonly titles: readonly string[];
  /** Our columns. */
  readonly known: readonly string[];
  /** Those that hold days. */
  readonly dateColumns: readonly string[];
  /** Undefined where the file has our columns. */
  readonly mapping: Mapping | null;
}

/** One row in our columns. A column that comes from another row holds that row's key. */
export interface ReadRow {
  /** By our column; one that is absent is empty. */
  readonly values: Readonly<Record<string, string>>;
  /** False for a row that the mapping leaves out. */
  readonly counts: boolean;
  /** What is wrong with the row as a row, such as a cell too many. */
  readonly problem?: string;
}

/** Reads a row of cells; made once for a file. */
export type RowReader = (cells: readonly string[]) => ReadRow;

export function createRowReader({ titles, known, dateColumns, mapping }: RowReaderParts): RowReader {
  const names = titles.map(columnName);
  const read = mapping === null ? readDirectly(names, known) : readMapped(titles, known, dateColumns, mapping);
  const counts = mapping?.keep == null ? () => true : keeps(cellReader(titles, []), mapping.keep);
  return (cells) => {
    if (!counts(cells)) return { values: {}, counts: false };
    const values = read(cells);
    return cells.length === titles.length
      ? { values, counts: true }
      : { values, counts: true, problem: `The row has ${cells.length} cells, the header ${titles.length}.` };
  };
}

function readDirectly(names: readonly string[], known: readonly string[]) {
  const places = known.map((name) => [name, names.indexOf(name)] as const);
  return (cells: readonly string[]): Record<string, string> =>
    Object.fromEntries(places.map(([name, place]) => [name, place === -1 ? '' : cleaned(cells[place])]));
}

function cleaned(cell: string | undefined): string {
  return withoutNeutralising((cell ?? '').trim());
}

type CellOf = (cells: readonly string[], column: string) => string;

/** The cell of a column by its title; a word that means an empty cell is one. */
export function cellReader(titles: readonly string[], emptyWords: readonly string[]): CellOf {
  const places = new Map(titles.map((title, index) => [title, index]));
  const empty = new Set(emptyWords.map((word) => word.toLowerCase()));
  return (cells, column) => {
    const place = places.get(column);
    const text = place === undefined ? '' : cleaned(cells[place]);
    return empty.has(text.toLowerCase()) ? '' : text;
  };
}

function keeps(cellOf: CellOf, { column, value }: NonNullable<Mapping['keep']>) {
  const wanted = value.toLowerCase();
  return (cells: readonly string[]) => cellOf(cells, column).toLowerCase() === wanted;
}

function readMapped(
  titles: readonly string[],
  known: readonly string[],
  dateColumns: readonly string[],
  mapping: Mapping,
) {
  const cellOf = cellReader(titles, mapping.emptyWords);
  const readers = known.map((name) => {
    const source = mapping.fields[name];
    const reader = source === undefined ? () => '' : sourceReader(source, cellOf);
    return [name, dateColumns.includes(name) ? asDay(reader, mapping.dates) : reader] as const;
  });
  return (cells: readonly string[]): Record<string, string> =>
    Object.fromEntries(readers.map(([name, reader]) => [name, reader(cells)]));
}

function sourceReader(source: FieldSource, cellOf: CellOf): (cells: readonly string[]) => string {
  switch (source.how) {
    case 'column':
    case 'row':
      return (cells) => cellOf(cells, source.column);
    case 'template':
      return (cells) => fillTemplate(source.template, (column) => cellOf(cells, column));
    case 'fixed':
      return () => source.value;
    case 'list': {
      const choices = new Map(source.values.map(({ from, to }) => [from, to]));
      return (cells) => {
        const value = cellOf(cells, source.column);
        const choice = choices.get(value) ?? '';
        if (choice !== '') return choice;
        return source.otherwise === '' ? value : source.otherwise;
      };
    }
  }
}

const SEPARATED: Readonly<Record<DateFormat, RegExp | undefined>> = {
  'YYYY-MM-DD': undefined,
  'DD-MM-YYYY': undefined,
  'DD/MM/YYYY': /^(?<day>\d{1,2})\/(?<month>\d{1,2})\/(?<year>\d{4})$/,
  'MM/DD/YYYY': /^(?<month>\d{1,2})\/(?<day>\d{1,2})\/(?<year>\d{4})$/,
  'DD.MM.YYYY': /^(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?<year>\d{4})$/,
};

/** Writes days as the rest of the import reads them; what is no day stays and is refused there. */
function asDay(read: (cells: readonly string[]) => string, format: DateFormat) {
  const pattern = SEPARATED[format];
  if (pattern === undefined) return read;
  return (cells: readonly string[]) => {
    const text = read(cells);
    const { day, month, year } = pattern.exec(text)?.groups ?? {};
    return day === undefined || month === undefined || year === undefined
      ? text
      : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  };
}
