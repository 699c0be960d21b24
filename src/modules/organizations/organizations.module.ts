import type { LocalDate } from '../../kernel/local-date.js';
import type { NewOrganization, Organization } from './organization.js';

/** The tenants of an installation. */
export interface OrganizationsModule {
  /**
   * Creates an organization with the defaults of the domain for whatever is not given.
   * @throws RuleBroken `organization.slug_taken` at `name`; InvalidInput for an unknown zone or month
   */
  create(input: NewOrganization): Promise<Organization>;
  /** The organization of the request context. @throws MissingOrganization without one */
  current(): Promise<Organization>;
  /** @throws NotFound */
  byId(id: string): Promise<Organization>;
  /** All of them, by name. */
  list(): Promise<Organization[]>;
  count(): Promise<number>;
  /** The day that it is now in the zone of the request context's organization. */
  today(): Promise<LocalDate>;
}
