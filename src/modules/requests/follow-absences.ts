import type { Actor } from '../../kernel/actor.js';
import { groupBy } from '../../kernel/group-by.js';
import { spokenDate } from '../../kernel/spoken-date.js';
import { operator } from '../../platform/storage/index.js';
import { deciderOn, hasDelegate, type Roster } from '../absences/index.js';
import { decidesFor, type Person } from '../people/index.js';
import { moveRequests } from './move-requests.js';
import type { RequestParts } from './request-parts.js';
import { toRequest, type RequestRecord } from './request.model.js';
import type { Move, MoveReason, Request } from './request.js';

/** So many are looked at, and at most moved, at once; somebody who gets more is told more than once. */
const BATCH = 500;

type Match = Record<string, unknown>;

interface PlannedMove {
  readonly move: Move;
  /** Whose it is. */
  readonly originId: string;
  readonly why: MoveReason;
}

/**
 * Gives every pending request to whom it belongs today: to who decides instead of somebody who is away, and back when
 * that one has returned. Looks at nothing but where requests are now and who is away, so calling it again, stopping in
 * the middle or doing it in two processes at once changes nothing.
 */
export async function followAbsences(parts: RequestParts, actor: Actor): Promise<void> {
  const away = [...(await parts.absences.roster()).away.keys()];
  const concerned: Match[] = [
    ...(away.length > 0 ? [{ approver: operator({ $in: away }) }] : []),
    { delegatedFrom: operator({ $gt: '' }) },
    { needsAssignment: true },
  ];
  for (const match of concerned) {
    let last: string | undefined = '';
    while (last !== undefined) last = await followBatch(parts, actor, match, last);
  }
}

/** The id of the last one that was looked at; undefined when there are no more. */
async function followBatch(
  parts: RequestParts,
  actor: Actor,
  match: Match,
  after: string,
): Promise<string | undefined> {
  const found = await load(parts, { ...match, _id: operator({ $gt: after }) });
  const wanted = await planMoves(parts, found);
  if (wanted.length > 0) {
    await parts.storage.run(async () => {
      // Once more inside the transaction: meanwhile somebody may have decided or reassigned.
      const ids = wanted.map(({ move }) => move.id);
      const fresh = await load(parts, { _id: operator({ $in: ids }) });
      const groups = groupBy(await planMoves(parts, fresh), ({ originId, why }) => `${originId} ${why.reason}`);
      for (const group of groups.values()) {
        const [first] = group;
        if (first === undefined) continue;
        const moves = group.map(({ move }) => move);
        await moveRequests(parts, actor, moves, first.why);
      }
    });
  }
  return found.length < BATCH ? undefined : found.at(-1)?.id;
}

async function load({ requests }: RequestParts, match: Match): Promise<Request[]> {
  const records = await requests
    .find({ ...match, status: 'pending' })
    .sort({ _id: 1 })
    .limit(BATCH)
    .lean<RequestRecord[]>();
  return records.map(toRequest);
}

/** What has to go elsewhere. */
async function planMoves(parts: RequestParts, requests: readonly Request[]): Promise<PlannedMove[]> {
  if (requests.length === 0) return [];
  const roster = await parts.absences.roster();
  const origins = await parts.people.byIds([...new Set(requests.map(originOf))]);
  return requests.flatMap((request) => {
    const planned = planMove(request, roster, origins.get(originOf(request)));
    return planned === undefined || isThere(request, planned.move) ? [] : [planned];
  });
}

function originOf({ delegatedFromId, approverId }: Request): string {
  return delegatedFromId ?? approverId;
}

function planMove(request: Request, roster: Roster, origin: Person | undefined): PlannedMove | undefined {
  const { id, category } = request;
  const originId = originOf(request);
  if (hasDelegate(roster, originId, category.unit)) {
    const { deciderId: toId, delegatedFrom, needsAssignment } = deciderOn(roster, category.unit, originId, request);
    const reason = awayReason(roster, originId, needsAssignment);
    return { originId, move: { id, toId, delegatedFrom, needsAssignment }, why: { cause: 'delegated', reason } };
  }
  if (request.delegatedFromId === null && !request.needsAssignment) return undefined;
  // Somebody who cannot decide any more gets nothing back: it stays with who has it.
  if (origin === undefined || !decidesFor(origin, category.unit, roster.date)) return undefined;
  const move: Move = { id, toId: originId, delegatedFrom: null, needsAssignment: false };
  return { originId, move, why: { cause: 'returned', reason: `${origin.name} is back.` } };
}

function isThere(request: Request, { toId, delegatedFrom, needsAssignment }: Move): boolean {
  return (
    request.approverId === toId &&
    request.delegatedFromId === delegatedFrom &&
    request.needsAssignment === needsAssignment
  );
}

/** "Jo Brown is away until 21 Nov 2025." */
export function awayReason(roster: Roster, personId: string, needsAssignment: boolean): string {
  const name = roster.people.get(personId)?.name ?? 'The decider';
  const to = roster.away.get(personId)?.to;
  const until = to === undefined ? '' : ` until ${spokenDate(to)}`;
  return needsAssignment
    ? `${name} is away${until}, and nobody who stands in may decide this.`
    : `${name} is away${until}.`;
}
