export {
  DEFAULT_CALENDAR,
  DEFAULT_LISTS,
  DEFAULT_SETTINGS,
  type Location,
  type NewOrganization,
  type Organization,
  type OrganizationLists,
  type OrganizationSettings,
  type WorkdayHours,
} from './organization.js';
export type { OrganizationsModule } from './organizations.module.js';
export { createOrganizations, type OrganizationsDependencies } from './create-organizations.js';
export { workingHoursBetween } from './working-hours.js';
