import type { Action, Content, EmptyState, Person, Tag } from './components.js';

/** One cell. Text is escaped; `html` is markup from `capture` or `include`. */
export type Cell =
  | string
  | number
  | { readonly text: string; readonly href?: string; readonly note?: string }
  | { readonly tag: Tag }
  | { readonly person: Person }
  | { readonly points: number; readonly signed?: boolean }
  | { readonly percent: number; readonly decimals?: number }
  | { readonly date: string | Date; readonly age?: boolean }
  | { readonly html: Content };

export interface Column {
  readonly key: string;
  readonly label: string;
  /** Figures stand at the end. */
  readonly align?: 'start' | 'end';
  /** Sorting by this column, as a link. */
  readonly sortHref?: string;
  readonly sorted?: 'asc' | 'desc';
}

export interface Row {
  readonly id: string;
  /** Names the row in its checkbox: "request of Jo Brown". */
  readonly name?: string;
  readonly cells: Readonly<Record<string, Cell>>;
  readonly actions?: readonly Action[];
  /** The row that is meant, such as the viewer's own. */
  readonly highlighted?: boolean;
  readonly selectable?: boolean;
  /** Ticked already, as when a form is shown again. */
  readonly selected?: boolean;
}

/** `table` */
export interface Table {
  readonly id: string;
  readonly caption: string;
  /** Shown above the table; otherwise only read aloud. */
  readonly captionVisible?: boolean;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly totals?: Readonly<Record<string, Cell>>;
  readonly empty: EmptyState;
  /** Checkboxes that belong to the form with this id. */
  readonly select?: { readonly form: string; readonly name: string };
  /** Lets people hide columns; remembered on the device under the table's id. */
  readonly columnChoice?: boolean;
}

/** `pager`, made by `pagerOf`. */
export interface Pager {
  readonly from: number;
  readonly to: number;
  readonly total: number;
  readonly previousHref?: string;
  readonly nextHref?: string;
  /** `undefined` is a gap. */
  readonly pages: readonly (
    { readonly number: number; readonly href: string; readonly current: boolean } | undefined
  )[];
}

/** `chart`: always with a sentence that says what it shows, and its figures as a table. */
export interface Chart {
  readonly id: string;
  readonly title: string;
  readonly period: string;
  readonly sentence: string;
  /** `across` are bars that lie, for many labels or long ones. */
  readonly type: 'bar' | 'across' | 'line' | 'stacked';
  /** Of the first column of the table of figures: "Month". */
  readonly labelHeading: string;
  readonly labels: readonly string[];
  /** Null where there is no figure. `line` draws one as a line over bars, such as a target. */
  readonly series: readonly {
    readonly label: string;
    readonly values: readonly (number | null)[];
    readonly line?: boolean;
  }[];
  readonly headingLevel?: 2 | 3;
  /** Of the figures: whole points unless said, two decimals, or per cent. */
  readonly format?: 'points' | 'average' | 'percent';
}

/** `leaderboard-row`; `leaderboard` lists them. */
export interface LeaderboardRow {
  readonly rank: number;
  /** Absent for somebody who takes part without name. */
  readonly person?: Person;
  readonly points: number;
  readonly me?: boolean;
  /** Places are left out before this one. */
  readonly gapBefore?: boolean;
  /** Changed a moment ago. */
  readonly changed?: boolean;
}
export interface Leaderboard {
  readonly label: string;
  readonly period: string;
  readonly rows: readonly LeaderboardRow[];
}
/** `podium`: the first three, more where places are shared. */
export interface Podium {
  readonly period: string;
  readonly rows: readonly LeaderboardRow[];
}
