import type { Model } from 'mongoose';
import type { PersonActor } from '../../kernel/actor.js';
import type { PeriodKey } from '../../kernel/period.js';
import type { Unit } from '../../kernel/units.js';
import { operator } from '../../platform/storage/index.js';
import type { RequestRecord } from './request.model.js';
import { assertMaySeeUnit, seesEveryUnit, seesWholeUnit } from './request.policy.js';
import { every, periodMatch } from './request.queries.js';
import type { RequestParts } from './request-parts.js';
import type { RequestCounts, RequestStatus } from './request.js';

type Match = Record<string, unknown>;

/**
 * What `maySeeInUnit` says: all of `within` but what is `kept` from the actor. Apart for those who see all but a few of a
 * unit: both can be counted by keys of indexes, while one condition of both would look at every request of the unit.
 */
export interface SeenRequests {
  readonly within: Match;
  readonly kept?: Match;
}

/** The requests of a unit that the actor sees. @throws Forbidden */
export async function seenInUnit(
  { people }: Pick<RequestParts, 'people'>,
  actor: PersonActor,
  unit: Unit,
): Promise<SeenRequests> {
  assertMaySeeUnit(actor, unit);
  const whole = { 'category.unit': unit };
  if (seesEveryUnit(actor)) return { within: whole };
  const me = actor.personId;
  const kept = { person: me, proposer: operator({ $ne: me }), status: operator({ $ne: 'approved' }) };
  if (seesWholeUnit(actor, unit)) return { within: whole, kept };
  const team = unit === 'pm' ? (await people.reportsOf(me)).map(({ id }) => id) : [];
  const parts = [{ approver: me }, { delegatedFrom: me }, { decidedBy: me }, { proposer: me }];
  const ofTeam = team.length > 0 ? [{ person: operator({ $in: team }) }] : [];
  // Their own few are looked at one by one anyway.
  return { within: every(whole, { $or: [...parts, ...ofTeam] }, without(kept)) };
}

/** The same as one condition for queries. */
export function seenMatch({ within, kept }: SeenRequests): Match {
  return kept === undefined ? within : every(within, without(kept));
}

function without(kept: Match): Match {
  return { $nor: [kept] };
}

/** How many requests there are in each state; states without any are left out. */
export type StatusCounts = ReadonlyMap<RequestStatus, number>;

/** Of those that match, whoever may see them. */
export async function countByStatus(requests: Model<RequestRecord>, match: Match): Promise<StatusCounts> {
  const rows = await requests.aggregate<{ _id: RequestStatus; count: number }>([
    { $match: match },
    { $group: { _id: '$status', count: { $sum: 1 } } },
  ]);
  return new Map(rows.map(({ _id, count }) => [_id, count]));
}

/** Of those that the actor sees and that match. */
export async function countSeen(
  requests: Model<RequestRecord>,
  { within, kept }: SeenRequests,
  match: Match,
): Promise<StatusCounts> {
  const away = kept === undefined ? undefined : await countByStatus(requests, every(within, kept, match));
  const all = await countByStatus(requests, every(within, match));
  // What moves between the two looks may be counted once too often or too seldom in this one answer.
  return new Map([...all].map(([status, count]) => [status, Math.max(0, count - (away?.get(status) ?? 0))]));
}

/** Of several states together. */
export function sumOf(counts: StatusCounts, statuses: readonly RequestStatus[] = [...counts.keys()]): number {
  return statuses.reduce((sum, status) => sum + (counts.get(status) ?? 0), 0);
}

/** What the actor sees of a period, and how much of the pending is the actor's to decide. */
export async function countRequests(
  requests: Model<RequestRecord>,
  seen: SeenRequests,
  { personId }: PersonActor,
  period: PeriodKey,
): Promise<RequestCounts> {
  const during = periodMatch(period);
  const counts = await countSeen(requests, seen, during);
  const assigned = await countSeen(requests, seen, every({ status: 'pending', approver: personId }, during));
  return {
    period,
    pending: sumOf(counts, ['pending']),
    assigned: sumOf(assigned),
    approved: sumOf(counts, ['approved']),
    rejected: sumOf(counts, ['rejected']),
    withdrawn: sumOf(counts, ['withdrawn']),
  };
}
