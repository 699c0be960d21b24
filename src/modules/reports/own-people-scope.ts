import type { PersonActor } from '../../kernel/actor.js';
import { NotFound } from '../../kernel/errors.js';
import type { Unit } from '../../kernel/units.js';
import type { Person, PersonFilter } from '../people/index.js';
import { seesWholeUnit } from '../requests/index.js';
import type { PeopleScope } from './own-people-figures.js';
import { assertMayLook, isOwnPerson } from './own-people.policy.js';
import type { ReportsDependencies } from './reports-dependencies.js';

const BATCH = 500;

type ScopeParts = Pick<ReportsDependencies, 'people' | 'requests' | 'ledger'>;

/**
 * The actor's own people as a condition. Of people with something in the unit only the ids are gathered, by two indexed
 * groupings: requests that the unit's queue shows to the actor, and awards of the unit (the own ones where the actor does
 * not see the whole unit).
 * @throws Forbidden
 */
export async function ownPeopleFilter(
  parts: ScopeParts,
  actor: PersonActor,
  unit: Unit,
  scope: PeopleScope,
): Promise<PersonFilter> {
  assertMayLook(actor, unit, scope);
  switch (scope) {
    case 'team':
      return { managerId: actor.personId };
    case 'assigned':
      return { dpId: actor.personId };
    case 'items':
      return { ids: await peopleWithItems(parts, actor, unit) };
  }
}

/** Ids of the actor's own people, also of those who left. @throws Forbidden */
export async function ownPeopleIds(
  parts: ScopeParts,
  actor: PersonActor,
  unit: Unit,
  scope: PeopleScope,
): Promise<string[]> {
  const meant = await ownPeopleFilter(parts, actor, unit, scope);
  if (meant.ids !== undefined) return [...meant.ids];
  const ids: string[] = [];
  for await (const batch of parts.people.eachBatch(meant, BATCH)) ids.push(...batch.map(({ id }) => id));
  return ids;
}

/** One of the actor's own people. @throws Forbidden; NotFound for everybody else, as for somebody who does not exist */
export async function findOwnPerson(
  parts: ScopeParts,
  actor: PersonActor,
  unit: Unit,
  scope: PeopleScope,
  personId: string,
): Promise<Person> {
  assertMayLook(actor, unit, scope);
  const person = await parts.people.byId(personId);
  const hasItems = scope === 'items' && (await peopleWithItems(parts, actor, unit, person.id)).length > 0;
  if (!isOwnPerson(actor, scope, { ...person, hasItems })) {
    throw new NotFound('person.not_found', 'There is no such person.');
  }
  return person;
}

async function peopleWithItems(
  { requests, ledger }: ScopeParts,
  actor: PersonActor,
  unit: Unit,
  personId?: string,
): Promise<string[]> {
  const grantedBy = seesWholeUnit(actor, unit) ? undefined : actor.personId;
  const [asked, awarded] = await Promise.all([
    requests.peopleOf(actor, unit, personId),
    ledger.awardedPeople({ unit, grantedBy, personId }),
  ]);
  return [...new Set([...asked, ...awarded])];
}
