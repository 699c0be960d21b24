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
  isPaused,
  isToldInApp,
  mailChoiceOf,
  mailOn,
  MAIL_CHOICES,
  type MailChoice,
  type MessagePreferences,
} from './message-preferences.js';
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
export type { Head, HeadCount, HeadFilter } from './count-heads.js';
export { createPeople, type PeopleDependencies } from './create-people.js';
export { decidesFor } from './decides-for.js';
export type { ErasedFacts, Pseudonym } from './erase-person.js';
export type { GradeSince } from './grade-history.js';
export { readEmail } from './email.js';
export { emailField } from './person.schema.js';
export { dpProblem, managerProblem, type Superior } from './person.policy.js';
export { passwordProblem } from './access/password.policy.js';
export type {
  AccessModule,
  Credentials,
  PasswordChange,
  PasswordLink,
  SignOnOrganization,
  Tokens,
} from './access/access.module.js';
export { signOnRefused } from './access/single-sign-on.js';
export type { AccountLinks, AccountMailDependencies } from './access/account-mail.js';
export { REGISTRATION_STATUSES, type Registration, type RegistrationStatus } from './registrations/registration.js';
export type { RegistrationsModule } from './registrations/registrations.module.js';
export { activationSchema, registrationSchema } from './registrations/registration.schema.js';
export type {
  DeviceAccess,
  KnownDevice,
  OpenAccess,
  OpenSession,
  PersonalToken,
  RememberToken,
  SessionClaim,
  SessionOpening,
  TokenBearer,
} from './access/device-access.js';
export type { Device, DeviceFacts } from './access/devices/device.js';
export { networkKind, networkOf, type NetworkKind } from './access/devices/network.js';
export { TOKEN_SCOPES, type TokenScope } from './access/token-scope.js';
export { personText } from './look-up-person.js';
export {
  deactivationInput,
  exitInput,
  grantsInput,
  initialPasswordInput,
  personEditInput,
  reactivationInput,
  readGrant,
  registrationInput,
} from './person-input.schema.js';
