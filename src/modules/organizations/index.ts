export {
  DEFAULT_CALENDAR,
  DEFAULT_LISTS,
  DEFAULT_SETTINGS,
  FEATURES,
  LIST_NAMES,
  type AccessPolicy,
  type Feature,
  type Holiday,
  type ListName,
  type Location,
  type MailSenderName,
  type NewOrganization,
  type Organization,
  type OrganizationLists,
  type OrganizationLogo,
  type OrganizationSettings,
  type WorkdayHours,
} from './organization.js';
export type { OrganizationsModule } from './organizations.module.js';
export { createOrganizations, type OrganizationsDependencies } from './create-organizations.js';
export type { ListChange } from './change-list.js';
export type { ListUse } from './organization-parts.js';
export { MAX_LOGO_BYTES, type ReadableLogo, type UploadedLogo } from './organization-logo.js';
export { holidayField, MAX_HOLIDAYS, organizationFields, type OrganizationChanges } from './organization.schema.js';
export type { RevisionOptions } from './revise-organization.js';
export { createWorkingClock, type WorkingClock } from './working-clock.js';
export { workingHoursBetween } from './working-hours.js';
export { hoursOfWorkday, startOfDay, workingHoursBefore } from './working-instant.js';
