import type { PersonActor } from '../../kernel/actor.js';
import { Forbidden } from '../../kernel/errors.js';
import { can } from '../../kernel/permissions.js';
import type { Unit } from '../../kernel/units.js';
import type { Looked } from '../requests/index.js';
import type { PeopleScope } from './own-people-figures.js';

/** Whose figures somebody of a unit may look at. All pure; whoever is not among them does not exist for the actor. */

/** @throws Forbidden without a duty in the unit that looks at people */
export function assertMayLook(actor: PersonActor, unit: Unit, scope: PeopleScope): void {
  if (!can(actor, scope === 'assigned' ? 'workspace:view' : 'requests:view', unit)) throw new Forbidden();
}

/**
 * Who reports to the actor, whose delivery partner the actor is, or who has something in the unit that the actor may see.
 * Somebody who left stays with the last manager and delivery partner.
 */
export function isOwnPerson(
  actor: PersonActor,
  scope: PeopleScope,
  person: { readonly managerId: string | null; readonly dpId: string | null; readonly hasItems: boolean },
): boolean {
  switch (scope) {
    case 'team':
      return person.managerId === actor.personId;
    case 'assigned':
      return person.dpId === actor.personId;
    case 'items':
      return person.hasItems;
  }
}

/** Managers and delivery partners see all regular points of their people, other units those that the unit gave. */
export function pointsOf(scope: PeopleScope): 'all' | 'unit' {
  return scope === 'items' ? 'unit' : 'all';
}

/** Delivery partners see what their people wait for anywhere, the others what the unit's queue shows them. */
export function requestsOf(unit: Unit, scope: PeopleScope): Looked {
  return scope === 'assigned' ? 'every' : unit;
}

/** The unit whose expected minimum is meant: delivery partners look after people of delivery, as managers do. */
export function minimumOf(unit: Unit, scope: PeopleScope): Unit {
  return scope === 'assigned' ? 'pm' : unit;
}
