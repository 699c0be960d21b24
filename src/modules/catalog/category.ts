import type { Points } from '../../kernel/points.js';
import type { Unit } from '../../kernel/units.js';

/** Ways in which points of a category come about. A category may have several. */
export const CATEGORY_KINDS = ['raised', 'proposed', 'award', 'on-behalf', 'system'] as const;
export type CategoryKind = (typeof CATEGORY_KINDS)[number];

export const FREQUENCIES = ['daily', 'weekly', 'monthly', 'quarterly', 'half-yearly', 'yearly', 'one-time'] as const;
export type Frequency = (typeof FREQUENCIES)[number];

export const EVIDENCE_RULES = ['none', 'optional', 'required'] as const;
export type EvidenceRule = (typeof EVIDENCE_RULES)[number];

/** How often a person may claim a category. A claim counts as one, whatever its quantity. */
export interface CategoryLimit {
  readonly frequency: Frequency;
  /** For grades that `gradeMax` does not name. */
  readonly max: number;
  readonly gradeMax: Readonly<Record<string, number>>;
}

/** What a category says, without its identity: the part of which versions are kept. */
export interface CategoryTerms {
  readonly name: string;
  readonly description: string;
  readonly unit: Unit;
  readonly kinds: readonly CategoryKind[];
  readonly baseValue: Points;
  /** Values that replace the base value for a grade; 0 means "not eligible". */
  readonly gradeValues: Readonly<Record<string, Points>>;
  /** True where points are value x quantity. */
  readonly counted: boolean;
  readonly evidence: EvidenceRule;
  /** True where a link will do instead of a file. */
  readonly evidenceMayBeLink: boolean;
  readonly limit: CategoryLimit | null;
}

/** Something that earns points. `version` counts its changes from 1. */
export interface Category extends CategoryTerms {
  readonly id: string;
  readonly code: string;
  readonly status: 'active' | 'inactive';
  readonly version: number;
}

export type NewCategory = CategoryTerms & { readonly code: string };

export interface CategoryFilter {
  readonly status?: 'active' | 'inactive';
  readonly unit?: Unit;
  readonly kind?: CategoryKind;
}
