import type { LocalDate } from '../../kernel/local-date.js';
import type { Page } from '../../kernel/paging.js';
import type { QuarterKey, YearKey } from '../../kernel/period.js';
import type { Points } from '../../kernel/points.js';
import type { EntryKind, Totals } from '../ledger/index.js';
import type { RequestPage } from '../requests/index.js';
import type { MilestoneState, PersonUtilization, Progress } from '../targets/index.js';
import type { CentralBonus } from './central-figures.js';
import type { CategoryFigure, PeriodFigures } from './employee-figures.js';
import type { ShownPerson } from './own-people-figures.js';

/** Which year is shown, and which entries of it. */
export interface CentralEmployeeWish {
  /** Fiscal year; today's unless said. */
  readonly year?: number | undefined;
  /** Entries of one quarter of the year. */
  readonly quarter?: 1 | 2 | 3 | 4 | undefined;
  readonly categoryCode?: string | undefined;
  readonly kind?: EntryKind | undefined;
}

/** A quarter of a person, with the configuration and grade that count for it: those of its last day. */
export interface CentralQuarter extends PeriodFigures<QuarterKey> {
  readonly grade: string;
  readonly progress: Progress | null;
  readonly utilization: Omit<PersonUtilization, 'sumBasisPoints'>;
  /** Null for a quarter that has not begun. */
  readonly bonusState: CentralBonus | null;
}

/** A line of the ledger with what it was computed from. */
export interface CentralEntry {
  readonly id: string;
  readonly kind: EntryKind;
  readonly categoryCode: string;
  readonly categoryName: string;
  readonly categoryVersion: number;
  /** Grade, value for it, and how often: value x quantity are the points where nothing was corrected. */
  readonly grade: string;
  readonly value: Points;
  readonly quantity: number;
  readonly points: Points;
  readonly date: LocalDate;
  readonly period: QuarterKey;
  readonly by: string;
  readonly at: Date;
  readonly words: string;
}

export interface CentralEmployee {
  readonly person: ShownPerson & {
    /** Takes part in leaderboards without name. */
    readonly optedOut: boolean;
  };
  /** Of all time. */
  readonly totals: Totals;
  /** Today's quarter, whatever the year that is shown. */
  readonly quarter: PeriodFigures<QuarterKey> & { readonly progress: Progress | null };
  /** The fiscal year that is shown. */
  readonly year: PeriodFigures<YearKey> & { readonly progress: Progress | null };
  /** Today's and every other one with points, newest first. */
  readonly years: readonly YearKey[];
  /** The four of the year that is shown. */
  readonly quarters: readonly CentralQuarter[];
  /** Of that year, as they stand for its current or last quarter; empty for a grade without a target. */
  readonly milestones: readonly MilestoneState[];
  /** The months of the year that have begun. */
  readonly utilizationMonths: PersonUtilization['months'];
  /** For today's quarter as things stand, or for the last one of a year that is over. */
  readonly bonus: CentralBonus;
  /** Of the year, highest first. */
  readonly byCategory: readonly CategoryFigure[];
  /** Every month of the year. */
  readonly byMonth: readonly { readonly month: string; readonly regular: Points; readonly bonus: Points }[];
  /** What the person raised and waits for. */
  readonly pending: { readonly count: number; readonly points: Points };
  /** Everything that waits for a decision about the person, proposals included; oldest first. */
  readonly waiting: RequestPage;
  /** Newest first; the totals are those of the filter. */
  readonly entries: Page<CentralEntry> & { readonly totals: Totals };
}
