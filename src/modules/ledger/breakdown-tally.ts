import type { Points } from '../../kernel/points.js';
import { cellText, readCellText, type Cell, type CellKey } from './breakdown-cells.js';
import type { Breakdown, PersonSums } from './breakdown.js';

interface Open extends Cell {
  readonly key: CellKey;
}

type Changing<T> = { -readonly [K in keyof T]: T[K] };

/** Adds cells of people up, as far as they are wanted. Keys are read once, however many people have them. */
export class BreakdownTally {
  readonly #cells = new Map<string, Open | undefined>();
  readonly #people = new Map<string, Changing<PersonSums>>();
  readonly #takers = new Map<string, Set<string>>();

  constructor(private readonly isWanted: (key: CellKey) => boolean) {}

  add(person: string, text: string, points: Points, count: number): void {
    const cell = this.#cellOf(text);
    if (cell === undefined) return;
    cell.points += points;
    cell.count += count;
    const sums = this.#sumsOf(person);
    sums[cell.key.class] += points;
    if (cell.key.class !== 'regular' || count === 0) return;
    sums.count += count;
    this.#takersOf(cell.key.categoryCode).add(person);
  }

  /** What was added up elsewhere, wanted or not. */
  include({ cells, people, takers }: Breakdown): void {
    for (const { points, count, ...key } of cells) {
      const text = cellText(key);
      const known = this.#cells.get(text) ?? { key, points: 0, count: 0 };
      this.#cells.set(text, { key, points: known.points + points, count: known.count + count });
    }
    for (const [person, { regular, bonus, count }] of people) {
      const sums = this.#sumsOf(person);
      sums.regular += regular;
      sums.bonus += bonus;
      sums.count += count;
    }
    for (const [code, ofCode] of takers) {
      const known = this.#takersOf(code);
      for (const person of ofCode) known.add(person);
    }
  }

  result(): Breakdown {
    const cells = [...this.#cells.values()].filter((cell) => cell !== undefined);
    return {
      cells: cells.map(({ key, points, count }) => ({ ...key, points, count })),
      takers: this.#takers,
      people: this.#people,
    };
  }

  /** Undefined for what is not wanted. */
  #cellOf(text: string): Open | undefined {
    const known = this.#cells.get(text);
    if (known !== undefined || this.#cells.has(text)) return known;
    const key = readCellText(text);
    const cell = this.isWanted(key) ? { key, points: 0, count: 0 } : undefined;
    this.#cells.set(text, cell);
    return cell;
  }

  #takersOf(code: string): Set<string> {
    let takers = this.#takers.get(code);
    if (takers === undefined) {
      takers = new Set();
      this.#takers.set(code, takers);
    }
    return takers;
  }

  #sumsOf(person: string): Changing<PersonSums> {
    let sums = this.#people.get(person);
    if (sums === undefined) {
      sums = { regular: 0, bonus: 0, count: 0 };
      this.#people.set(person, sums);
    }
    return sums;
  }
}
