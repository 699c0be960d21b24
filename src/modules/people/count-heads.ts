import type { LocalDate } from '../../kernel/local-date.js';
import { operator } from '../../platform/storage/index.js';
import type { PeopleParts } from './people-parts.js';
import type { PersonRecord } from './person.model.js';

export interface HeadFilter {
  /** Days in which heads are counted, inclusive. */
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly department?: string | undefined;
  readonly grade?: string | undefined;
  readonly location?: string | undefined;
  readonly dpId?: string | undefined;
}

/** People who are the same in what figures compare, as they are today. */
export interface HeadCount {
  readonly department: string;
  readonly grade: string;
  readonly location: string;
  /** Who was here on at least one of the days, as far as joining and exit date tell; without an exit date, whoever is active. */
  readonly heads: number;
  /** Who is active today and had joined by the last of the days. */
  readonly active: number;
}

/** Counts people by department, grade and location in the database, however many there are. */
export function createHeadCounts({ people, organizations }: Pick<PeopleParts, 'people' | 'organizations'>) {
  return async function headCounts({ from, to, ...filter }: HeadFilter): Promise<HeadCount[]> {
    const today = await organizations.today();
    const { department, grade, location, dpId } = filter;
    const equal = { department, grade, location, dp: dpId };
    const staysUntil = (day: LocalDate) => ({ $gte: ['$exitDate', day] });
    const isActive = {
      $and: [{ $eq: ['$status', 'active'] }, { $or: [{ $eq: ['$exitDate', null] }, staysUntil(today)] }],
    };
    const wasHere = {
      $or: [{ $and: [isActive, { $eq: ['$exitDate', null] }] }, staysUntil(from)],
    };
    const rows = await people.aggregate<
      { _id: Pick<PersonRecord, 'department' | 'grade' | 'location'> } & Pick<HeadCount, 'heads' | 'active'>
    >([
      {
        $match: {
          // $eq keeps a value a value: an aggregation passes no sanitizer.
          ...Object.fromEntries(
            Object.entries(equal).flatMap(([name, value]) => (value === undefined ? [] : [[name, { $eq: value }]])),
          ),
          joiningDate: operator({ $lte: to }),
        },
      },
      {
        $group: {
          _id: { department: '$department', grade: '$grade', location: '$location' },
          heads: { $sum: { $cond: [wasHere, 1, 0] } },
          active: { $sum: { $cond: [isActive, 1, 0] } },
        },
      },
    ]);
    return rows.map(({ _id, heads, active }) => ({ ..._id, heads, active }));
  };
}
