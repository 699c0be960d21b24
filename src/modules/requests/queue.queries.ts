import type { PersonActor } from '../../kernel/actor.js';
import type { Unit } from '../../kernel/units.js';
import { operator } from '../../platform/storage/index.js';
import { orphanMatch } from './orphans.js';
import type { RequestParts } from './request-parts.js';
import { every, filterMatch, isOver, literal } from './request.queries.js';
import type { RequestStatus } from './request.js';
import type { Oddity, QueueCounts, QueueFilter } from './queued-request.js';
import { countSeen, seenInUnit, seenMatch, sumOf } from './seen-requests.js';

type Match = Record<string, unknown>;

/** Whose it is: what waits for the viewer, what the viewer decided, or either. */
function mineMatch(status: QueueFilter['status'], me: string): Match {
  if (status === 'pending') return { approver: me };
  if (isOver(status)) return { decidedBy: me };
  return { $or: [{ approver: me }, { decidedBy: me }] };
}

async function oddMatch(parts: RequestParts, actor: PersonActor, odd: Oddity): Promise<Match> {
  switch (odd) {
    case 'duplicate':
      return { duplicateAcknowledged: true };
    case 'same-file':
      // As `presentRequests` says it: not of what the actor sent or gains from.
      return { evidenceSeen: true, $nor: [{ person: actor.personId }, { proposer: actor.personId }] };
    case 'escalated':
      return { status: 'pending', escalatedAt: operator({ $gt: new Date(0) }) };
    case 'orphaned':
      return orphanMatch(parts);
    case 'any': {
      const kinds = ['duplicate', 'same-file', 'escalated', 'orphaned'] as const;
      const matches: Match[] = [];
      for (const kind of kinds) matches.push(await oddMatch(parts, actor, kind));
      return { $or: matches };
    }
  }
}

/** Everything of a filter but whose it is. What is searched for may stand in the name or in the notes. */
async function conditions(parts: RequestParts, actor: PersonActor, filter: QueueFilter): Promise<Match> {
  const { q, kind, location, decider, odd, ...rest } = filter;
  const equal = Object.entries({ kind, location, approver: decider }).filter(([, value]) => value !== undefined);
  return every(
    filterMatch(rest),
    Object.fromEntries(equal),
    odd === undefined ? {} : await oddMatch(parts, actor, odd),
    q === undefined || q === '' ? {} : { $or: [{ personName: literal(q) }, { notes: literal(q) }] },
  );
}

/** The requests of a unit that a filter means for the actor. @throws Forbidden */
export async function queueMatch(
  parts: RequestParts,
  actor: PersonActor,
  unit: Unit,
  filter: QueueFilter,
): Promise<Match> {
  return every(
    seenMatch(await seenInUnit(parts, actor, unit)),
    await conditions(parts, actor, filter),
    filter.mine === true ? mineMatch(filter.status, actor.personId) : {},
  );
}

const DECIDED = ['approved', 'rejected'] as const;

/** How many each tab shows for the filter, and how many the filter itself means. */
export async function countQueue(
  parts: RequestParts,
  actor: PersonActor,
  unit: Unit,
  filter: QueueFilter,
): Promise<{ readonly counts: QueueCounts; readonly total: number }> {
  const seen = await seenInUnit(parts, actor, unit);
  const asked = await conditions(parts, actor, { ...filter, status: undefined });
  const count = (more: Match) => countSeen(parts.requests, seen, every(asked, more));
  const all = await count({});
  const waiting = await count({ status: 'pending', ...mineMatch('pending', actor.personId) });
  // Whoever withdrew one stands in it as well; those are left out by their state below.
  const decidedByMe = await count(mineMatch('decided', actor.personId));
  const counts = {
    waiting: sumOf(waiting),
    pending: sumOf(all, ['pending']),
    decided: sumOf(all, DECIDED),
    decidedByMe: sumOf(decidedByMe, DECIDED),
    all: sumOf(all),
  };
  const { status, mine } = filter;
  const ofMine = () => {
    if (status === 'pending') return waiting;
    return isOver(status) ? decidedByMe : count(mineMatch(status, actor.personId));
  };
  return { counts, total: sumOf(mine === true ? await ofMine() : all, statusesOf(status)) };
}

/** Undefined means every. */
function statusesOf(status: QueueFilter['status']): readonly RequestStatus[] | undefined {
  if (status === undefined || status === 'all') return undefined;
  if (status === 'decided') return DECIDED;
  return status === 'uncredited' ? ['pending', 'rejected', 'withdrawn'] : [status];
}
