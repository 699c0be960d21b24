export {
  CATEGORY_KINDS,
  EVIDENCE_RULES,
  FREQUENCIES,
  type Category,
  type CategoryFilter,
  type CategoryKind,
  type CategoryLimit,
  type CategoryTerms,
  type EvidenceRule,
  type Frequency,
  type NewCategory,
} from './category.js';
export type { CatalogModule } from './catalog.module.js';
export { createCatalog, type CatalogDependencies } from './create-catalog.js';
export { limitFor, limitWindow, possibleAgainFrom } from './category-limit.js';
export { unitValue, valueFor, type CategoryValue } from './category-value.js';
export { newCategorySchema, categoryChangesSchema } from './category.schema.js';
export { STARTING_CATALOGUE } from './starting-catalogue.js';
