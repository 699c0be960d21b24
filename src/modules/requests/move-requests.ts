import type { Actor } from '../../kernel/actor.js';
import { AppError, Conflict, NotFound } from '../../kernel/errors.js';
import { isId } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { operator } from '../../platform/storage/index.js';
import type { Person } from '../people/index.js';
import { noSuchRequest } from './load-request.js';
import { assertMayTake } from './move.policy.js';
import { recordMoves } from './move-events.js';
import { here, type RequestParts } from './request-parts.js';
import { toRequest, type RequestRecord } from './request.model.js';
import type { Move, MoveReason, MoveRefusal, MoveResult, MovesToTell, Request } from './request.js';
import { moved } from './request.transitions.js';
import { tooLate } from './too-late.js';

interface Change {
  readonly before: Request;
  readonly after: Request;
}

/**
 * Gives pending requests to other deciders, each on its own merits, in the caller's transaction or one of its own. Asks
 * for nobody's permission: that is the caller's. What cannot be moved is in `refused`; whoever needs all or nothing
 * throws. `tell` is for moves that all go to one place in several transactions: what is told of instead of these.
 */
export async function moveRequests(
  parts: RequestParts,
  actor: Actor,
  moves: readonly Move[],
  why: MoveReason,
  tell?: MovesToTell,
): Promise<MoveResult> {
  if (moves.length === 0) return { moved: [], refused: [] };
  return parts.storage.run(async () => {
    const { today } = await here(parts);
    const requests = await loadAll(parts, moves);
    const had = [
      ...[...requests.values()].map(({ approverId }) => approverId),
      ...(tell ?? []).map(({ fromId }) => fromId),
    ];
    const people = await parts.people.byIds([...new Set([...moves.map(({ toId }) => toId), ...had])]);
    const changes: Change[] = [];
    const refused: MoveRefusal[] = [];
    for (const move of new Map(moves.map((one) => [one.id, one])).values()) {
      try {
        changes.push(await change(parts, move, requests.get(move.id), people.get(move.toId), today));
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        refused.push({ id: move.id, error });
      }
    }
    await store(parts, changes);
    await recordMoves(parts, actor, changes, people, why, tell);
    return { moved: changes.map(({ after }) => after), refused };
  });
}

async function loadAll({ requests }: RequestParts, moves: readonly Move[]): Promise<Map<string, Request>> {
  const ids = [...new Set(moves.map(({ id }) => id).filter(isId))];
  const records = await requests.find({ _id: operator({ $in: ids }) }).lean<RequestRecord[]>();
  return new Map(records.map((record) => [record._id, toRequest(record)]));
}

async function change(
  parts: RequestParts,
  move: Move,
  before: Request | undefined,
  to: Person | undefined,
  today: LocalDate,
): Promise<Change> {
  if (before === undefined) throw noSuchRequest();
  if (before.status !== 'pending') throw await tooLate(parts, before);
  if (to === undefined) throw new NotFound('person.not_found', 'There is no such person.');
  if (move.needsAssignment !== true) assertMayTake(to, before, today);
  const after = moved(before, move, parts.clock.now());
  if (isSame(before, after)) {
    throw new Conflict('request.same_decider', `${to.name} has this request already. Choose somebody else.`);
  }
  return { before, after };
}

function isSame(before: Request, after: Request): boolean {
  return (
    before.approverId === after.approverId &&
    before.delegatedFromId === after.delegatedFromId &&
    before.needsAssignment === after.needsAssignment
  );
}

/** Each only if it is still pending and with whoever had it; otherwise the whole transaction is for nothing. */
async function store({ requests }: RequestParts, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return;
  const { matchedCount } = await requests.bulkWrite(
    changes.map(({ before, after }) => ({
      updateOne: {
        filter: { _id: before.id, status: 'pending', approver: before.approverId },
        update: {
          $set: {
            approver: after.approverId,
            delegatedFrom: after.delegatedFromId,
            needsAssignment: after.needsAssignment,
            assignedAt: after.assignedAt,
            remindedAt: null,
            nudgedAt: null,
            escalatedAt: null,
          },
        },
      },
    })),
  );
  if (matchedCount !== changes.length) {
    throw new Conflict('request.changed_meanwhile', 'Somebody changed these requests just now. Please try again.');
  }
}
