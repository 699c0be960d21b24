import { columnName } from './delimiter.js';
import { unreadable } from './unreadable.js';

/** The columns of a kind of file. */
export interface TableShape {
  readonly required: readonly string[];
  /** Of these at least one must be there. */
  readonly oneOf: readonly string[];
  readonly optional: readonly string[];
  /** Columns that our own files have and that say nothing to us. */
  readonly ignored: readonly string[];
}

export function knownColumns({ required, oneOf, optional }: TableShape): string[] {
  return [...new Set([...required, ...oneOf, ...optional])];
}

/** What the first line of a file says. */
export interface Header {
  /** As they stand in the file, trimmed. */
  readonly titles: readonly string[];
  /** Known columns in the order of the file. */
  readonly columns: readonly string[];
  /** Titles of columns that mean nothing here. */
  readonly unknown: readonly string[];
  /** Why the file is no table of this shape, in a sentence; undefined when it is one. */
  readonly problem: string | undefined;
}

const MAX_COLUMNS = 100;
const MAX_TITLE = 100;

/** @throws InvalidInput at `file` when nobody could work with this header */
export function readHeader(cells: readonly string[], shape: TableShape): Header {
  if (cells.length > MAX_COLUMNS)
    throw unreadable(`The header names ${cells.length} columns; at most ${MAX_COLUMNS} are read.`);
  const titles = cells.map((cell) => cell.trim().slice(0, MAX_TITLE));
  const names = titles.map(columnName);
  const known = new Set(knownColumns(shape));
  const twice = names.filter((name, index) => known.has(name) && names.indexOf(name) !== index);
  if (twice.length > 0) throw unreadable(`These columns stand there twice: ${[...new Set(twice)].join(', ')}.`);
  return {
    titles,
    columns: names.filter((name) => known.has(name)),
    unknown: titles.filter((title, index) => {
      const name = names[index] ?? '';
      return title !== '' && !known.has(name) && !shape.ignored.includes(name);
    }),
    problem: headerProblem(names, shape),
  };
}

function headerProblem(names: readonly string[], { required, oneOf }: TableShape): string | undefined {
  const missing = required.filter((name) => !names.includes(name));
  const hasOne = oneOf.length === 0 || oneOf.some((name) => names.includes(name));
  if (![...required, ...oneOf].some((name) => names.includes(name))) {
    const expected = required.length > 0 ? required.join(', ') : oneOf.join(' or ');
    return `The first line must name the columns, separated by comma, semicolon or tab: ${expected}.`;
  }
  if (missing.length > 0) return `These columns are missing: ${missing.join(', ')}.`;
  return hasOne ? undefined : `One of these columns is missing: ${oneOf.join(', ')}.`;
}
