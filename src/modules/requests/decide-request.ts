import type { PersonActor } from '../../kernel/actor.js';
import type { DecisionData, RequestEventData } from '../../kernel/events.js';
import type { Unit } from '../../kernel/units.js';
import { assertAsSeen } from './claim-mark.js';
import type { Request } from './request.js';
import { isOrphaned, loadRequest, noSuchRequest, reportsTo } from './load-request.js';
import { keepOutcome, workingTime } from './outcomes.js';
import type { RequestParts } from './request-parts.js';
import { eventDataOf, subjectOf } from './request-events.js';
import { assertMayDecide, maySeeInUnit } from './request.policy.js';
import { decided } from './request.transitions.js';
import type { DecisionInput } from './requests.schema.js';
import { replaceRequest } from './replace-request.js';
import { tooLate } from './too-late.js';

interface DecisionOptions {
  /** One of many decided at once: whoever proposed them gets a summary instead of a message for each. */
  readonly bulk: boolean;
}

/** Decides a pending request: new state, ledger entry or utilization, audit and messages in one transaction. */
export async function decideRequest(
  parts: RequestParts,
  actor: PersonActor,
  unit: Unit,
  id: string,
  input: DecisionInput,
  { bulk }: DecisionOptions = { bulk: false },
): Promise<Request> {
  return parts.storage.run(async () => {
    const before = await loadRequest(parts.requests, id);
    await authorizeDecision(parts, actor, unit, before);
    if (before.status !== 'pending') throw await tooLate(parts, before);
    assertAsSeen(before, input.seen);
    const at = parts.clock.now();
    const waited = { notes: input.notes, after: await workingTime(parts, before.raisedAt, at) };
    const after = decided(before, input.decision, { byId: actor.personId, at, ...waited });
    if (!(await replaceRequest(parts.requests, before, after)))
      throw await tooLate(parts, await loadRequest(parts.requests, id));
    await keepOutcome(parts, after);
    const settled = after.status === 'approved' ? await settle(parts, actor, after) : after;
    await record(parts, actor, before, settled, bulk);
    return settled;
  });
}

/** @throws NotFound for what the actor does not see in the unit; Forbidden for what is not the actor's to decide now */
export async function authorizeDecision(
  parts: RequestParts,
  actor: PersonActor,
  unit: Unit,
  request: Request,
): Promise<void> {
  const inTeam = unit === 'pm' && (await reportsTo(parts, request, actor.personId));
  if (request.category.unit !== unit || !maySeeInUnit(actor, request, inTeam)) throw noSuchRequest();
  const orphaned =
    request.status === 'pending' && request.approverId !== actor.personId && (await isOrphaned(parts, request));
  assertMayDecide(actor, request, orphaned);
}

/** What an approval is worth: a percentage recorded, or points credited once under the request's own key. */
async function settle(parts: RequestParts, actor: PersonActor, request: Request): Promise<Request> {
  if (request.utilization !== null) {
    await parts.targets.recordUtilization(actor, {
      personId: request.personId,
      requestId: request.id,
      ...request.utilization,
    });
    return request;
  }
  const entry = await parts.ledger.credit(actor, {
    personId: request.personId,
    kind: 'earn',
    points: request.points,
    categoryCode: request.category.code,
    unit: request.category.unit,
    effectiveDate: request.eventDate,
    sourceKey: `request:${request.id}`,
    source: { type: 'request', id: request.id },
    reason: request.notes,
    basis: {
      value: request.value,
      quantity: request.quantity,
      grade: request.grade,
      categoryVersion: request.category.version,
    },
  });
  await parts.requests.updateOne({ _id: request.id }, { $set: { entry: entry.id } });
  return { ...request, entryId: entry.id };
}

async function record(
  parts: RequestParts,
  actor: PersonActor,
  before: Request,
  after: Request,
  bulk: boolean,
): Promise<void> {
  const data: RequestEventData & DecisionData = {
    ...eventDataOf(after),
    ...(bulk && { bulk }),
    deciderId: actor.personId,
    deciderName: actor.name,
    notes: after.decisionNotes ?? '',
  };
  await parts.outbox.record(actor, {
    type: after.status === 'approved' ? 'request.approved' : 'request.rejected',
    subject: subjectOf(after),
    data,
    before: { status: before.status, approverId: before.approverId },
    after: { status: after.status, approverId: after.approverId, entryId: after.entryId },
  });
}
