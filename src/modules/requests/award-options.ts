import type { PersonActor } from '../../kernel/actor.js';
import { Forbidden } from '../../kernel/errors.js';
import { can } from '../../kernel/permissions.js';
import type { Points } from '../../kernel/points.js';
import type { Unit } from '../../kernel/units.js';
import { valueFor, type Category } from '../catalog/index.js';
import { here, type RequestParts } from './request-parts.js';

/** A category in which points can be granted now. */
export interface AwardOption extends Category {
  /** What one is worth for each grade that differs from the base value; 0 where the grade is not eligible. */
  readonly byGrade: readonly { readonly grade: string; readonly points: Points }[];
  /** What it is worth for the grade asked about; null where none is. */
  readonly worth: { readonly points: Points; readonly eligible: boolean; readonly reason: string | null } | null;
}

/** The active award categories of a unit. @throws Forbidden */
export async function awardOptions(
  parts: RequestParts,
  actor: PersonActor,
  unit: Unit,
  grade: string | undefined,
): Promise<AwardOption[]> {
  assertMayAward(actor, unit);
  const { organization } = await here(parts);
  const categories = await parts.catalog.list({ unit, status: 'active', kind: 'award' });
  return categories.map((category) => ({
    ...category,
    byGrade: organization.lists.grades
      .filter((one) => Object.hasOwn(category.gradeValues, one))
      .map((one) => ({ grade: one, points: category.gradeValues[one] ?? 0 })),
    worth: grade === undefined ? null : worthFor(category, grade),
  }));
}

export function assertMayAward(actor: PersonActor, unit: Unit): void {
  if (!can(actor, 'awards:grant', unit)) {
    throw new Forbidden('award.not_granted', 'You do not grant points of this unit.');
  }
}

function worthFor(category: Category, grade: string): NonNullable<AwardOption['worth']> {
  const worth = valueFor(category, grade);
  return worth.eligible
    ? { points: worth.points, eligible: true, reason: null }
    : { points: 0, eligible: false, reason: worth.reason };
}
