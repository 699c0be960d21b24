import type { ListName, ListUse } from '../organizations/index.js';
import type { PeopleParts } from './people-parts.js';
import type { PeopleModule } from './people.module.js';

/** Which field of a person holds a value of a list. */
const FIELD = { grades: 'grade', departments: 'department', locations: 'location', levels: 'level' } as const;
const LISTS = Object.keys(FIELD) as ListName[];

interface Counted {
  readonly _id: Readonly<Record<(typeof FIELD)[ListName] | 'status', string>>;
  readonly people: number;
}

/**
 * Who has the values of the lists. Everybody counts, also who is deactivated: the history keeps the value, and somebody
 * who comes back must find it.
 */
export function createListUse({ people }: Pick<PeopleParts, 'people'>): Pick<PeopleModule, 'listUse' | 'listUses'> {
  return {
    async listUse(list, value) {
      const field = FIELD[list];
      return {
        people: await people.countDocuments({ [field]: value }),
        deactivated: await people.countDocuments({ [field]: value, status: 'deactivated' }),
      };
    },
    async listUses() {
      const groups = await people.aggregate<Counted>([
        {
          $group: {
            _id: {
              grade: '$grade',
              department: '$department',
              location: '$location',
              level: '$level',
              status: '$status',
            },
            people: { $sum: 1 },
          },
        },
      ]);
      return Object.fromEntries(LISTS.map((list) => [list, useOf(groups, FIELD[list])])) as Record<
        ListName,
        Map<string, ListUse>
      >;
    },
  };
}

function useOf(groups: readonly Counted[], field: (typeof FIELD)[ListName]): Map<string, ListUse> {
  const uses = new Map<string, ListUse>();
  for (const { _id, people } of groups) {
    const known = uses.get(_id[field]) ?? { people: 0, deactivated: 0 };
    uses.set(_id[field], {
      people: known.people + people,
      deactivated: known.deactivated + (_id.status === 'deactivated' ? people : 0),
    });
  }
  return uses;
}
