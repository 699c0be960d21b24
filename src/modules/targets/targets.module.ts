import type { Actor } from '../../kernel/actor.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Points } from '../../kernel/points.js';
import type { BasisPoints } from '../../kernel/utilization.js';
import type { PageRequest } from '../../kernel/paging.js';
import type {
  ConfigPreview,
  ConfigVersion,
  RevisionOptions,
  SetConfig,
  StartDays,
  TargetHistory,
} from './config-version.js';
import type { ConfigAsSet, DatedTargetConfig, TargetConfig } from './target-config.js';
import type { PersonUtilization } from './utilization-average.js';

export interface NewUtilization {
  readonly personId: string;
  /** `YYYY-MM` */
  readonly month: string;
  readonly basisPoints: BasisPoints;
  readonly requestId: string;
}

/** Targets by grade with their milestones, and people's recorded utilization. */
export interface TargetsModule {
  /** The configuration that applies on a day. */
  configOn(date: LocalDate): Promise<TargetConfig>;
  /** The configuration that applied on a day by what had been set until an instant, whatever was set since. */
  configAsSet(date: LocalDate, asOf: Date): Promise<ConfigAsSet>;
  /** Every configuration set so far that was not withdrawn, newest effect first. */
  configs(): Promise<DatedTargetConfig[]>;
  /** What applies today, what is planned, and a page of all that was ever set. */
  history(page: PageRequest): Promise<TargetHistory>;
  /** One configuration as it was set. @throws NotFound */
  version(id: string): Promise<ConfigVersion>;
  /** Days from which a change is easiest to understand. */
  startDays(): Promise<StartDays>;
  /**
   * What a configuration would change; writes nothing.
   * @throws InvalidInput, RuleBroken as `revise`
   */
  preview(effectiveFrom: LocalDate, config: TargetConfig): Promise<ConfigPreview>;
  /**
   * Sets targets, milestones, threshold and cap from a day on.
   * @throws Forbidden; InvalidInput (zero or negative figures, a grade that is none); RuleBroken `targets.retroactive`
   * before today, `targets.effective_date_far`; Conflict `targets.unchanged`, `targets.changed_meanwhile` where
   * somebody changed something after the revision that was given, `targets.too_many_planned`
   */
  revise(actor: Actor, effectiveFrom: LocalDate, config: TargetConfig, options?: RevisionOptions): Promise<SetConfig>;
  /**
   * Takes back a configuration whose day has not come.
   * @throws Forbidden; NotFound; Conflict `targets.not_upcoming`, `targets.changed_meanwhile`
   */
  withdraw(actor: Actor, id: string, options?: RevisionOptions): Promise<void>;
  /** Undefined for a grade without a target. */
  quarterlyTarget(grade: string, date: LocalDate): Promise<Points | undefined>;
  /** Four times the quarterly target. */
  yearlyTarget(grade: string, date: LocalDate): Promise<Points | undefined>;
  /**
   * Records a person's utilization of a month, once. Joins the caller's transaction; the caller has checked the right.
   * @throws RuleBroken `utilization.already_recorded` at the field `month`
   */
  recordUtilization(actor: Actor, record: NewUtilization): Promise<void>;
  /** True for every person and month that has a record: keys `<person>:<month>`. */
  recordedMonths(personIds: readonly string[], months: readonly string[]): Promise<Set<string>>;
  /** Ids of everybody with a record of the month. */
  peopleRecorded(month: string): Promise<readonly string[]>;
  /** Every recorded month of one person, oldest first. */
  utilizationsOf(personId: string): Promise<readonly { readonly month: string; readonly basisPoints: BasisPoints }[]>;
  /** One entry for every person asked for; months in the order given. */
  utilization(personIds: readonly string[], months: readonly string[]): Promise<Map<string, PersonUtilization>>;
}
