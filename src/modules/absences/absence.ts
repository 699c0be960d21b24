import type { LocalDate } from '../../kernel/local-date.js';
import type { Page } from '../../kernel/paging.js';
import type { Unit } from '../../kernel/units.js';

/** `planned` until its first day, `running` until its last, then `over`; `cancelled` before it began. */
export const ABSENCE_STATUSES = ['planned', 'running', 'over', 'cancelled'] as const;
export type AbsenceStatus = (typeof ABSENCE_STATUSES)[number];

/** Who decides instead, by unit. */
export type Delegates = Readonly<Partial<Record<Unit, string>>>;

/** Days on which somebody is away, first and last one included, as the organization's calendar has them. */
export interface AbsenceDates {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** A dated absence of a person, with somebody who decides instead for every unit that the person decides for. */
export interface Absence extends AbsenceDates {
  readonly id: string;
  readonly personId: string;
  readonly delegates: Delegates;
  /** The person's own words, for colleagues. */
  readonly note: string;
  readonly status: AbsenceStatus;
  /** Who entered it: the person, or HR administration. */
  readonly namedById: string;
  readonly namedAt: Date;
  readonly startedAt: Date | null;
  /** When it was over or cancelled; before the last day where the person came back early. */
  readonly endedAt: Date | null;
}

export interface AbsenceName {
  readonly id: string;
  readonly name: string;
}

/** An absence with names instead of ids. */
export interface AbsenceView extends AbsenceDates {
  readonly id: string;
  readonly person: AbsenceName;
  readonly delegates: readonly { readonly unit: Unit; readonly delegate: AbsenceName }[];
  readonly note: string;
  readonly status: AbsenceStatus;
  readonly namedBy: AbsenceName;
  readonly namedAt: Date;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
}

/** Somebody who may be named for a unit. `away` says when not to. */
export interface DelegateOption extends AbsenceName {
  readonly away: readonly AbsenceDates[];
}

export interface UnitChoice {
  readonly unit: Unit;
  readonly options: readonly DelegateOption[];
}

/** One that runs or is planned, with what it means for requests. */
export interface StandingAbsence extends AbsenceView {
  /** Of a planned one: where what waits now would go. */
  readonly destinations: readonly Destination[];
  /** Of a running one: how many of what others have meanwhile are still to be decided. */
  readonly progress: AbsenceProgress | null;
}

export interface AbsenceProgress {
  readonly left: number;
  readonly of: number;
}

/** Everything about one person's absences. */
export interface AbsenceOverview {
  readonly person: AbsenceName;
  /** False where the organization does without delegates. */
  readonly enabled: boolean;
  /** For what the person decides, and who else could; empty for somebody who decides nothing. */
  readonly units: readonly UnitChoice[];
  /** What runs or is planned, in the order of days. */
  readonly coming: readonly StandingAbsence[];
  /** What is over or was cancelled, latest first. */
  readonly past: Page<AbsenceView>;
}

/** Where requests that wait for somebody go when the absence begins. */
export interface Destination {
  readonly unit: Unit;
  readonly count: number;
  /** `delegate`, or the person's manager because the delegate gains from them or made them, or nobody: HR assigns. */
  readonly to: AbsenceName | null;
  readonly isDelegate: boolean;
}

export interface AbsencePreview extends AbsenceDates {
  readonly delegates: readonly { readonly unit: Unit; readonly delegate: AbsenceName }[];
  readonly destinations: readonly Destination[];
}

/** What a person's pages say about absences today. */
export interface AbsenceNotices {
  readonly own: AbsenceView | null;
  /** Those whom the person stands in for today. */
  readonly standingInFor: readonly {
    readonly person: AbsenceName;
    readonly to: LocalDate;
    readonly units: readonly Unit[];
  }[];
}
