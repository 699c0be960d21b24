import type { LocalDate } from '../../kernel/local-date.js';
import type { ListName, ListUse } from '../organizations/index.js';
import { deactivatedOn } from './active-people.js';
import type { PeopleParts } from './people-parts.js';
import type { PeopleModule } from './people.module.js';

/** Which field of a person holds a value of a list. */
const FIELD = { grades: 'grade', departments: 'department', locations: 'location', levels: 'level' } as const;
const LISTS = Object.keys(FIELD) as ListName[];

interface Counted {
  readonly _id: Readonly<Record<(typeof FIELD)[ListName], string>> & { readonly gone: boolean };
  readonly people: number;
}

/**
 * Who has the values of the lists. Everybody counts, also who is deactivated or gone by exit date: the history keeps the
 * value, and somebody who comes back must find it.
 */
export function createListUse({
  people,
  organizations,
}: Pick<PeopleParts, 'people' | 'organizations'>): Pick<PeopleModule, 'listUse' | 'listUses'> {
  return {
    async listUse(list, value) {
      const field = FIELD[list];
      return {
        people: await people.countDocuments({ [field]: value }),
        deactivated: await people.countDocuments({ [field]: value, $and: deactivatedOn(await organizations.today()) }),
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
              gone: { $or: [{ $eq: ['$status', 'deactivated'] }, exitBefore(await organizations.today())] },
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

/** For everybody who has an exit date; none at all sorts before every text. */
function exitBefore(today: LocalDate): object {
  return { $and: [{ $gt: ['$exitDate', ''] }, { $lt: ['$exitDate', today] }] };
}

function useOf(groups: readonly Counted[], field: (typeof FIELD)[ListName]): Map<string, ListUse> {
  const uses = new Map<string, ListUse>();
  for (const { _id, people } of groups) {
    const known = uses.get(_id[field]) ?? { people: 0, deactivated: 0 };
    uses.set(_id[field], {
      people: known.people + people,
      deactivated: known.deactivated + (_id.gone ? people : 0),
    });
  }
  return uses;
}
