import type { Actor } from '../../kernel/actor.js';
import type { Category, CategoryFilter, CategoryTerms, NewCategory } from './category.js';

/** The categories of an organization: what earns how many points, for whom, how often. */
export interface CatalogModule {
  /** @throws NotFound `category.not_found` */
  byCode(code: string): Promise<Category>;
  find(code: string): Promise<Category | undefined>;
  /** In the order of unit and name; a catalogue is a few dozen categories. */
  list(filter?: CategoryFilter): Promise<Category[]>;
  /** The category as it was at a version, for explaining an old entry. @throws NotFound */
  atVersion(code: string, version: number): Promise<Category>;
  /** @throws RuleBroken `category.code_taken`, InvalidInput, Forbidden */
  create(actor: Actor, input: NewCategory): Promise<Category>;
  /** Changes what is given and makes a new version; without a difference nothing happens. Entries keep their value. */
  revise(actor: Actor, code: string, changes: Partial<CategoryTerms>): Promise<Category>;
  /** Inactive categories are not offered; what is pending on them can still be decided. */
  setStatus(actor: Actor, code: string, status: Category['status']): Promise<Category>;
  /** Creates the categories of the starting catalogue that are not there yet; says how many. */
  installStartingCatalogue(actor: Actor): Promise<number>;
}
