import type { z } from 'zod';
import { isActive, type Person } from '../../../../modules/people/index.js';
import type { Services } from '../../../services.js';
import type { personShape } from '../../../shapes/person.js';

export type ShownPerson = z.output<typeof personShape>;

/** People with the names of their superiors, read at once, and the status that counts today. */
export async function presentPeople(
  { people, organizations }: Pick<Services, 'people' | 'organizations'>,
  found: readonly Person[],
): Promise<ShownPerson[]> {
  const today = await organizations.today();
  const superiors = await people.byIds(
    found.flatMap(({ managerId, dpId }) => [managerId, dpId]).filter((id) => id !== null),
  );
  const named = (id: string | null) => {
    const person = id === null ? undefined : superiors.get(id);
    return person === undefined ? null : { id: person.id, name: person.name };
  };
  return found.map(({ managerId, dpId, ...person }) => ({
    ...person,
    erased: person.erased === true,
    grants: [...person.grants],
    manager: named(managerId),
    dp: named(dpId),
    status: isActive(person, today) ? 'active' : 'deactivated',
  }));
}

export async function presentPerson(
  services: Pick<Services, 'people' | 'organizations'>,
  person: Person,
): Promise<ShownPerson> {
  const [shown] = await presentPeople(services, [person]);
  if (shown === undefined) throw new Error('a person was lost while being presented');
  return shown;
}
