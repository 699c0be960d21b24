import { groupBy } from '../../kernel/group-by.js';
import type { Unit } from '../../kernel/units.js';
import { operator } from '../../platform/storage/index.js';
import { isActiveDecider } from './approver.policy.js';
import { here, type RequestParts } from './request-parts.js';

/** Somebody who has pending requests of a unit. */
export interface Place {
  readonly approver: string;
  readonly unit: Unit;
}

/** Asked for at once. */
const BATCH = 500;

/** Those of the places whose decider cannot decide any more: deactivated, gone, or without the duty. */
export async function gonePlaces<T extends Place>(parts: RequestParts, places: readonly T[]): Promise<T[]> {
  const { today } = await here(parts);
  const gone: T[] = [];
  for (let first = 0; first < places.length; first += BATCH) {
    const some = places.slice(first, first + BATCH);
    const people = await parts.people.byIds([...new Set(some.map(({ approver }) => approver))]);
    gone.push(...some.filter(({ approver, unit }) => !isActiveDecider(people.get(approver), unit, today)));
  }
  return gone;
}

/** What makes a pending request an orphan, as a condition for queries: its decider cannot decide, or nobody may. */
export async function orphanMatch(parts: RequestParts): Promise<Record<string, unknown>> {
  const rows = await parts.requests.aggregate<{ _id: Place }>([
    { $match: { status: 'pending' } },
    { $group: { _id: { approver: '$approver', unit: '$category.unit' } } },
  ]);
  const gone = await gonePlaces(
    parts,
    rows.map(({ _id }) => _id),
  );
  return {
    status: 'pending',
    $or: [
      { needsAssignment: true },
      ...[...groupBy(gone, ({ unit }) => unit)].map(([unit, places]) => ({
        'category.unit': unit,
        approver: operator({ $in: places.map(({ approver }) => approver) }),
      })),
    ],
  };
}
