import type { CategoryTerms } from './category.js';
import { limitFor } from './category-limit.js';
import { valueFor } from './category-value.js';

/** What one grade gets for one act. */
export interface GradeWorth {
  /** 0 where the grade is not eligible. */
  readonly points: number;
  readonly eligible: boolean;
  /** Claims in one window; null without a limit. */
  readonly max: number | null;
}

export interface PreviewRow extends GradeWorth {
  readonly grade: string;
  /** As it is without the change; null for a new category. */
  readonly before: GradeWorth | null;
}

export interface CategoryPreview {
  readonly rows: readonly PreviewRow[];
  readonly frequency: NonNullable<CategoryTerms['limit']>['frequency'] | null;
}

export function previewOf(
  terms: CategoryTerms,
  before: CategoryTerms | undefined,
  grades: readonly string[],
): CategoryPreview {
  return {
    frequency: terms.limit?.frequency ?? null,
    rows: grades.map((grade) => ({
      grade,
      ...worthFor(terms, grade),
      before: before === undefined ? null : worthFor(before, grade),
    })),
  };
}

function worthFor(terms: CategoryTerms, grade: string): GradeWorth {
  const value = valueFor(terms, grade);
  return {
    points: value.eligible ? value.points : 0,
    eligible: value.eligible,
    max: limitFor(terms, grade) ?? null,
  };
}
