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
export type { CatalogModule, RevisionOptions } from './catalog.module.js';
export { isComputed } from './category.policy.js';
export type { CategoryPreview, GradeWorth, PreviewRow } from './category-preview.js';
export { timesUsed, UNUSED, type CategoryUsage, type UsageOf } from './category-usage.js';
export type { CategoryDetail, CategoryVersion, DatedTerms, TermChange } from './category-version.js';
export { createCatalog, type CatalogDependencies } from './create-catalog.js';
export { limitFor, limitWindow, possibleAgainFrom } from './category-limit.js';
export { unitValue, valueFor, type CategoryValue } from './category-value.js';
export { categoryPreviewInput, categoryRevisionInput, newCategoryInput } from './category.schema.js';
export { STARTING_CATALOGUE } from './starting-catalogue.js';
