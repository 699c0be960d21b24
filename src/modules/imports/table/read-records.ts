import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { textOf, type Encoding } from './encoding.js';
import { unreadable } from './unreadable.js';

/** A line of a CSV file that holds anything. */
export interface CsvRecord {
  /** The line of the file where the record begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

const MAX_RECORD = 64 * 1024;

/**
 * The records of a CSV file with any line ends, a piece at a time.
 * @throws InvalidInput at `file` where the file stops being CSV
 */
export async function* readRecords(
  path: string,
  encoding: Encoding,
  delimiter: string,
): AsyncGenerator<CsvRecord, undefined> {
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
    const source = Readable.from(textOf(path, encoding)).compose(parser) as AsyncIterable<{
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
