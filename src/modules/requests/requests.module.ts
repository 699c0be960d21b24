import type { Actor, PersonActor } from '../../kernel/actor.js';
import type { Page, PageRequest } from '../../kernel/paging.js';
import type { PeriodKey } from '../../kernel/period.js';
import type { Points } from '../../kernel/points.js';
import type { Unit } from '../../kernel/units.js';
import type { AbsentDecidersRequests } from '../absences/index.js';
import type { Attachment } from '../attachments/index.js';
import type { CategoryUsage } from '../catalog/index.js';
import type { Entry } from '../ledger/index.js';
import type { ClaimBatches } from './batches/claim-batches.js';
import type { AwardOption } from './award-options.js';
import type { NewAward } from './give-award.js';
import type { GivenAward, GivenFilter } from './given-awards.js';
import type { AwardPreview } from './preview-award.js';
import type { ClaimToTake } from './take-claim.js';
import type {
  Move,
  MoveReason,
  MoveResult,
  Request,
  RaiseOptions,
  RequestCounts,
  RequestDetail,
  RequestFilter,
  RequestPage,
  RequestView,
} from './request.js';
import type { DecisionInput, ProposeUtilizationInput, RaiseRequestInput } from './requests.schema.js';

import type { OwnRequestsModule } from './own-requests.module.js';
import type { PeopleRequestsModule } from './people-requests.module.js';
import type { PendingNow } from './pending-now.js';
import type { RequestFigures } from './request-figures.module.js';
import type { ClaimsForOthersModule } from './claims-for-others.module.js';
import type { ProposalInput } from './propose-request.js';
import type { QueueModule } from './queue.module.js';
import type { NamedRequest } from './named-requests.js';
import type { TrackerModule } from './tracker.module.js';
import type { UtilizationRequests } from './utilization.module.js';

/** Claims on points and what becomes of them. */
export interface RequestsModule
  extends
    TrackerModule,
    QueueModule,
    PeopleRequestsModule,
    OwnRequestsModule,
    RequestFigures,
    ClaimsForOthersModule,
    UtilizationRequests {
  /** Every active category that employees raise, with what it is worth for the actor and who may decide it. */
  options(actor: PersonActor): Promise<RaiseOptions>;
  /**
   * Raises a request for oneself.
   * @throws RuleBroken naming the field; Conflict `request.duplicate` with `extra.duplicates` unless acknowledged
   */
  raise(actor: PersonActor, input: RaiseRequestInput): Promise<RequestView>;
  /**
   * Proposes points for somebody else, as an updater of the category's unit.
   * @throws Forbidden `request.not_updater`; RuleBroken and Conflict as `raise`
   */
  propose(actor: PersonActor, input: ProposalInput): Promise<RequestView>;
  /**
   * Proposes a person's utilization of a month, as an updater of PMO. Worth 0 points.
   * @throws Forbidden; RuleBroken at `utilization`, or at `month` where one is pending or approved already
   */
  proposeUtilization(actor: PersonActor, input: ProposeUtilizationInput): Promise<RequestView>;

  /**
   * Approves or rejects a pending request, with everything that follows from it, in one transaction.
   * @throws NotFound for what the actor may not see; Forbidden `request.not_assigned`, `request.other_eyes`;
   * Conflict `request.already_decided` naming who was faster
   */
  decide(actor: PersonActor, unit: Unit, id: string, input: DecisionInput): Promise<RequestView>;
  /** Takes back what the actor raised or proposed. @throws NotFound, Conflict `request.already_decided` */
  withdraw(actor: PersonActor, id: string): Promise<RequestView>;

  /** Numbers of what `queue` would show, by effective date; of all time unless said. @throws Forbidden */
  counts(actor: PersonActor, unit: Unit, period?: PeriodKey): Promise<RequestCounts>;
  /** `own` shows the actor's own requests and proposals. @throws NotFound */
  detail(actor: PersonActor, unit: Unit | 'own', id: string): Promise<RequestDetail>;
  /** The actor's own requests and proposals made by others that were approved; newest first. */
  mine(actor: PersonActor, filter: RequestFilter, page: PageRequest): Promise<RequestPage>;
  /** Everything that somebody gains from or proposed, oldest first, in batches; for what is done with all of it. */
  eachOf(personId: string, role: 'person' | 'proposer'): AsyncIterable<Request[]>;
  /** What a person raised and waits for. */
  pendingOf(personId: string): Promise<{ readonly count: number; readonly points: Points }>;
  /** How many pending requests the whole organization has. */
  pendingCount(): Promise<number>;
  /** The same with the oldest of them. */
  pendingNow(): Promise<PendingNow>;
  /** How many pending requests wait for this person's decision. */
  openItems(personId: string): Promise<number>;
  /** The same by unit; units without any are left out. */
  openItemsByUnit(personId: string): Promise<Partial<Record<Unit, number>>>;
  /** The same of these units for navigation: at most 100 each, and as quick with thousands. */
  waitingByUnit(personId: string, units: readonly Unit[]): Promise<Partial<Record<Unit, number>>>;
  /**
   * Gives everything that waits for a person to one decider for each unit; all or nothing. Joins the caller's transaction
   * and answers how many there were.
   * @throws Forbidden; RuleBroken `request.hand_over_refused` at `items.<unit>`
   */
  handOver(actor: Actor, personId: string, deciders: Partial<Record<Unit, string>>, reason: string): Promise<number>;
  /**
   * Gives pending requests to other deciders, each on its own merits. Joins the caller's transaction, and asks for nobody's
   * permission: for modules that move by a rule of their own, such as absences.
   */
  move(actor: Actor, moves: readonly Move[], why: MoveReason): Promise<MoveResult>;
  /** What the absences ask for: moves what belongs to somebody else today, and says what would move. */
  readonly absentDeciders: AbsentDecidersRequests;

  /**
   * Grants points without a request to decide, computed by the server, in one transaction.
   * @throws Forbidden `award.not_granted`; NotFound for people of other teams in `pm`; RuleBroken naming the field;
   * Conflict `ledger.already_credited` for a key that was used before, `award.duplicate` where that is checked
   */
  award(actor: PersonActor, award: NewAward): Promise<Entry>;
  /** What an award would be worth, without granting it. @throws as `award` */
  previewAward(actor: PersonActor, award: NewAward): Promise<AwardPreview>;
  /** Categories in which the actor grants points of a unit, with their worth for a grade. @throws Forbidden */
  awardOptions(actor: PersonActor, unit: Unit, grade?: string): Promise<AwardOption[]>;
  /** What a unit granted, in `pm` the actor, newest first. @throws Forbidden */
  givenAwards(actor: PersonActor, unit: Unit, filter: GivenFilter, page: PageRequest): Promise<Page<GivenAward>>;
  /** Proposals, percentages and awards of files: many at once, tried first, then made. */
  readonly batches: ClaimBatches;
  /** How often categories were used: requests in any state, and points granted without one. */
  usageOfCategories(codes: readonly string[]): Promise<Map<string, CategoryUsage>>;
  /**
   * For awards, which use up the same limits: waits for the person's and category's turn and refuses beyond the limit.
   * Joins the caller's transaction. @throws RuleBroken `request.limit_reached`
   */
  takeClaim(claim: ClaimToTake): Promise<void>;

  /** What these are called, in the order of the ids; for messages to people who may know of them. */
  named(ids: readonly string[]): Promise<readonly NamedRequest[]>;
  /** Owner, beneficiary, decider, the unit's validators, HR administration and central; nobody else. */
  mayReadEvidence(actor: PersonActor, attachment: Attachment): Promise<boolean>;
}
