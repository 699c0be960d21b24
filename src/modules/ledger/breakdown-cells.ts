import type { QuarterKey } from '../../kernel/period.js';
import type { Points } from '../../kernel/points.js';
import type { Unit } from '../../kernel/units.js';
import type { Entry, EntryClass } from './entry.js';
import { isOriginal } from './group-entries.js';

/** Points of one kind, and how often; corrections change points, not the count. */
export interface Cell {
  points: Points;
  count: number;
}

/** What entries of one cell have in common. */
export interface CellKey {
  readonly quarter: QuarterKey;
  /** `YYYY-MM` */
  readonly month: string;
  readonly categoryCode: string;
  readonly unit: Unit;
  readonly class: EntryClass;
}

/** A person's cells of one year by the text of their key. */
export type Cells = Map<string, Cell>;

/** What an entry adds to its cell. */
export type CellEntry = CellKey & Pick<Entry, 'kind' | 'points'>;

/** None of the parts has a space: codes of categories are letters, digits and `_`. */
export function cellText({ quarter, month, categoryCode, unit, class: name }: CellKey): string {
  return `${quarter} ${month} ${categoryCode} ${unit} ${name}`;
}

export function readCellText(text: string): CellKey {
  const [quarter, month, categoryCode, unit, name] = text.split(' ');
  return { quarter, month, categoryCode, unit, class: name } as CellKey;
}

export function addToCells(cells: Cells, entry: CellEntry): void {
  const text = cellText(entry);
  const cell = cells.get(text) ?? { points: 0, count: 0 };
  cell.points += entry.points;
  if (isOriginal(entry.kind)) cell.count += 1;
  cells.set(text, cell);
}

/** One line for each cell, in the order of their keys, so that the same cells are always the same text. */
export function writeCells(cells: Cells): string {
  return [...cells]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([text, { points, count }]) => `${text}=${points},${count}`)
    .join('\n');
}

/** Hands over each cell of a stored text: its key, points and count. Nothing is made that is thrown away again. */
export function eachCell(stored: string, take: (text: string, points: Points, count: number) => void): void {
  for (let start = 0; start < stored.length;) {
    const equals = stored.indexOf('=', start);
    const comma = stored.indexOf(',', equals);
    const newline = stored.indexOf('\n', comma);
    const end = newline === -1 ? stored.length : newline;
    take(stored.slice(start, equals), Number(stored.slice(equals + 1, comma)), Number(stored.slice(comma + 1, end)));
    start = end + 1;
  }
}

export function readCells(stored: string): Cells {
  const cells: Cells = new Map();
  eachCell(stored, (text, points, count) => cells.set(text, { points, count }));
  return cells;
}

/** The cells that a person's entries come to, by fiscal year. */
export function cellsByYear(entries: Iterable<CellEntry & Pick<Entry, 'year'>>): Map<number, Cells> {
  const years = new Map<number, Cells>();
  for (const entry of entries) {
    const cells = years.get(entry.year) ?? new Map<string, Cell>();
    addToCells(cells, entry);
    years.set(entry.year, cells);
  }
  return years;
}
