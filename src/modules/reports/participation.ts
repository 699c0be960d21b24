import { percentFloor } from '../../kernel/points.js';
import { unitValue, type Category } from '../catalog/index.js';

/** A share of people: who took part among those who could. */
export interface Share {
  readonly eligible: number;
  readonly participants: number;
  /** Per cent, one decimal, never rounded up; null where nobody is eligible. */
  readonly percent: number | null;
}

/** A grade is eligible where at least one of the active categories is worth something for it. */
export function eligibleFor(categories: readonly Category[]): (grade: string) => boolean {
  const active = categories.filter(({ status }) => status === 'active');
  return (grade) => active.some((category) => unitValue(category, grade) > 0);
}

export function shareOf(participants: number, eligible: number): Share {
  return { eligible, participants, percent: eligible === 0 ? null : percentFloor(participants, eligible) };
}
