import type { Points } from '../../kernel/points.js';
import type { Entry, EntryClass } from './entry.js';

export interface GroupRow {
  readonly _id: { readonly key: string; readonly class: EntryClass; readonly kind: Entry['kind'] };
  readonly points: Points;
  readonly count: number;
}

/** By one field and class, corrections apart, so that they can be left out of the count. */
export function groupStage(field: string) {
  return {
    $group: { _id: { key: field, class: '$class', kind: '$kind' }, points: { $sum: '$points' }, count: { $sum: 1 } },
  } as const;
}

/** Corrections change what was got, not how often. */
export const CORRECTIONS: readonly Entry['kind'][] = ['adjustment', 'reversal'];

export function isOriginal(kind: Entry['kind']): boolean {
  return !CORRECTIONS.includes(kind);
}
