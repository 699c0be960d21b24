export {
  DEFAULT_PREFERENCES,
  isActive,
  type FirstAdministrator,
  type NewPerson,
  type Person,
  type Preferences,
  type Theme,
} from './person.js';
export {
  PERSON_SORTS,
  type BatchOptions,
  type ManagerAssignment,
  type PeopleModule,
  type PersonFilter,
  type PersonSort,
} from './people.module.js';
export { createPeople, type PeopleDependencies } from './create-people.js';
export { decidesFor } from './decides-for.js';
export { readEmail } from './email.js';
export type { AccessModule, Credentials, PasswordChange, Tokens } from './access/access.module.js';
