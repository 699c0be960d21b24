import type { LocalDate } from '../../kernel/local-date.js';
import type { PeriodKey } from '../../kernel/period.js';
import type { Points } from '../../kernel/points.js';

export type BoardClass = 'regular' | 'bonus';

/** What the board knows of one person in one period. */
export interface BoardScore {
  readonly personId: string;
  readonly name: string;
  readonly department: string;
  readonly grade: string;
  readonly optedOut: boolean;
  readonly active: boolean;
  readonly exitDate: LocalDate | null;
  readonly regular: Points;
  readonly bonus: Points;
}

export interface BoardFilter {
  readonly department?: string;
  readonly grade?: string;
  readonly categoryCode?: string;
  /** A team: only these people. */
  readonly personIds?: readonly string[];
}

export interface BoardViewer {
  readonly viewerId: string | null;
  /** Units, HR and central page through all; others see the top and their own surroundings. */
  readonly viewAll: boolean;
  /** HR and central see who opted out. */
  readonly seesOptedOut?: boolean;
  readonly class?: BoardClass;
  readonly filter?: BoardFilter;
}

export interface BoardRow {
  readonly rank: number;
  /** Null for somebody who opted out, unless the viewer may know. */
  readonly personId: string | null;
  readonly name: string | null;
  readonly points: Points;
}

/** The viewer's own place. Without points there is no rank. */
export interface OwnPlace {
  readonly rank: number | null;
  readonly points: Points;
  /** (n - rank + 1) / n x 100, one decimal. */
  readonly percentile: number | null;
  /** Points that are missing to the next better rank; null at the top and where nobody has points. */
  readonly toNext: Points | null;
}

export interface BoardPage {
  readonly period: PeriodKey;
  readonly rows: readonly BoardRow[];
  /** Null for a viewer whom the filter leaves out; whom it means and who has no points has no rank. */
  readonly me: OwnPlace | null;
  /** Of the people with points, two decimals; 0 when there are none. */
  readonly average: number;
  /** People with points above 0. */
  readonly participants: number;
  /** Where the viewer may page through all. */
  readonly page?: { readonly number: number; readonly size: number; readonly total: number };
  /** There, for a viewer with a rank: the page of the own row, and the row with its neighbours. */
  readonly mine?: { readonly page: number; readonly rows: readonly BoardRow[] };
}

/** One person in the order of points. */
export interface Standing {
  readonly personId: string;
  readonly regular: Points;
  readonly bonus: Points;
}

export interface StandingsWish {
  readonly class: BoardClass;
  readonly department?: string | undefined;
  readonly grade?: string | undefined;
  /** False begins with the fewest points. True unless said. */
  readonly descending?: boolean | undefined;
}
