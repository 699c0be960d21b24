import type { LocalDate } from '../../kernel/local-date.js';
import type { Page } from '../../kernel/paging.js';
import type { QuarterKey, YearKey } from '../../kernel/period.js';
import type { BonusState } from '../bonuses/index.js';
import type { Totals } from '../ledger/index.js';
import type { Progress } from '../targets/index.js';
import type { PeriodFigures } from './employee-figures.js';
import type { FigureRange } from './figure-range.js';

/** `points` and `progress` are those of the days asked for. */
export const CENTRAL_SORTS = [
  'name',
  'quarter',
  'year',
  'quarterProgress',
  'yearProgress',
  'points',
  'progress',
] as const;
export type CentralSort = (typeof CENTRAL_SORTS)[number];

/** All given conditions must hold. */
export interface CentralFilter {
  /** Part of a name, e-mail or employee id. */
  readonly q?: string | undefined;
  readonly department?: string | undefined;
  readonly grade?: string | undefined;
  readonly location?: string | undefined;
  readonly managerId?: string | undefined;
  /** Active people unless said. */
  readonly status?: 'active' | 'deactivated' | 'all' | undefined;
  /** Only people who could be given the bonus of today's quarter as things stand. */
  readonly eligible?: boolean | undefined;
  /** With one of them, figures of these days stand instead of those of the quarter and the year. */
  readonly from?: LocalDate | undefined;
  readonly to?: LocalDate | undefined;
  /**
   * Name unless said; figures go from the highest down unless `descending` is false, names from A on. With days, `points`
   * and `progress` are meant by every sort of figures; without days they mean the year.
   */
  readonly sort?: CentralSort | undefined;
  readonly descending?: boolean | undefined;
}

/** How a person stands towards the bonus of a quarter, as the module of bonuses says it. */
export type CentralBonus = Pick<BonusState, 'period' | 'eligible' | 'awarded' | 'amount' | 'reason'>;

/** Progress counts regular points only, towards the target of the present grade scaled by days. */
export interface RangeFigures extends Totals {
  readonly progress: Progress | null;
}

/** One person in central's table. Quarter and year are today's; progress counts regular points only. */
export interface CentralRow {
  readonly id: string;
  readonly name: string;
  readonly employeeId: string;
  readonly email: string;
  readonly grade: string;
  readonly department: string;
  readonly location: string;
  readonly status: 'active' | 'deactivated';
  /** The four of the fiscal year. */
  readonly quarters: readonly PeriodFigures<QuarterKey>[];
  readonly quarter: Totals;
  readonly year: Totals;
  readonly total: Totals;
  readonly quarterProgress: Progress | null;
  readonly yearProgress: Progress | null;
  /** Of today's quarter. */
  readonly bonusState: CentralBonus | null;
  /** Null unless days are asked for. */
  readonly range: RangeFigures | null;
}

/** The days that figures are about, both inclusive, and the stored period where they are one exactly. */
export interface CentralRange extends FigureRange {
  readonly days: number;
}

export interface CentralKpis {
  readonly activePeople: number;
  /** Distinct people with regular points in the current quarter. */
  readonly participants: number;
  /** Of the active people, one decimal, cut off; null of nobody. */
  readonly participation: number | null;
  readonly quarter: PeriodFigures<QuarterKey>;
  readonly previousQuarter: PeriodFigures<QuarterKey>;
  readonly year: PeriodFigures<YearKey>;
  readonly previousYear: PeriodFigures<YearKey>;
  readonly pending: number;
  /** Since when the oldest of them waits. */
  readonly oldestPending: Date | null;
  /** Active people with bonus points in the current quarter. */
  readonly bonusPeople: number;
}

export interface CentralDashboard extends Page<CentralRow> {
  readonly kpis: CentralKpis;
  /** Null unless days are asked for. */
  readonly range: CentralRange | null;
}
