import type { Model } from 'mongoose';
import type { QuarterKey } from '../../kernel/period.js';
import type { Unit } from '../../kernel/units.js';
import type { EntryClass, EntryFilter, Totals } from './entry.js';
import type { EntryRecord } from './entry.model.js';
import { matchOf } from './entry.queries.js';
import { combine } from './sum-entries.js';

/** A few people's entries are found by the people, whatever else narrows them: a unit has far more than they have. */
const BY_PERSON = { organization: 1, person: 1, effectiveDate: -1, at: -1, _id: -1 } as const;

/** What people got in each quarter, as far as a filter means it; quarters without an entry are left out. */
export async function sumByQuarter(
  entries: Model<EntryRecord>,
  filter: EntryFilter,
): Promise<Map<string, Map<QuarterKey, Totals>>> {
  const sums = entries.aggregate<{ _id: { person: string; quarter: QuarterKey; class: EntryClass }; points: number }>([
    { $match: matchOf(filter) },
    { $group: { _id: { person: '$person', quarter: '$quarter', class: '$class' }, points: { $sum: '$points' } } },
  ]);
  const rows = await (filter.personIds === undefined ? sums : sums.hint(BY_PERSON));
  const people = new Map<string, Map<QuarterKey, Totals>>();
  for (const { _id, points } of rows) {
    const quarters = people.get(_id.person) ?? new Map<QuarterKey, Totals>();
    const { regular, bonus } = quarters.get(_id.quarter) ?? { regular: 0, bonus: 0 };
    quarters.set(
      _id.quarter,
      combine(_id.class === 'bonus' ? { regular, bonus: bonus + points } : { regular: regular + points, bonus }),
    );
    people.set(_id.person, quarters);
  }
  return people;
}

/** Awards of a unit; by one person and to one person where these are said. */
export interface AwardedFilter {
  readonly unit: Unit;
  readonly grantedBy?: string | undefined;
  readonly personId?: string | undefined;
}

/** Ids of everybody who was granted points without a request. */
export async function awardedPeople(
  entries: Model<EntryRecord>,
  { unit, grantedBy, personId }: AwardedFilter,
): Promise<string[]> {
  const rows = await entries.aggregate<{ _id: string }>([
    {
      $match: {
        unit,
        kind: 'award',
        ...(grantedBy !== undefined && { 'by.id': { $eq: grantedBy } }),
        ...(personId !== undefined && { person: { $eq: personId } }),
      },
    },
    { $group: { _id: '$person' } },
  ]);
  return rows.map(({ _id }) => _id);
}
