import type { PersonActor } from '../../kernel/actor.js';
import { Conflict, Forbidden } from '../../kernel/errors.js';
import { can } from '../../kernel/permissions.js';
import { UNITS_WITH_VALIDATORS, type Unit } from '../../kernel/units.js';
import { isOrphaned, loadRequest, noSuchRequest } from './load-request.js';
import { moveRequests } from './move-requests.js';
import type { RequestParts } from './request-parts.js';
import { assertMayDecide, maySeeInUnit } from './request.policy.js';
import type { BulkResult, MoveReason, Request } from './request.js';
import { tooLate } from './too-late.js';

/** Reassigning and reminding are HR administration's, for every unit. */
export function assertMayReassign(actor: PersonActor): void {
  if (!can(actor, 'requests:reassign', 'hr')) throw new Forbidden();
}

/** HR administration gives pending requests of any unit to somebody else, each on its own merits. */
export async function reassignRequests(
  parts: RequestParts,
  actor: PersonActor,
  ids: readonly string[],
  toId: string,
  reason: string,
): Promise<BulkResult> {
  assertMayReassign(actor);
  const { moved, refused } = await moveRequests(
    parts,
    actor,
    ids.map((id) => ({ id, toId })),
    { reason, cause: 'reassigned' },
  );
  return {
    done: moved.map(({ id }) => id),
    failed: refused.map(({ id, error }) => ({ id, code: error.code, detail: error.message })),
  };
}

/** The same for one, which throws what stands against it. */
export async function reassignRequest(
  parts: RequestParts,
  actor: PersonActor,
  id: string,
  toId: string,
  reason: string,
): Promise<Request> {
  assertMayReassign(actor);
  return moveOne(parts, actor, { id, toId }, { reason, cause: 'reassigned' });
}

async function moveOne(
  parts: RequestParts,
  actor: PersonActor,
  move: { readonly id: string; readonly toId: string },
  why: MoveReason,
): Promise<Request> {
  const { moved, refused } = await moveRequests(parts, actor, [move], why);
  const [request] = moved;
  if (request === undefined) throw refused[0]?.error ?? noSuchRequest();
  return request;
}

/**
 * A validator of the unit makes an orphaned request his or her own, to decide it like any other. Deciding one without
 * that takes it over in the same act (decide-request.ts); both are in the audit with who had it before.
 */
export async function takeOverRequest(
  parts: RequestParts,
  actor: PersonActor,
  unit: Unit,
  id: string,
  reason: string,
): Promise<Request> {
  return parts.storage.run(async () => {
    const request = await loadRequest(parts.requests, id);
    if (request.category.unit !== unit || !maySeeInUnit(actor, request, false)) throw noSuchRequest();
    if (request.status !== 'pending') throw await tooLate(parts, request);
    const orphaned = await isOrphaned(parts, request);
    if (!orphaned && UNITS_WITH_VALIDATORS.includes(unit)) throw await notOrphaned(parts, request);
    assertMayDecide(actor, request, orphaned);
    return moveOne(parts, actor, { id, toId: actor.personId }, { reason, cause: 'taken over' });
  });
}

async function notOrphaned({ people }: RequestParts, request: Request): Promise<Conflict> {
  const name = (await people.find(request.approverId))?.name ?? 'Somebody else';
  return new Conflict(
    'request.not_orphaned',
    `${name} has this request and can decide it. Ask HR administration to reassign it.`,
  );
}
