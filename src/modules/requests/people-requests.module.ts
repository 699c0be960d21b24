import type { PersonActor } from '../../kernel/actor.js';
import type { PageRequest } from '../../kernel/paging.js';
import type { Unit } from '../../kernel/units.js';
import type { RequestFilter, RequestPage, RequestView } from './request.js';

/**
 * What is looked at: the requests of a unit that its queue shows to the actor, or those of every unit. `every` asks for
 * nobody's permission: it is for callers who have checked that the people are the actor's own.
 */
export type Looked = Unit | 'every';

/** Requests by the people who gain from them. All throw Forbidden for a unit that the actor may not see. */
export interface PeopleRequestsModule {
  /** Ids of everybody with a request that the unit's queue shows to the actor; of one person only where said. */
  peopleOf(actor: PersonActor, unit: Unit, personId?: string): Promise<string[]>;
  /** How many pending requests each person has; people without any are left out. */
  pendingByPerson(actor: PersonActor, looked: Looked, personIds: readonly string[]): Promise<Map<string, number>>;
  /** Requests of these people: pending ones oldest first, decided ones latest first. */
  ofPeople(
    actor: PersonActor,
    looked: Looked,
    personIds: readonly string[],
    filter: RequestFilter,
    page: PageRequest,
  ): Promise<RequestPage>;
  /** The first of them in the same order, without counting all. */
  latestOf(
    actor: PersonActor,
    looked: Looked,
    personIds: readonly string[],
    filter: RequestFilter,
    count: number,
  ): Promise<RequestView[]>;
  /** Which of these requests the unit's queue shows to the actor. */
  shownOf(actor: PersonActor, unit: Unit, ids: readonly string[]): Promise<Set<string>>;
}
