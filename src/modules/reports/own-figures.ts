import type { LocalDate } from '../../kernel/local-date.js';
import type { DateRange, QuarterKey, YearKey } from '../../kernel/period.js';
import type { Points } from '../../kernel/points.js';
import type { Entry, EntryBasis, Totals } from '../ledger/index.js';
import type { RequestDetail } from '../requests/index.js';
import type { MilestoneState, PersonUtilization } from '../targets/index.js';
import type { CategoryFigure, PeriodFigures } from './employee-figures.js';
import type { UtilizationMonth } from './utilization-figures.js';

/** Points of a period against the target that counted in it: that of the grade and configuration of its last day. */
export interface Standing {
  /** Of the last day, or of today while the period runs. */
  readonly grade: string;
  /** Null for a grade without one. */
  readonly target: Points | null;
  readonly reached: boolean;
  /** Points still missing, at least 0. */
  readonly missing: Points;
}

export type QuarterStanding = PeriodFigures<QuarterKey> & Standing;

export type YearStanding = PeriodFigures<YearKey> &
  Standing & {
    /** Q1 to Q4; of the running year those that have begun. */
    readonly quarters: readonly QuarterStanding[];
  };

/** One entry with everything that answers "why did I get these points?". */
export interface ExplainedEntry {
  readonly entry: Entry;
  readonly category: {
    readonly code: string;
    /** As it was called then. */
    readonly name: string;
    readonly version: number;
    /** The first day on which that version applied; null where that is not known. */
    readonly since: LocalDate | null;
    /** True where the version has a value of its own for the grade. */
    readonly ofGrade: boolean;
  };
  /** What was said when the points were given. */
  readonly words: string;
  /** What it is worth with its corrections; of a correction, what the corrected entry is worth. */
  readonly worth: Points;
  readonly reversed: boolean;
  /** In the order of writing. */
  readonly corrections: readonly Entry[];
  /** Of a correction: what it corrects. */
  readonly corrected: Entry | null;
  /** The request that it came from; of a correction, that of the corrected entry. */
  readonly request: RequestDetail | null;
  /** Of a bonus, or of its correction: the points as they stand now, against targets and milestones of then. */
  readonly bonus: BonusBasis | null;
}

export interface BonusBasis {
  readonly period: QuarterKey;
  readonly grade: string;
  /** The first day of the targets and milestones it was judged by; null for those of before central changed anything. */
  readonly configSince: LocalDate | null;
  readonly yearlyTarget: Points | null;
  /** Regular points of the fiscal year up to the end of the quarter. */
  readonly yearPoints: Points;
  readonly milestones: readonly MilestoneState[];
  /** Sum of the milestones reached. */
  readonly amount: Points;
}

/** The months of a quarter, and what they mean for its bonus. */
export interface OwnUtilizationQuarter extends Pick<PersonUtilization, 'average' | 'recorded' | 'of'> {
  readonly period: QuarterKey;
  readonly months: readonly UtilizationMonth[];
  readonly grade: string;
  /** True where the grade gets a bonus whatever the utilization is. */
  readonly exempt: boolean;
  /** With a missing month as 0, cut off after one decimal: what the bonus looks at. */
  readonly counted: number;
  /** Least average for a bonus. */
  readonly threshold: number;
  readonly enough: boolean;
  /** True once the quarter has ended. */
  readonly over: boolean;
}

export interface OwnUtilization {
  readonly year: number;
  /** Fiscal years with a record, and the present one; newest first. */
  readonly years: readonly number[];
  /** Of the recorded months of the year; null where there is none. */
  readonly average: number | null;
  readonly recorded: number;
  /** Months that have begun. */
  readonly of: number;
  /** Q1 to Q4; of the present year those that have begun. */
  readonly quarters: readonly OwnUtilizationQuarter[];
}

export interface StatementQuarter extends QuarterStanding {
  readonly utilization: Pick<PersonUtilization, 'average' | 'recorded' | 'of'>;
}

export interface StatementEntry {
  readonly id: string;
  readonly date: LocalDate;
  readonly period: QuarterKey;
  readonly kind: string;
  readonly categoryName: string;
  readonly points: Points;
  readonly basis: EntryBasis;
  readonly by: string;
  readonly at: Date;
  readonly words: string;
}

/** A fiscal year on paper. */
export interface Statement {
  readonly organization: { readonly name: string };
  readonly person: {
    readonly id: string;
    readonly name: string;
    readonly employeeId: string;
    readonly grade: string;
    readonly department: string;
    readonly location: string;
    readonly joiningDate: LocalDate;
  };
  readonly period: YearKey;
  readonly range: DateRange;
  /** The day of the figures. */
  readonly asOf: LocalDate;
  /** True while the year goes on. */
  readonly running: boolean;
  readonly totals: Totals;
  readonly year: Standing;
  readonly quarters: readonly StatementQuarter[];
  readonly byCategory: readonly CategoryFigure[];
  /** Oldest day first. */
  readonly entries: readonly StatementEntry[];
  /** Fiscal years to choose from, newest first. */
  readonly years: readonly number[];
}
