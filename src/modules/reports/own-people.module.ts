import type { PersonActor } from '../../kernel/actor.js';
import type { PageRequest } from '../../kernel/paging.js';
import type { Unit } from '../../kernel/units.js';
import type { RequestFilter, RequestPage } from '../requests/index.js';
import type { DeliveryDashboard } from './delivery-dashboard.js';
import type { OwnPeople, OwnPeopleFilter, OwnPerson, PeopleScope } from './own-people-figures.js';

/**
 * The people whose figures somebody of a unit may look at; the unit's declaration says which (`people`). All throw
 * Forbidden for whoever has no duty there.
 */
export interface OwnPeopleReports {
  ownPeople(
    actor: PersonActor,
    unit: Unit,
    scope: PeopleScope,
    filter: OwnPeopleFilter,
    page: PageRequest,
  ): Promise<OwnPeople>;
  /** Ids of all of them, also of those who left; for boards and sums of a team. */
  ownPeopleIds(actor: PersonActor, unit: Unit, scope: PeopleScope): Promise<string[]>;
  /** `page` is that of the entries. @throws NotFound for everybody else's people, as for somebody who does not exist */
  ownPerson(
    actor: PersonActor,
    unit: Unit,
    scope: PeopleScope,
    personId: string,
    page: PageRequest,
  ): Promise<OwnPerson>;
  /** All people of a filter as CSV, by name, streamed; who took how much is recorded after the last line. */
  ownPeopleCsv(actor: PersonActor, unit: Unit, scope: PeopleScope, filter: OwnPeopleFilter): AsyncIterable<string>;

  /** How the people stand whose delivery partner the actor is. */
  deliveryDashboard(actor: PersonActor): Promise<DeliveryDashboard>;
  /** What they wait for in all units, oldest first. */
  assignedPending(
    actor: PersonActor,
    filter: Pick<RequestFilter, 'q' | 'category' | 'department' | 'grade'>,
    page: PageRequest,
  ): Promise<RequestPage>;
}
