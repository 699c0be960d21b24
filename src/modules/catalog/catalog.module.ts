import type { Actor } from '../../kernel/actor.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Page, PageRequest } from '../../kernel/paging.js';
import type { Category, CategoryFilter, CategoryTerms, NewCategory } from './category.js';
import type { CategoryPreview } from './category-preview.js';
import type { CategoryUsage } from './category-usage.js';
import type { CategoryDetail, CategoryVersion } from './category-version.js';

export interface RevisionOptions {
  /** The first day on which the new version applies; today unless said. */
  readonly effectiveFrom?: LocalDate | undefined;
  /** What `detail` said when the change was thought of; a later one is refused. */
  readonly revision?: number | undefined;
}

/**
 * The categories of an organization: what earns how many points, for whom, how often. What `byCode`, `find` and `list`
 * say is the version that applies today in the organization's zone.
 */
export interface CatalogModule {
  /** @throws NotFound `category.not_found` */
  byCode(code: string): Promise<Category>;
  find(code: string): Promise<Category | undefined>;
  /** In the order of unit and name; a catalogue is a few dozen categories. */
  list(filter?: CategoryFilter): Promise<Category[]>;
  /** The category as it was at a version, for explaining an old entry. @throws NotFound */
  atVersion(code: string, version: number): Promise<Category>;
  /** With versions that apply from a later day. @throws NotFound */
  detail(code: string): Promise<CategoryDetail>;
  /** Every version, newest first: who made it, from when it applies, what it changed. @throws NotFound */
  versions(code: string, page: PageRequest): Promise<Page<CategoryVersion>>;
  /** What terms would give each grade, beside what a known category gives on the same day. @throws InvalidInput */
  preview(
    terms: CategoryTerms,
    of?: { readonly code: string; readonly on?: LocalDate | undefined },
  ): Promise<CategoryPreview>;
  /** How often categories were used, by code; those never used are 0. */
  usage(codes: readonly string[]): Promise<Map<string, CategoryUsage>>;
  /** @throws RuleBroken `category.code_taken`, InvalidInput, Forbidden */
  create(actor: Actor, input: NewCategory): Promise<Category>;
  /**
   * Changes what is given and makes a new version; without a difference nothing happens. Entries and requests keep their
   * value: what counts for a claim is the version of the day on which it is made. Gives the new version.
   * @throws RuleBroken `category.effective_date_past`; Conflict `category.changed_meanwhile`; Forbidden, InvalidInput
   */
  revise(actor: Actor, code: string, changes: Partial<CategoryTerms>, options?: RevisionOptions): Promise<Category>;
  /** Takes back a version that does not apply yet. @throws Conflict `category.version_not_scheduled` */
  withdrawVersion(actor: Actor, code: string, version: number): Promise<void>;
  /** Inactive categories are not offered; what is pending on them can still be decided. */
  setStatus(actor: Actor, code: string, status: Category['status']): Promise<Category>;
  /** Only what was never used can go. @throws Conflict `category.in_use` saying how often */
  remove(actor: Actor, code: string): Promise<void>;
  /** Says inside a claim's transaction that the category is used from now on, so that nobody deletes it meanwhile. */
  markUsed(code: string): Promise<void>;
  /** Creates the categories of the starting catalogue that are not there yet; says how many. */
  installStartingCatalogue(actor: Actor): Promise<number>;
}
