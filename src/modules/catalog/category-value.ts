import { isPoints, MAX_POINTS, multiplyPoints, type Points } from '../../kernel/points.js';
import type { CategoryTerms } from './category.js';

export type CategoryValue =
  | { readonly eligible: true; readonly value: Points; readonly points: Points }
  | { readonly eligible: false; readonly reason: string };

/** The value of one act for a grade: the grade's own value, also when that is 0, else the base value. */
export function unitValue(category: Pick<CategoryTerms, 'baseValue' | 'gradeValues'>, grade: string): Points {
  return Object.hasOwn(category.gradeValues, grade) ? (category.gradeValues[grade] ?? 0) : category.baseValue;
}

/**
 * What a claim is worth: value, or value x quantity where the category counts one. A value of 0 means that the grade is
 * not eligible and never falls back to the base value. Categories whose points are not a fixed value (utilization,
 * bonus) have the value 0, so nothing can be claimed through them by mistake.
 */
export function valueFor(
  category: Pick<CategoryTerms, 'name' | 'baseValue' | 'gradeValues' | 'counted'>,
  grade: string,
  quantity = 1,
): CategoryValue {
  const value = unitValue(category, grade);
  if (value === 0) return { eligible: false, reason: `Grade ${grade} is not eligible for ${category.name}.` };
  if (!Number.isSafeInteger(quantity) || quantity < 1) {
    return { eligible: false, reason: 'The quantity must be a whole number of at least 1.' };
  }
  if (!category.counted && quantity !== 1) {
    return { eligible: false, reason: `${category.name} does not count a quantity.` };
  }
  if (!isPoints(value * quantity)) return { eligible: false, reason: `At most ${MAX_POINTS} points at once.` };
  return { eligible: true, value, points: multiplyPoints(value, quantity) };
}
