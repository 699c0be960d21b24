import type { PersonActor } from '../../kernel/actor.js';
import type { Unit } from '../../kernel/units.js';
import { operator } from '../../platform/storage/index.js';
import { orphanMatch } from './orphans.js';
import type { RequestParts } from './request-parts.js';
import { assertMaySeeUnit, seesWholeUnit } from './request.policy.js';
import { every, filterMatch, literal, scopeMatch } from './request.queries.js';
import type { RequestStatus } from './request.js';
import type { Oddity, QueueCounts, QueueFilter } from './queued-request.js';

type Match = Record<string, unknown>;

/** What the actor may see of a unit, as a condition for queries. @throws Forbidden */
export async function unitScope(
  { people }: Pick<RequestParts, 'people'>,
  actor: PersonActor,
  unit: Unit,
): Promise<Match> {
  assertMaySeeUnit(actor, unit);
  const needsTeam = unit === 'pm' && !seesWholeUnit(actor, unit);
  const team = needsTeam ? await people.reportsOf(actor.personId) : [];
  return scopeMatch(
    actor,
    unit,
    team.map(({ id }) => id),
  );
}

/** Whose it is: what waits for the viewer, what the viewer decided, or either. */
function mineMatch(status: QueueFilter['status'], me: string): Match {
  if (status === 'pending') return { approver: me };
  if (status === 'approved' || status === 'rejected' || status === 'decided') return { decidedBy: me };
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
    await unitScope(parts, actor, unit),
    await conditions(parts, actor, filter),
    filter.mine === true ? mineMatch(filter.status, actor.personId) : {},
  );
}

interface CountRow {
  readonly _id: RequestStatus;
  readonly count: number;
  readonly assigned: number;
  readonly decidedByMe: number;
  readonly mine: number;
}

const DECIDED = ['approved', 'rejected'] as const;

/** How many each tab shows for the filter, and how many the filter itself means, in one look. */
export async function countQueue(
  parts: RequestParts,
  actor: PersonActor,
  unit: Unit,
  filter: QueueFilter,
): Promise<{ readonly counts: QueueCounts; readonly total: number }> {
  const scope = await unitScope(parts, actor, unit);
  const isMe = (field: string) => ({ $eq: [field, actor.personId] });
  const one = (condition: unknown) => ({ $sum: { $cond: [condition, 1, 0] } });
  const rows = await parts.requests.aggregate<CountRow>([
    { $match: every(scope, await conditions(parts, actor, { ...filter, status: undefined })) },
    {
      $group: {
        _id: '$status',
        count: { $sum: 1 },
        assigned: one(isMe('$approver')),
        decidedByMe: one(isMe('$decidedBy')),
        mine: one({ $or: [isMe('$approver'), isMe('$decidedBy')] }),
      },
    },
  ]);
  const sum = (statuses: readonly RequestStatus[] | 'every', of: (row: CountRow) => number) =>
    rows.filter(({ _id }) => statuses === 'every' || statuses.includes(_id)).reduce((total, row) => total + of(row), 0);
  const counts = {
    waiting: sum(['pending'], ({ assigned }) => assigned),
    pending: sum(['pending'], ({ count }) => count),
    decided: sum(DECIDED, ({ count }) => count),
    decidedByMe: sum(DECIDED, ({ decidedByMe }) => decidedByMe),
    all: sum('every', ({ count }) => count),
  };
  return { counts, total: sum(statusesOf(filter.status), measureOf(filter)) };
}

function statusesOf(status: QueueFilter['status']): readonly RequestStatus[] | 'every' {
  if (status === undefined || status === 'all') return 'every';
  if (status === 'decided') return DECIDED;
  return status === 'uncredited' ? ['pending', 'rejected', 'withdrawn'] : [status];
}

/** The same as `mineMatch`, of what was counted. */
function measureOf({ mine, status }: QueueFilter): (row: CountRow) => number {
  if (mine !== true) return ({ count }) => count;
  if (status === 'pending') return ({ assigned }) => assigned;
  const over = status === 'approved' || status === 'rejected' || status === 'decided';
  return over ? ({ decidedByMe }) => decidedByMe : (row) => row.mine;
}
