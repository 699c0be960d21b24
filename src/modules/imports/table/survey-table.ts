import { stat } from 'node:fs/promises';
import { TooLarge } from '../../../kernel/errors.js';
import { findDelimiter } from './delimiter.js';
import { findEncoding, textOf, type Encoding } from './encoding.js';
import { readRecords, type CsvRecord } from './read-records.js';
import { knownColumns, readHeader, type Header, type TableShape } from './table-shape.js';
import { unreadable } from './unreadable.js';

/** How a file is to be read, found out once. */
export interface Reading {
  readonly path: string;
  readonly encoding: Encoding;
  readonly delimiter: string;
  readonly header: Header;
}

export const MAX_BYTES = 8 * 1024 * 1024;
export const MAX_ROWS = 50_000;

/**
 * Finds out how a CSV file is written: UTF-8, UTF-16 or Latin-1, comma, semicolon or tab, header in any order and case.
 * @throws TooLarge; InvalidInput at `file`
 */
export async function findReading(path: string, shape: TableShape): Promise<Reading> {
  const { size } = await stat(path);
  if (size > MAX_BYTES)
    throw new TooLarge('import.too_large', `A file may have at most ${MAX_BYTES / 1024 / 1024} MB.`);
  const encoding = await findEncoding(path);
  const known = new Set(knownColumns(shape));
  const delimiter = findDelimiter(await startOf(path, encoding), (name) => known.has(name));
  for await (const { cells } of readRecords(path, encoding, delimiter)) {
    return { path, encoding, delimiter, header: readHeader(cells, shape) };
  }
  throw unreadable('The file is empty.');
}

async function startOf(path: string, encoding: Encoding): Promise<string> {
  for await (const text of textOf(path, encoding)) {
    if (text.trim() !== '') return text;
  }
  return '';
}

/**
 * The rows below the header, a piece at a time.
 * @throws InvalidInput at `file` when there are none or too many, or where the file stops being CSV
 */
export async function* rowsOf({ path, encoding, delimiter }: Reading): AsyncGenerator<CsvRecord, void> {
  let rows = -1;
  for await (const record of readRecords(path, encoding, delimiter)) {
    rows += 1;
    if (rows === 0) continue;
    if (rows > MAX_ROWS) throw unreadable(`A file may have at most ${MAX_ROWS} rows; split it.`);
    yield record;
  }
  if (rows < 1) throw unreadable('The file has a header, but no rows.');
}
