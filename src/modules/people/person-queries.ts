import type { QueryFilter } from 'mongoose';
import { NotFound } from '../../kernel/errors.js';
import { isId } from '../../kernel/ids.js';
import { offsetOf, pageOf } from '../../kernel/paging.js';
import { operator } from '../../platform/storage/index.js';
import { activeOn, deactivatedOn, leavingFrom } from './active-people.js';
import { readEmail } from './email.js';
import type { PeopleParts } from './people-parts.js';
import type { PeopleModule, PersonFilter, PersonSort } from './people.module.js';
import { grantText, toPerson, type PersonRecord } from './person.model.js';
import { searchPatterns } from './person-search.js';
import type { Person } from './person.js';

type PersonQueries = Pick<
  PeopleModule,
  | 'byId'
  | 'find'
  | 'byIds'
  | 'byEmail'
  | 'byEmails'
  | 'byEmployeeIds'
  | 'list'
  | 'eachBatch'
  | 'count'
  | 'holders'
  | 'reportsOf'
>;

/** Fields that many share are sorted by name within; each order has its index. */
const SORT_FIELDS = {
  name: ['sortName'],
  employeeId: ['employeeId'],
  joiningDate: ['joiningDate'],
  department: ['department', 'sortName'],
  grade: ['grade', 'sortName'],
  location: ['location', 'sortName'],
  exitDate: ['exitDate', 'sortName'],
} as const;

function sortOf(sort: PersonSort = 'name'): Record<string, 1 | -1> {
  const direction = sort.startsWith('-') ? -1 : 1;
  const fields = SORT_FIELDS[sort.replace('-', '') as keyof typeof SORT_FIELDS];
  return Object.fromEntries([...fields, '_id'].map((field) => [field, direction]));
}

export function createPersonQueries({
  people,
  organizations,
}: Pick<PeopleParts, 'people' | 'organizations'>): PersonQueries {
  async function where(filter: PersonFilter): Promise<QueryFilter<PersonRecord>> {
    const { q = '', department, grade, location, level, grant, status, managerId, dpId, ids } = filter;
    const { exceptIds, joinedBy } = filter;
    const conditions: QueryFilter<PersonRecord>[] = searchPatterns(q).map((pattern) => ({
      searchWords: operator({ $regex: pattern }),
    }));
    if (exceptIds !== undefined) conditions.push({ _id: operator({ $nin: exceptIds }) });
    if (joinedBy !== undefined) conditions.push({ joiningDate: operator({ $lte: joinedBy }) });
    if (status === 'active') conditions.push(...activeOn(await organizations.today()));
    if (status === 'deactivated') conditions.push(...deactivatedOn(await organizations.today()));
    if (status === 'leaving') conditions.push(...leavingFrom(await organizations.today()));
    return {
      ...(ids !== undefined && { _id: operator({ $in: ids }) }),
      ...(department !== undefined && { department }),
      ...(grade !== undefined && { grade }),
      ...(location !== undefined && { location }),
      ...(level !== undefined && { level }),
      ...(grant !== undefined && { grants: grantText(grant) }),
      ...(managerId !== undefined && { manager: managerId }),
      ...(dpId !== undefined && { dp: dpId }),
      ...(conditions.length > 0 && { $and: conditions }),
    };
  }

  async function find(id: string): Promise<Person | undefined> {
    if (!isId(id)) return undefined;
    const record = await people.findOne({ _id: id }).lean<PersonRecord>();
    return record === null ? undefined : toPerson(record);
  }

  /** All people whose field has one of the values, by that value. */
  async function by(field: '_id' | 'email' | 'employeeId', values: readonly string[]): Promise<Map<string, Person>> {
    if (values.length === 0) return new Map();
    const records = await people.find({ [field]: operator({ $in: [...new Set(values)] }) }).lean<PersonRecord[]>();
    return new Map(records.map((record) => [record[field], toPerson(record)]));
  }

  async function activeWith(condition: QueryFilter<PersonRecord>): Promise<Person[]> {
    const records = await people
      .find({ ...condition, $and: activeOn(await organizations.today()) })
      .sort(sortOf())
      .lean<PersonRecord[]>();
    return records.map(toPerson);
  }

  return {
    find,
    async byId(id) {
      const person = await find(id);
      if (person === undefined) throw new NotFound('person.not_found', 'There is no such person.');
      return person;
    },
    byIds: (ids) => by('_id', ids.filter(isId)),
    async byEmail(text) {
      const reading = readEmail(text);
      return 'email' in reading ? (await by('email', [reading.email])).get(reading.email) : undefined;
    },
    byEmails: (emails) => by('email', emails),
    byEmployeeIds: (employeeIds) => by('employeeId', employeeIds),
    async list(filter, page) {
      const condition = await where(filter);
      const total = await people.countDocuments(condition);
      const records = await people
        .find(condition)
        .sort(sortOf(filter.sort))
        .skip(offsetOf(page))
        .limit(page.size)
        .lean<PersonRecord[]>();
      return pageOf(records.map(toPerson), page, total);
    },
    async *eachBatch(filter, size) {
      const cursor = people
        .find(await where(filter))
        .sort(sortOf(filter.sort))
        .lean<PersonRecord[]>()
        .cursor({ batchSize: size });
      let batch: Person[] = [];
      for await (const record of cursor) {
        batch.push(toPerson(record));
        if (batch.length < size) continue;
        yield batch;
        batch = [];
      }
      if (batch.length > 0) yield batch;
    },
    count: async (filter = {}) => people.countDocuments(await where(filter)),
    holders: (unit, duty) => activeWith({ grants: grantText({ unit, duty }) }),
    reportsOf: (managerId) => activeWith({ manager: managerId }),
  };
}
