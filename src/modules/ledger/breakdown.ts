import type { LocalDate } from '../../kernel/local-date.js';
import type { PeriodKey } from '../../kernel/period.js';
import type { Points } from '../../kernel/points.js';
import type { Unit } from '../../kernel/units.js';
import type { Cell, CellKey } from './breakdown-cells.js';

/** All given conditions must hold; a period or days, both inclusive. */
export interface BreakdownFilter {
  readonly period?: PeriodKey;
  readonly from?: LocalDate;
  readonly to?: LocalDate;
  /** Everybody where absent. */
  readonly personIds?: ReadonlySet<string>;
  readonly categoryCode?: string;
  readonly unit?: Unit;
}

/** What people together got in one quarter, month, category, unit and class. */
export type BreakdownCell = CellKey & Readonly<Cell>;

/** What one person got. */
export interface PersonSums {
  readonly regular: Points;
  readonly bonus: Points;
  /** How often regular points were got; corrections change points, not the count. */
  readonly count: number;
}

/** The entries of a filter added up twice: without people, and by person alone. Both come to the same. */
export interface Breakdown {
  readonly cells: readonly BreakdownCell[];
  /** Who got regular points in a category, by its code; corrections alone make nobody one of them. */
  readonly takers: ReadonlyMap<string, ReadonlySet<string>>;
  /** Whoever has an entry. */
  readonly people: ReadonlyMap<string, PersonSums>;
}
