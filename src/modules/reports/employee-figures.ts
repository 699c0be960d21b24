import type { LocalDate } from '../../kernel/local-date.js';
import type { PeriodKey, QuarterKey, YearKey } from '../../kernel/period.js';
import type { Points } from '../../kernel/points.js';
import type { OwnPlace, BoardRow } from '../leaderboard/index.js';
import type { Totals } from '../ledger/index.js';
import type { MilestoneState, PersonUtilization, Progress } from '../targets/index.js';

export interface PeriodFigures<K extends PeriodKey = PeriodKey> extends Totals {
  readonly period: K;
}

export interface CategoryFigure {
  readonly code: string;
  readonly name: string;
  readonly points: Points;
  readonly count: number;
}

/** A person's points of a period, and how today's quarter and year stand. */
export interface EmployeeSummary extends PeriodFigures {
  readonly quarter: PeriodFigures<QuarterKey>;
  readonly year: PeriodFigures<YearKey>;
  /** Of the period, highest points first. */
  readonly byCategory: readonly CategoryFigure[];
  /** Null for a grade without a target. */
  readonly target: { readonly quarter: Points | null; readonly year: Points | null };
  /** Of the current quarter's months. */
  readonly utilization: Omit<PersonUtilization, 'sumBasisPoints'>;
}

/** How far a person is towards a target; counts regular points only. */
export interface TargetProgress extends Progress {
  readonly period: QuarterKey | YearKey;
  /** Days left, today included. */
  readonly daysLeft: number;
}

export interface PendingItem {
  readonly id: string;
  readonly categoryName: string;
  readonly points: Points;
  readonly eventDate: LocalDate;
  /** Null while nobody has it. */
  readonly decider: { readonly id: string; readonly name: string } | null;
  readonly since: Date;
}

export interface RecentEntry {
  readonly id: string;
  readonly kind: string;
  readonly categoryCode: string;
  readonly categoryName: string;
  readonly points: Points;
  readonly effectiveDate: LocalDate;
  readonly period: QuarterKey;
  readonly at: Date;
  /** Who decided or granted, and in what words; what the person wrote in a request is not among them. */
  readonly by: string;
  readonly words: string;
}

export interface EmployeeDashboard {
  readonly today: LocalDate;
  /** Regular and bonus points of all time: the only card that combines them. */
  readonly total: PeriodFigures;
  readonly quarter: PeriodFigures<QuarterKey>;
  readonly year: PeriodFigures<YearKey>;
  /** Null for a grade without a target. */
  readonly quarterProgress: TargetProgress | null;
  readonly yearProgress: TargetProgress | null;
  /** Of the fiscal year, each with what it is worth in the current quarter; empty for a grade without a target. */
  readonly milestones: readonly MilestoneState[];
  readonly utilization: Omit<PersonUtilization, 'sumBasisPoints'>;
  /** What units expect of the person's grade per quarter. Information only. */
  readonly expectedMinimum: readonly { readonly unit: string; readonly points: Points }[];
  readonly byCategory: readonly CategoryFigure[];
  readonly pending: { readonly items: readonly PendingItem[]; readonly total: number; readonly points: Points };
  /** The newest five. */
  readonly recent: readonly RecentEntry[];
  readonly rank: {
    readonly period: PeriodKey;
    readonly me: OwnPlace | null;
    /** The own row with up to two neighbours on each side. */
    readonly neighbours: readonly BoardRow[];
    readonly participants: number;
    readonly average: number;
  };
}
