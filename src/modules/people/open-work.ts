import { operator } from '../../platform/storage/index.js';
import { activeOn } from './active-people.js';
import type { PeopleParts } from './people-parts.js';
import type { OpenWork } from './person.policy.js';

export type Dependents = Omit<OpenWork, 'openItems'>;

const NOBODY: Dependents = { reports: 0, dpPeople: 0 };

/** How many active people have this one as manager and as delivery partner. */
export async function countDependents(
  parts: Pick<PeopleParts, 'people' | 'organizations'>,
  id: string,
): Promise<Dependents> {
  return (await countDependentsOf(parts, [id], { manager: [], dp: [] })).get(id) ?? NOBODY;
}

/**
 * The same for several people at once. Those in `without` are not counted, because they get another manager or delivery
 * partner at the same time.
 */
export async function countDependentsOf(
  { people, organizations }: Pick<PeopleParts, 'people' | 'organizations'>,
  ids: readonly string[],
  without: { readonly manager: readonly string[]; readonly dp: readonly string[] },
): Promise<Map<string, Dependents>> {
  if (ids.length === 0) return new Map();
  const today = await organizations.today();
  const countBy = async (field: 'manager' | 'dp'): Promise<Map<string, number>> => {
    const found = await people.aggregate<{ _id: string; count: number }>([
      {
        $match: {
          [field]: operator({ $in: [...ids] }),
          _id: operator({ $nin: [...without[field]] }),
          $and: activeOn(today),
        },
      },
      { $group: { _id: `$${field}`, count: { $sum: 1 } } },
    ]);
    return new Map(found.map(({ _id, count }) => [_id, count]));
  };
  // One after the other: in a transaction nothing may run in parallel.
  const reports = await countBy('manager');
  const dpPeople = await countBy('dp');
  return new Map(ids.map((id) => [id, { reports: reports.get(id) ?? 0, dpPeople: dpPeople.get(id) ?? 0 }]));
}
