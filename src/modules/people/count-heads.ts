import type { LocalDate } from '../../kernel/local-date.js';
import { operator } from '../../platform/storage/index.js';
import type { PeopleParts } from './people-parts.js';
import { isActive, type Person } from './person.js';

export interface HeadFilter {
  /** Days in which heads are counted, inclusive. */
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly department?: string | undefined;
  readonly grade?: string | undefined;
  readonly location?: string | undefined;
  readonly dpId?: string | undefined;
}

/** What figures compare people by, as they are today. */
interface Group {
  readonly department: string;
  readonly grade: string;
  readonly location: string;
}

/** Somebody as far as figures of many people have to know. */
export interface Head extends Group {
  readonly id: string;
  /** Was here on at least one of the days, as far as joining and exit date tell; without an exit date, whoever is active. */
  readonly here: boolean;
  /** Is active today, and had joined by the last of the days. */
  readonly active: boolean;
}

/** People who are the same in what figures compare. */
export interface HeadCount extends Group {
  /** Who was here on at least one of the days. */
  readonly heads: number;
  /** Who is active today and had joined by the last of the days. */
  readonly active: number;
}

interface HeadRecord extends Group {
  readonly _id: string;
  readonly joiningDate: LocalDate;
  readonly exitDate: LocalDate | null;
  readonly status: Person['status'];
}

const FIELDS = { department: 1, grade: 1, location: 1, joiningDate: 1, exitDate: 1, status: 1 } as const;
const BATCH = 1000;

type Parts = Pick<PeopleParts, 'people' | 'organizations'>;

/** Everybody that a filter means, a few fields of each, streamed. The one place that decides who counts as being here. */
export function createEachHead({ people, organizations }: Parts) {
  return async function* eachHead({ from, to, department, grade, location, dpId }: HeadFilter): AsyncGenerator<Head> {
    const today = await organizations.today();
    const equal = Object.entries({ department, grade, location, dp: dpId }).filter(([, value]) => value !== undefined);
    const cursor = people
      .find(Object.fromEntries(equal.map(([name, value]) => [name, operator({ $eq: value })])), FIELDS)
      .lean<HeadRecord[]>()
      .cursor({ batchSize: BATCH });
    for await (const record of cursor as AsyncIterable<HeadRecord>) {
      const { _id: id, department, grade, location, exitDate } = record;
      const [active, joined] = [isActive(record, today), record.joiningDate <= to];
      const stayed = exitDate === null ? active : exitDate >= from;
      yield { id, department, grade, location, here: joined && stayed, active: joined && active };
    }
  };
}

/** Counts people by department, grade and location, however many there are. */
export function createHeadCounts(parts: Parts) {
  const eachHead = createEachHead(parts);
  return async function headCounts(filter: HeadFilter): Promise<HeadCount[]> {
    const counts = new Map<string, Group & { heads: number; active: number }>();
    for await (const { department, grade, location, here, active } of eachHead(filter)) {
      const key = JSON.stringify([department, grade, location]);
      const count = counts.get(key) ?? { department, grade, location, heads: 0, active: 0 };
      if (here) count.heads += 1;
      if (active) count.active += 1;
      counts.set(key, count);
    }
    return [...counts.values()];
  };
}
