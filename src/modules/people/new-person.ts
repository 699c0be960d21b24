import type { LocalDate } from '../../kernel/local-date.js';
import type { OrganizationLists } from '../organizations/index.js';
import { derivedFields, grantText, type PersonRecord } from './person.model.js';
import { DEFAULT_PREFERENCES, type FirstAdministrator, type NewPerson } from './person.js';
import type { ShapedPerson } from './person.schema.js';

/** The record of a person who is about to be registered. */
export function recordOf(
  person: ShapedPerson,
  organization: string,
  id: string,
  mustChangePassword: boolean,
): PersonRecord {
  const { name, email, phone, employeeId, grade, department, location, level, joiningDate, exitDate } = person;
  return {
    _id: id,
    organization,
    ...{ name, email, phone, employeeId, grade, department, location, level, joiningDate, exitDate },
    ...derivedFields(person),
    manager: person.managerId,
    dp: person.dpId,
    status: 'active',
    grants: [...new Set(person.grants.map(grantText))],
    preferences: DEFAULT_PREFERENCES,
    epoch: 1,
    mustChangePassword,
    revision: 0,
  };
}

/** The first person of an organization, placed by its lists. */
export function firstAdministrator(
  { name, email, employeeId }: FirstAdministrator,
  { grades, departments, locations, levels }: OrganizationLists,
  joiningDate: LocalDate,
  passwordHash: string,
): NewPerson {
  return {
    ...{ name, email, employeeId, joiningDate, passwordHash },
    // The highest of both; the administrator can change them afterwards.
    grade: grades.at(-1) ?? '',
    level: levels.at(-1) ?? '',
    department: departments[0] ?? '',
    location: locations[0]?.name ?? '',
    grants: [
      { unit: 'hr', duty: 'admin' },
      { unit: 'central', duty: 'admin' },
    ],
  };
}
