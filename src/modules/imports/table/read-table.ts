import { readFile, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { TooLarge } from '../../../kernel/errors.js';
import { withoutNeutralising } from '../../../kernel/csv.js';
import { decodeText, unreadable } from './decode-text.js';
import { columnName, findDelimiter } from './delimiter.js';

/** One line of a table, its cells by the names of known columns, trimmed; a known column that is absent is empty. */
export interface TableRow {
  /** The line of the file where the row begins, from 1. */
  readonly line: number;
  readonly values: Readonly<Record<string, string>>;
  /** What is wrong with the row as a row, such as a cell too many. */
  readonly problem?: string;
}

export interface TableShape {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** Columns that our own files have and that say nothing to us. */
  readonly ignored: readonly string[];
  readonly maxRows: number;
}

export interface Table {
  /** Known columns in the order of the file. */
  readonly columns: readonly string[];
  /** Headers as they stand in the file, of columns that mean nothing here. */
  readonly unknownColumns: readonly string[];
  readonly rows: readonly TableRow[];
}

export const MAX_BYTES = 8 * 1024 * 1024;
const MAX_COLUMNS = 100;
const MAX_RECORD = 64 * 1024;
/** How much is parsed before others get a turn. */
const SLICE = 64 * 1024;

/**
 * Reads a CSV file: comma, semicolon or tab, any line ends, header in any order and case.
 * @throws TooLarge; InvalidInput at `file` when it is no table of this shape
 */
export async function readTable(path: string, shape: TableShape): Promise<Table> {
  const { size } = await stat(path);
  if (size > MAX_BYTES)
    throw new TooLarge('import.too_large', `A file may have at most ${MAX_BYTES / 1024 / 1024} MB.`);
  const text = decodeText(await readFile(path));
  const known = new Set([...shape.required, ...shape.optional]);
  const records = readRecords(
    text,
    findDelimiter(text, (name) => known.has(name)),
  );
  const first = await records.next();
  if (first.done === true) throw unreadable('The file is empty.');
  const header = readHeader(first.value.cells, shape, known);
  const rows: TableRow[] = [];
  for await (const { line, cells } of records) {
    if (rows.length === shape.maxRows) throw unreadable(`A file may have at most ${shape.maxRows} rows; split it.`);
    rows.push(readRow(line, cells, header.names, known));
  }
  if (rows.length === 0) throw unreadable('The file has a header, but no rows.');
  return { columns: header.names.filter((name) => known.has(name)), unknownColumns: header.unknown, rows };
}

interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

function* slices(text: string): Iterable<string> {
  for (let start = 0; start < text.length; start += SLICE) yield text.slice(start, start + SLICE);
}

/** Rows that hold anything, each with the line where it begins. */
async function* readRecords(text: string, delimiter: string): AsyncGenerator<CsvRecord, undefined> {
  const parser = parse({
    delimiter,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: MAX_RECORD,
  });
  try {
    // compose() ends the source when the reader stops early.
    const source = Readable.from(slices(text)).compose(parser) as AsyncIterable<{
      record: string[];
      info: { lines: number };
    }>;
    for await (const { record, info } of source) {
      if (record.every((cell) => cell.trim() === '')) continue;
      const breaks = record.reduce((sum, cell) => sum + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
      yield { line: info.lines - breaks, cells: record };
    }
  } catch (error) {
    if (error instanceof CsvError) throw unreadable(explain(error));
    throw error;
  }
  return undefined;
}

function explain(error: CsvError): string {
  const line = typeof error['lines'] === 'number' ? ` in line ${error['lines']}` : '';
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
    case 'CSV_MAX_RECORD_SIZE':
      return `A quotation mark is never closed, or a row is far too long${line}.`;
    case 'INVALID_OPENING_QUOTE':
    case 'CSV_INVALID_CLOSING_QUOTE':
      return `A quotation mark stands where none may be${line}: write two of them inside a quoted cell.`;
    default:
      return `The file cannot be read as CSV${line}.`;
  }
}

function readHeader(cells: readonly string[], shape: TableShape, known: ReadonlySet<string>) {
  if (cells.length > MAX_COLUMNS)
    throw unreadable(`The header names ${cells.length} columns; at most ${MAX_COLUMNS} are read.`);
  const names = cells.map(columnName);
  const missing = shape.required.filter((name) => !names.includes(name));
  if (missing.length === shape.required.length) {
    throw unreadable(
      `The first line must name the columns, separated by comma, semicolon or tab: ${shape.required.join(', ')}.`,
    );
  }
  if (missing.length > 0) throw unreadable(`These columns are missing: ${missing.join(', ')}.`);
  const twice = names.filter((name, index) => known.has(name) && names.indexOf(name) !== index);
  if (twice.length > 0) throw unreadable(`These columns stand there twice: ${[...new Set(twice)].join(', ')}.`);
  const unknown = cells.filter((_cell, index) => {
    const name = names[index] ?? '';
    return name !== '' && !known.has(name) && !shape.ignored.includes(name);
  });
  return { names, unknown: unknown.map((cell) => cell.trim().slice(0, 100)) };
}

function readRow(
  line: number,
  cells: readonly string[],
  names: readonly string[],
  known: ReadonlySet<string>,
): TableRow {
  const values: Record<string, string> = {};
  for (const name of known) {
    const index = names.indexOf(name);
    values[name] = index === -1 ? '' : withoutNeutralising((cells[index] ?? '').trim());
  }
  return cells.length === names.length
    ? { line, values }
    : { line, values, problem: `The row has ${cells.length} cells, the header ${names.length}.` };
}
