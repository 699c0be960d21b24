import type { Unit } from '../../kernel/units.js';
import type { RequestParts } from './request-parts.js';

/** More is shown as "99+". */
const COUNTED = 100;

/**
 * How many requests wait for somebody in each of the units, at most 100 each: for every page that person opens, so
 * thousands of them cost no more than a hundred.
 */
export async function waitingByUnit(
  { requests }: Pick<RequestParts, 'requests'>,
  personId: string,
  units: readonly Unit[],
): Promise<Partial<Record<Unit, number>>> {
  const waiting = { approver: personId, status: 'pending' as const };
  const rows = await requests.aggregate<{ _id: Unit; count: number }>([
    { $match: waiting },
    { $limit: COUNTED },
    { $group: { _id: '$category.unit', count: { $sum: 1 } } },
  ]);
  const looked = rows.reduce((sum, { count }) => sum + count, 0);
  if (looked < COUNTED) return Object.fromEntries(rows.map(({ _id, count }) => [_id, count]));
  // There are more: what was looked at says nothing about the units of the rest.
  const counts = await Promise.all(
    units.map(async (unit): Promise<[Unit, number]> => {
      const found = requests.countDocuments({ ...waiting, 'category.unit': unit }).limit(COUNTED);
      return [unit, await found];
    }),
  );
  return Object.fromEntries(counts);
}
