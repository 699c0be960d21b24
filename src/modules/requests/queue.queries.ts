import type { PersonActor } from '../../kernel/actor.js';
import type { Unit } from '../../kernel/units.js';
import { operator } from '../../platform/storage/index.js';
import { orphanMatch } from './orphans.js';
import type { RequestParts } from './request-parts.js';
import { assertMaySeeUnit, seesWholeUnit } from './request.policy.js';
import { every, filterMatch, scopeMatch } from './request.queries.js';
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

async function oddMatch(parts: RequestParts, odd: Oddity): Promise<Match> {
  switch (odd) {
    case 'duplicate':
      return { duplicateAcknowledged: true };
    case 'same-file':
      return { evidenceSeen: true };
    case 'escalated':
      return { status: 'pending', escalatedAt: operator({ $gt: new Date(0) }) };
    case 'orphaned':
      return orphanMatch(parts);
    case 'any': {
      const kinds = ['duplicate', 'same-file', 'escalated', 'orphaned'] as const;
      const matches: Match[] = [];
      for (const kind of kinds) matches.push(await oddMatch(parts, kind));
      return { $or: matches };
    }
  }
}

/** Everything of a filter but whose it is. */
async function conditions(parts: RequestParts, filter: QueueFilter): Promise<Match> {
  const { kind, location, decider, odd } = filter;
  const equal = Object.entries({ kind, location, approver: decider }).filter(([, value]) => value !== undefined);
  return every(filterMatch(filter), Object.fromEntries(equal), odd === undefined ? {} : await oddMatch(parts, odd));
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
    await conditions(parts, filter),
    filter.mine === true ? mineMatch(filter.status, actor.personId) : {},
  );
}

interface CountRow {
  readonly _id: RequestStatus;
  readonly count: number;
  readonly assigned: number;
  readonly decidedByMe: number;
}

/** How many each tab shows for the filter, in one look. */
export async function countQueue(
  parts: RequestParts,
  actor: PersonActor,
  unit: Unit,
  filter: QueueFilter,
): Promise<QueueCounts> {
  const scope = await unitScope(parts, actor, unit);
  const one = (field: string) => ({ $sum: { $cond: [{ $eq: [field, actor.personId] }, 1, 0] } });
  const rows = await parts.requests.aggregate<CountRow>([
    { $match: every(scope, await conditions(parts, { ...filter, status: undefined })) },
    { $group: { _id: '$status', count: { $sum: 1 }, assigned: one('$approver'), decidedByMe: one('$decidedBy') } },
  ]);
  const sum = (statuses: readonly RequestStatus[], of: (row: CountRow) => number) =>
    rows.filter(({ _id }) => statuses.includes(_id)).reduce((total, row) => total + of(row), 0);
  const over = ['approved', 'rejected'] as const;
  return {
    waiting: sum(['pending'], ({ assigned }) => assigned),
    pending: sum(['pending'], ({ count }) => count),
    decided: sum(over, ({ count }) => count),
    decidedByMe: sum(over, (row) => row.decidedByMe),
    all: rows.reduce((total, { count }) => total + count, 0),
  };
}
