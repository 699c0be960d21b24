export {
  DEFAULT_PREFERENCES,
  EDITABLE_FIELDS,
  isActive,
  type EditableField,
  type FirstAdministrator,
  type NewPerson,
  type Person,
  type PersonChanges,
  type Preferences,
  type Theme,
} from './person.js';
export {
  PERSON_SORTS,
  type BatchOptions,
  type Handover,
  type ManagerAssignment,
  type OpenWork,
  type PeopleModule,
  type PersonEdit,
  type PersonFilter,
  type PersonSort,
} from './people.module.js';
export { createPeople, type PeopleDependencies } from './create-people.js';
export { decidesFor } from './decides-for.js';
export { readEmail } from './email.js';
export type { AccessModule, Credentials, PasswordChange, Tokens } from './access/access.module.js';
