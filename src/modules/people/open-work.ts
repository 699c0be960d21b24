import { operator } from '../../platform/storage/index.js';
import type { PeopleParts } from './people-parts.js';
import type { OpenWork } from './person.policy.js';

type Dependents = Omit<OpenWork, 'openItems'>;

/** How many active people have this one as manager and as delivery partner. */
export async function countDependents(
  { people, organizations }: Pick<PeopleParts, 'people' | 'organizations'>,
  id: string,
): Promise<Dependents> {
  const today = await organizations.today();
  const active = { status: 'active' as const, $or: [{ exitDate: null }, { exitDate: operator({ $gte: today }) }] };
  // One after the other: in a transaction nothing may run in parallel.
  const reports = await people.countDocuments({ manager: id, ...active });
  const dpPeople = await people.countDocuments({ dp: id, ...active });
  return { reports, dpPeople };
}
