import type { PersonActor } from '../../kernel/actor.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { PeriodKey, QuarterKey, YearKey } from '../../kernel/period.js';
import type { Unit } from '../../kernel/units.js';
import type { RequestStatus, RequestView } from './request.js';

/** How long deciding took, in working hours from being made until being decided. */
export interface DecisionTime {
  /** How many were approved or rejected. */
  readonly decided: number;
  /** One decimal, cut off; null where nothing was decided. */
  readonly medianHours: number | null;
}

/** What became of the requests of a unit; withdrawn ones were not decided. */
export interface DecisionFigures extends DecisionTime {
  readonly approved: number;
  readonly rejected: number;
  readonly withdrawn: number;
  /** Nine of ten decisions took no longer; one decimal, cut off. */
  readonly ninetiethHours: number | null;
}

/** What became of somebody's requests. */
export interface AskedBy {
  readonly personId: string;
  readonly statuses: ReadonlySet<RequestStatus>;
}

/** Of the actor's own proposals with an event in a month. */
export interface ProposalMonth {
  /** `YYYY-MM` */
  readonly month: string;
  readonly status: RequestStatus;
  readonly count: number;
}

/** What waits in a unit now and what was decided last, as far as somebody may see it. */
export interface Standing {
  readonly pending: number;
  /** Of the pending ones those that the actor has. */
  readonly assigned: number;
  /** Pending, the oldest first. */
  readonly oldest: readonly RequestView[];
  /** Approved or rejected, the latest decision first. */
  readonly recent: readonly RequestView[];
}

/** Whose claims of what. */
export interface ClaimsFilter {
  /** Everybody's where absent. */
  readonly personIds?: ReadonlySet<string>;
  readonly categoryCode?: string | undefined;
  readonly unit?: Unit | undefined;
}

export interface DecidedFilter extends ClaimsFilter {
  /** The period as it was stored with the requests; null where days are meant that are none. */
  readonly period: QuarterKey | YearKey | null;
  /** Days of events, inclusive. */
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** Counts of requests for figures. Periods and days are those of the event, as everywhere. */
export interface RequestFigures {
  /**
   * The beginnings of what `queue` shows as pending and as decided, without counting all that was ever decided; `mine`
   * leaves only what the actor has among the oldest. @throws Forbidden
   */
  standing(actor: PersonActor, unit: Unit, shown: { readonly mine: boolean; readonly size: number }): Promise<Standing>;
  /** Of what the actor may see of a unit, as `counts`. @throws Forbidden */
  decisionTime(actor: PersonActor, unit: Unit, period: PeriodKey): Promise<DecisionTime>;
  /** By unit, whoever may see the requests themselves; the caller has checked who may see the figures. */
  decisions(filter: DecidedFilter): Promise<ReadonlyMap<Unit, DecisionFigures>>;
  /** How many are pending now, by unit; the caller has checked who may see the figures. */
  pendingByUnit(claims?: ClaimsFilter): Promise<ReadonlyMap<Unit, number>>;
  /** Everybody for whom something was asked in a unit; the caller has checked who may see the figures. */
  askedIn(unit: Unit, period: PeriodKey): Promise<AskedBy[]>;
  /** What became of the actor's own proposals in a unit, by month of the event. */
  proposalMonths(
    actor: PersonActor,
    unit: Unit,
    months: { readonly from: string; readonly to: string },
  ): Promise<ProposalMonth[]>;
}
