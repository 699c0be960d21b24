import type { Actor } from '../../kernel/actor.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { ListChange } from './change-list.js';
import type { ReadableLogo, UploadedLogo } from './organization-logo.js';
import type { ListName, NewOrganization, Organization, OrganizationLists, OrganizationLogo } from './organization.js';
import type { OrganizationChanges } from './organization.schema.js';
import type { RevisionOptions } from './revise-organization.js';

/** The tenants of an installation. */
export interface OrganizationsModule {
  /**
   * Creates an organization with the defaults of the domain for whatever is not given.
   * @throws RuleBroken `organization.slug_taken` at `name`; InvalidInput for an unknown zone or month
   */
  create(input: NewOrganization): Promise<Organization>;
  /**
   * Changes name, calendar and settings; whatever is absent stays. Periods that are stored keep what they are.
   * @throws Forbidden; InvalidInput with paths such as `settings.raiseWindowDays`; RuleBroken
   * `settings.escalation_too_early`; Conflict `settings.changed_meanwhile` where `revision` is not the current one
   */
  revise(actor: Actor, changes: OrganizationChanges, options?: RevisionOptions): Promise<Organization>;
  /**
   * Changes one value of a list.
   * @throws Forbidden; RuleBroken `list.value_in_use` with `extra.people`, `list.value_exists`, `list.last_value`,
   * `list.too_long`; NotFound `list.value_not_found`
   */
  changeList(actor: Actor, list: ListName, change: ListChange): Promise<OrganizationLists>;
  /** @throws Forbidden; UnsupportedType, TooLarge, RuleBroken (empty), each at the field `file`; StorageFull */
  setLogo(actor: Actor, file: UploadedLogo): Promise<OrganizationLogo>;
  /** @throws Forbidden */
  removeLogo(actor: Actor): Promise<void>;
  /** The logo of the request context's organization. @throws NotFound where there is none */
  openLogo(): Promise<ReadableLogo>;
  /**
   * The organization of the request context. Other processes' changes show within seconds, own ones at once.
   * @throws MissingOrganization without one
   */
  current(): Promise<Organization>;
  /** The same, read anew: inside a transaction it meets changes of the lists that happen at the same time. */
  fresh(): Promise<Organization>;
  /** @throws NotFound */
  byId(id: string): Promise<Organization>;
  /** All of them, by name. */
  list(): Promise<Organization[]>;
  count(): Promise<number>;
  /** The day that it is now in the zone of the request context's organization. */
  today(): Promise<LocalDate>;
}
