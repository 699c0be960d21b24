import type { LocalDate } from '../../kernel/local-date.js';
import type { Page } from '../../kernel/paging.js';
import type { PeriodKey, QuarterKey, YearKey } from '../../kernel/period.js';
import type { Points } from '../../kernel/points.js';
import type { EntryKind } from '../ledger/index.js';
import type { RequestPage, RequestView } from '../requests/index.js';
import type { PersonUtilization } from '../targets/index.js';
import type { CategoryFigure, TargetProgress } from './employee-figures.js';

/** The people who report to the actor, those whose delivery partner the actor is, or those with something in the unit. */
export type PeopleScope = 'team' | 'assigned' | 'items';

export const OWN_PEOPLE_SORTS = [
  ...['name', '-name', 'q1', '-q1', 'q2', '-q2', 'q3', '-q3', 'q4', '-q4'],
  ...['year', '-year', 'pending', '-pending'],
] as readonly OwnPeopleSort[];
type SortKey = 'name' | 'q1' | 'q2' | 'q3' | 'q4' | 'year' | 'pending';
export type OwnPeopleSort = SortKey | `-${SortKey}`;

export interface OwnPeopleFilter {
  /** Fiscal year; today's unless said. */
  readonly year?: number | undefined;
  /** Beginnings of words of the name, of the e-mail address or of the employee id. */
  readonly q?: string | undefined;
  readonly department?: string | undefined;
  readonly grade?: string | undefined;
  readonly location?: string | undefined;
  /** Everybody, also those who left, where absent. */
  readonly status?: 'active' | 'deactivated' | undefined;
  /** Only people below what the unit expects of their grade. */
  readonly belowMinimum?: boolean | undefined;
  readonly sort?: OwnPeopleSort | undefined;
}

export interface PeriodPoints<K extends PeriodKey = PeriodKey> {
  readonly period: K;
  /** Regular points. */
  readonly points: Points;
}

/** What a unit expects of a grade in a quarter; information only. */
export interface Minimum {
  readonly expected: Points;
  readonly points: Points;
  /** 0 where it is reached. */
  readonly missing: Points;
}

export interface OwnPersonRow {
  readonly id: string;
  readonly name: string;
  readonly employeeId: string;
  readonly grade: string;
  readonly department: string;
  readonly location: string;
  readonly status: 'active' | 'deactivated';
  /** The four of the year. */
  readonly quarters: readonly PeriodPoints<QuarterKey>[];
  readonly year: Points;
  /** Of the quarter that the list judges; null where nothing is expected of the grade. */
  readonly minimum: Minimum | null;
  /** Requests that wait now, as far as the viewer may see them. */
  readonly pending: number;
}

export interface OwnPeople extends Page<OwnPersonRow> {
  readonly year: YearKey;
  /** Whose minimum is looked at: today's quarter, or the last one of a year that is over. */
  readonly quarter: QuarterKey;
  /** Whether anything is expected of any grade here. */
  readonly expects: boolean;
  /** All regular points of the people, or those that the unit gave. */
  readonly points: 'all' | 'unit';
}

export interface OwnPersonYear {
  readonly year: YearKey;
  readonly quarters: readonly PeriodPoints<QuarterKey>[];
  readonly points: Points;
}

/** A line of the ledger as somebody else than its owner sees it. */
export interface OwnPersonEntry {
  readonly id: string;
  readonly kind: EntryKind;
  readonly categoryCode: string;
  readonly categoryName: string;
  readonly points: Points;
  readonly date: LocalDate;
  readonly period: QuarterKey;
  readonly by: string;
  /** Null where the words were said in a request that the viewer may not see. */
  readonly words: string | null;
  /** The request behind it, where the viewer may see it. */
  readonly requestId: string | null;
}

/** Somebody as the page of the person's figures shows it. */
export interface ShownPerson {
  readonly id: string;
  readonly name: string;
  readonly employeeId: string;
  readonly email: string;
  readonly grade: string;
  readonly department: string;
  readonly location: string;
  readonly level: string;
  readonly joiningDate: LocalDate;
  readonly exitDate: LocalDate | null;
  readonly status: 'active' | 'deactivated';
  readonly manager: { readonly id: string; readonly name: string } | null;
  readonly dp: { readonly id: string; readonly name: string } | null;
}

export interface OwnPerson {
  readonly person: ShownPerson;
  readonly points: 'all' | 'unit';
  readonly quarter: PeriodPoints<QuarterKey>;
  readonly year: PeriodPoints<YearKey>;
  readonly total: PeriodPoints<'all'>;
  /** Today's year and every other one with points, newest first. */
  readonly years: readonly OwnPersonYear[];
  /** As on the person's own dashboard; null for a grade without a target, and for units that see their own points only. */
  readonly quarterProgress: TargetProgress | null;
  readonly yearProgress: TargetProgress | null;
  readonly minimum: Minimum | null;
  /** Of today's quarter, as on the person's own dashboard; null for units that see their own points only. */
  readonly utilization: Omit<PersonUtilization, 'sumBasisPoints'> | null;
  /** The months of today's fiscal year that have begun; null as above. */
  readonly utilizationMonths: PersonUtilization['months'] | null;
  /** All time, highest first. */
  readonly byCategory: readonly CategoryFigure[];
  /** Oldest first. */
  readonly pending: RequestPage;
  /** Latest first; delivery partners see approvals only. */
  readonly decided: readonly RequestView[];
  /** Newest first; the total is that of all of them. */
  readonly entries: Page<OwnPersonEntry> & { readonly total: Points };
}
