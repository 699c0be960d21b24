import type { Unit } from '../../kernel/units.js';
import { operator } from '../../platform/storage/index.js';
import { deciderOn, type Destination, type Roster } from '../absences/index.js';
import type { RequestParts } from './request-parts.js';

interface Group {
  readonly _id: {
    readonly unit: Unit;
    readonly person: string;
    readonly proposer: string;
    readonly delegatedFrom?: string | null;
  };
  readonly count: number;
}

/** Where what waits for somebody, or for others in that one's place, would go by a roster. */
export async function destinationsOf(
  { requests }: Pick<RequestParts, 'requests'>,
  personId: string,
  roster: Roster,
): Promise<Destination[]> {
  const away = roster.away.get(personId);
  if (away === undefined) return [];
  const own = { status: 'pending', $or: [{ approver: personId }, { delegatedFrom: personId }] };
  const groups = await requests.aggregate<Group>([
    { $match: own },
    {
      $group: {
        _id: { unit: '$category.unit', person: '$person', proposer: '$proposer', delegatedFrom: '$delegatedFrom' },
        count: { $sum: 1 },
      },
    },
    { $sort: { '_id.unit': 1 } },
  ]);
  const found = new Map<string, Destination>();
  for (const { _id, count } of groups) {
    const originId = _id.delegatedFrom ?? personId;
    // What somebody else comes back to before that day does not go anywhere from here.
    if (!roster.away.has(originId)) continue;
    const parties = { personId: _id.person, proposerId: _id.proposer };
    const { deciderId, needsAssignment } = deciderOn(roster, _id.unit, originId, parties);
    if (deciderId === personId && !needsAssignment) continue;
    const toId = needsAssignment ? null : deciderId;
    const key = `${_id.unit} ${toId ?? ''}`;
    found.set(key, {
      unit: _id.unit,
      count: (found.get(key)?.count ?? 0) + count,
      to: toId === null ? null : { id: toId, name: roster.people.get(toId)?.name ?? 'Unknown person' },
      isDelegate: toId === away.delegates[_id.unit],
    });
  }
  // Of a unit, what goes to the delegate comes first.
  return [...found.values()].sort(
    (one, other) => one.unit.localeCompare(other.unit) || Number(other.isDelegate) - Number(one.isDelegate),
  );
}

/** Of what others had instead of somebody since an instant: how many are still pending, and how many there were. */
export async function progressOf(
  { requests }: Pick<RequestParts, 'requests'>,
  personId: string,
  since: Date,
): Promise<{ left: number; of: number }> {
  // One after the other: in a transaction nothing may run in parallel.
  const delegated = await requests.countDocuments({ delegatedFrom: personId, status: 'pending' });
  const unassigned = await requests.countDocuments({ approver: personId, status: 'pending', needsAssignment: true });
  const decided = await requests.countDocuments({
    delegatedFrom: personId,
    status: operator({ $in: ['approved', 'rejected'] as const }),
    decidedAt: operator({ $gte: since }),
  });
  const left = delegated + unassigned;
  return { left, of: left + decided };
}
