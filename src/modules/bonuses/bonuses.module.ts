import type { Actor } from '../../kernel/actor.js';
import type { Page, PageRequest } from '../../kernel/paging.js';
import type { QuarterKey } from '../../kernel/period.js';
import type { Points } from '../../kernel/points.js';
import type { Entry } from '../ledger/index.js';
import type { Person } from '../people/index.js';
import type { BonusOutcome } from './award-people.js';
import type { BonusRun, BonusRunRow, RowOutcome, RunOrder } from './bonus-run.js';
import type { BonusRow } from './bonus-standing.js';
import type { BonusState } from './bonus-state.js';
import type { BonusOverview, BonusPreview } from './overview.js';
import type { BonusFilter } from './tally-bonuses.js';

/** One person to be awarded. */
export interface BonusOrder {
  readonly personId: string;
  readonly period: QuarterKey;
  /** True where it is meant that somebody who has left still gets the bonus. */
  readonly alsoDeactivated?: boolean | undefined;
}

/** A row of a run with the person, who may have been erased since, and what became of the bonus since. */
export interface NamedRunRow extends BonusRunRow {
  readonly name: string;
  readonly employeeId: string;
  /** What the awarded points are worth today; 0 where none were awarded, or where they were taken back. */
  readonly worth: Points;
  readonly takenBack: boolean;
}

/** A bonus as it stands, for whoever wants to take it back. */
export interface GivenBonus {
  readonly entry: Entry;
  readonly period: QuarterKey;
  readonly person: Person;
  /** What it is worth now. */
  readonly worth: Points;
  readonly reversed: boolean;
  readonly mayReverse: boolean;
}

/**
 * The bonus of a quarter: who is eligible and why, and giving it once. Points up to the end of the quarter, grade and
 * configuration of its last day. Only central calls what takes an actor; everything else is refused as `bonus.forbidden`.
 */
export interface BonusesModule {
  /**
   * How people stand towards the bonus of a quarter. The caller has checked the right; unknown people are left out. A
   * fixed number of queries for any number of people.
   */
  states(personIds: readonly string[], quarter: QuarterKey): Promise<Map<string, BonusState>>;
  /** Everybody, by name, a page at a time. @throws RuleBroken `bonus.quarter_not_begun` */
  overview(actor: Actor, filter: BonusFilter, page: PageRequest): Promise<BonusOverview>;
  /** What awarding all eligible people would do. @throws RuleBroken `bonus.quarter_not_begun` */
  preview(actor: Actor, quarter: QuarterKey): Promise<BonusPreview>;
  /** One person as in the overview. @throws NotFound, RuleBroken `bonus.quarter_not_begun` */
  standing(actor: Actor, personId: string, quarter: QuarterKey): Promise<BonusRow & { readonly over: boolean }>;

  /**
   * Awards one person what the server computes, or says why not. @throws Forbidden `bonus.own`; RuleBroken
   * `bonus.person_not_found`, `bonus.person_deactivated`, `bonus.quarter_not_begun`
   */
  award(actor: Actor, order: BonusOrder): Promise<BonusOutcome>;
  /**
   * Awards everybody who is eligible, each once, in the background; the answer comes after ten seconds at the latest.
   * While such a run goes on for a quarter everybody gets that one. Not inside a transaction.
   * @throws Conflict `bonus.changed_meanwhile` where people or points are others than expected;
   * RuleBroken `bonus.quarter_not_begun`; InvalidInput `idempotency.key_reused`
   */
  awardAll(actor: Actor, order: RunOrder): Promise<BonusRun>;
  /**
   * Tells everybody who is eligible and not awarded yet how the bonus stands. @throws as `awardAll`, and Conflict
   * `bonus.analysis_sent` where that was done today already and `again` does not say that it is meant
   */
  sendAnalysis(actor: Actor, order: RunOrder & { readonly again?: boolean | undefined }): Promise<BonusRun>;

  /** @throws NotFound */
  run(actor: Actor, id: string): Promise<BonusRun>;
  /** The latest runs of a quarter. */
  runs(actor: Actor, quarter: QuarterKey): Promise<readonly BonusRun[]>;
  /** @throws NotFound */
  runRows(actor: Actor, id: string, outcome: RowOutcome, page: PageRequest): Promise<Page<NamedRunRow>>;
  /** Awarded and skipped people of a finished run. @throws NotFound */
  runOutcome(actor: Actor, id: string): Promise<BonusOutcome>;
  /** What became of everybody, as CSV in pieces; that it was taken is recorded. @throws NotFound */
  runCsv(actor: Actor, id: string): AsyncIterable<string>;

  /** @throws NotFound for entries that are no bonuses */
  given(actor: Actor, entryId: string): Promise<GivenBonus>;
  /**
   * Takes a bonus back by a counter entry; afterwards it may be awarded again. Joins the caller's transaction.
   * @throws NotFound; Forbidden `ledger.own_entry`; Conflict `ledger.already_reversed`, `ledger.changed_meanwhile`
   */
  reverse(
    actor: Actor,
    reversal: { readonly entryId: string; readonly reason: string; readonly basedOn?: Points | undefined },
  ): Promise<Entry>;

  /** Goes on with runs that were interrupted, at the start of a process. Says how many. */
  resumeInterrupted(): Promise<number>;
  /** The same for runs that nobody moves any more, by the clock. */
  resumeStalled(): Promise<number>;
  /** Resolves when nothing is at work in this process. */
  settled(): Promise<void>;
  /** Lets runs of this process finish the step at hand and no more; the next start goes on with them. */
  stop(): Promise<void>;
}
