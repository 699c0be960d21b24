import { Schema } from 'mongoose';
import type { Grant } from '../../kernel/units.js';
import { searchWordsOf } from './person-search.js';
import type { Person, Preferences } from './person.js';
import { DEFAULT_PREFERENCES } from './person.js';

export interface PersonRecord {
  _id: string;
  organization: string;
  name: string;
  /** Lower-case, for sorting. */
  sortName: string;
  /** Beginnings of these are found by the search. */
  searchWords: string[];
  email: string;
  phone: string;
  employeeId: string;
  grade: string;
  department: string;
  location: string;
  level: string;
  manager: string | null;
  dp: string | null;
  joiningDate: string;
  exitDate: string | null;
  status: 'active' | 'deactivated';
  /** As `unit:duty`, so that one index finds the holders. */
  grants: string[];
  preferences: Preferences;
  /** Generation of sessions and tokens; raising it ends all earlier ones. */
  epoch: number;
  mustChangePassword: boolean;
  /** Absent on records that were stored before there were revisions. */
  revision?: number;
  /** Set when nothing personal is left; absent on everybody else. */
  erased?: boolean;
  /** Raised when another administrator goes, so that two who go at the same time collide. */
  administratorTurn?: number;
}

const text = { type: String, required: true };

export const personSchema = new Schema<PersonRecord>(
  {
    _id: text,
    name: text,
    sortName: text,
    searchWords: { type: [String], required: true },
    email: text,
    phone: { type: String, default: '' },
    employeeId: text,
    grade: text,
    department: text,
    location: text,
    level: text,
    manager: { type: String, default: null },
    dp: { type: String, default: null },
    joiningDate: text,
    exitDate: { type: String, default: null },
    status: { type: String, enum: ['active', 'deactivated'], required: true },
    grants: { type: [String], required: true },
    preferences: { type: Schema.Types.Mixed, required: true },
    epoch: { type: Number, required: true },
    mustChangePassword: { type: Boolean, required: true },
    revision: { type: Number, default: 0 },
    erased: { type: Boolean },
    administratorTurn: { type: Number, default: 0 },
  },
  { collection: 'people', versionKey: false, minimize: false },
);
personSchema.index({ organization: 1, email: 1 }, { unique: true });
personSchema.index({ organization: 1, employeeId: 1 }, { unique: true });
personSchema.index({ organization: 1, sortName: 1, _id: 1 });
personSchema.index({ organization: 1, joiningDate: 1, _id: 1 });
personSchema.index({ organization: 1, searchWords: 1 });
personSchema.index({ organization: 1, grants: 1 });
personSchema.index({ organization: 1, manager: 1 });
personSchema.index({ organization: 1, dp: 1 });
personSchema.index({ organization: 1, department: 1, sortName: 1, _id: 1 });
personSchema.index({ organization: 1, grade: 1, sortName: 1, _id: 1 });
personSchema.index({ organization: 1, location: 1, sortName: 1, _id: 1 });
personSchema.index({ organization: 1, level: 1, sortName: 1, _id: 1 });
personSchema.index({ organization: 1, exitDate: 1, sortName: 1, _id: 1 });
// Sign-in finds the person before it knows the organization.
personSchema.index({ email: 1 });

export function grantText({ unit, duty }: Grant): string {
  return `${unit}:${duty}`;
}

function grantOf(text: string): Grant {
  const [unit, duty] = text.split(':');
  return { unit, duty } as Grant;
}

export function toPerson(record: PersonRecord): Person {
  return {
    id: record._id,
    organizationId: record.organization,
    name: record.name,
    email: record.email,
    phone: record.phone,
    employeeId: record.employeeId,
    grade: record.grade,
    department: record.department,
    location: record.location,
    level: record.level,
    managerId: record.manager,
    dpId: record.dp,
    joiningDate: record.joiningDate,
    exitDate: record.exitDate,
    status: record.status,
    grants: record.grants.map(grantOf),
    preferences: { ...DEFAULT_PREFERENCES, ...record.preferences },
    revision: record.revision ?? 0,
    ...(record.erased === true && { erased: true as const }),
  };
}

/** What follows from name, e-mail and employee id. */
export function derivedFields(
  person: Pick<Person, 'name' | 'email' | 'employeeId'>,
): Pick<PersonRecord, 'sortName' | 'searchWords'> {
  return { sortName: person.name.toLowerCase(), searchWords: searchWordsOf(person) };
}
