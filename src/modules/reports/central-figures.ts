import type { Page } from '../../kernel/paging.js';
import type { QuarterKey, YearKey } from '../../kernel/period.js';
import type { Points } from '../../kernel/points.js';
import type { Totals } from '../ledger/index.js';
import type { BonusEligibility, PersonUtilization, Progress } from '../targets/index.js';
import type { CategoryFigure, PeriodFigures } from './employee-figures.js';

export const CENTRAL_SORTS = ['name', 'quarter', 'year', 'quarterProgress', 'yearProgress'] as const;
export type CentralSort = (typeof CENTRAL_SORTS)[number];

export interface CentralFilter {
  /** Part of a name, e-mail or employee id. */
  readonly q?: string;
  readonly department?: string;
  readonly grade?: string;
  readonly location?: string;
  /** Active people unless said. */
  readonly status?: 'active' | 'deactivated';
  /** Name unless said; figures go from the highest down unless `descending` is false, names from A on. */
  readonly sort?: CentralSort;
  readonly descending?: boolean;
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
  readonly quarter: Totals;
  readonly year: Totals;
  readonly total: Totals;
  readonly quarterProgress: Progress | null;
  readonly yearProgress: Progress | null;
}

export interface CentralKpis {
  readonly activePeople: number;
  /** Distinct people with regular points in the current quarter. */
  readonly participants: number;
  readonly quarter: PeriodFigures<QuarterKey>;
  readonly year: PeriodFigures<YearKey>;
  readonly pending: number;
}

export interface CentralDashboard extends Page<CentralRow> {
  readonly kpis: CentralKpis;
}

/** A quarter of a person, with the configuration and grade that count for it. */
export interface CentralQuarter extends PeriodFigures<QuarterKey> {
  readonly progress: Progress | null;
  readonly utilization: Omit<PersonUtilization, 'sumBasisPoints'>;
}

export interface CentralEmployee {
  readonly person: {
    readonly id: string;
    readonly name: string;
    readonly employeeId: string;
    readonly email: string;
    readonly grade: string;
    readonly department: string;
    readonly location: string;
    readonly status: 'active' | 'deactivated';
  };
  readonly totals: Totals;
  readonly year: PeriodFigures<YearKey> & { readonly progress: Progress | null };
  /** The four quarters of the current fiscal year. */
  readonly quarters: readonly CentralQuarter[];
  /** For the current quarter, as things stand. */
  readonly bonus: BonusEligibility & { readonly period: QuarterKey };
  readonly byCategory: readonly CategoryFigure[];
  readonly pending: { readonly count: number; readonly points: Points };
}
