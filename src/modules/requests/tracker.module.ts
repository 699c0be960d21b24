import type { PersonActor } from '../../kernel/actor.js';
import type { PageRequest } from '../../kernel/paging.js';
import type { Unit } from '../../kernel/units.js';
import type { BulkResult, PersonName, RequestDetail, RequestPage, RequestView } from './request.js';
import type { TrackerFilter, TrackerSort, TrackerSummary } from './tracked-request.js';

/** Somebody who may be given pending requests of a unit. */
export interface DeciderOption extends PersonName {
  readonly unit: Unit;
}

/** With figures of the pending ones that the filter means, whatever status it names. */
export type TrackerPage = RequestPage & { readonly summary: TrackerSummary };

/** What HR administration sees and does about the pending requests of every unit. All throw Forbidden for others. */
export interface TrackerModule {
  tracked(actor: PersonActor, filter: TrackerFilter, sort: TrackerSort, page: PageRequest): Promise<TrackerPage>;
  /** The figures alone. */
  trackerSummary(actor: PersonActor, filter: TrackerFilter): Promise<TrackerSummary>;
  /** All that the filter means as CSV, oldest first, streamed; who took how much is recorded after the last line. */
  trackerCsv(actor: PersonActor, filter: TrackerFilter): AsyncIterable<string>;
  /** A request of any unit. @throws NotFound */
  trackedDetail(actor: PersonActor, id: string): Promise<RequestDetail>;
  /** Who may decide for the units at present, by unit and name; for one request without whom it concerns. */
  deciders(actor: PersonActor, units: readonly Unit[], request?: RequestView): Promise<DeciderOption[]>;

  /** Gives up to 100 to another decider, each on its own merits. */
  reassign(actor: PersonActor, ids: readonly string[], toId: string, reason: string): Promise<BulkResult>;
  /**
   * The same for one.
   * @throws NotFound; RuleBroken `request.decider_not_allowed`, `request.other_eyes` at `toId`; Conflict
   * `request.same_decider`, `request.already_decided`
   */
  reassignOne(actor: PersonActor, id: string, toId: string, reason: string): Promise<RequestView>;
  /** Reminds the deciders of up to 100, one message for each decider, each request at most once a day. */
  remind(actor: PersonActor, ids: readonly string[]): Promise<BulkResult>;
  /** The same for one. @throws NotFound; Conflict `request.reminded_today`, `request.nobody_to_remind` */
  remindOne(actor: PersonActor, id: string): Promise<RequestView>;

  /**
   * Makes an orphaned request of the unit the actor's own; for its validators.
   * @throws NotFound, Forbidden; Conflict `request.not_orphaned`, `request.already_decided`
   */
  takeOver(actor: PersonActor, unit: Unit, id: string, reason: string): Promise<RequestView>;
  /** Reminds and escalates what is due in the organization of the context; a job does it every few minutes. */
  followUp(): Promise<void>;
  /** The same in every organization, one after the other. */
  followUpEverywhere(): Promise<void>;
}
