import type { PersonActor } from '../../kernel/actor.js';
import { Conflict, ruleBroken } from '../../kernel/errors.js';
import type { Unit } from '../../kernel/units.js';
import { utilizationPercent, type BasisPoints } from '../../kernel/utilization.js';
import { assertMayValidate } from './approver.policy.js';
import { authorizeDecision } from './decide-request.js';
import { loadRequest } from './load-request.js';
import { loadMade } from './made-claims.js';
import { assertUpdater } from './propose-request.js';
import { readUtilization } from './read-utilization.js';
import { changedFields, recordRevision } from './record-revision.js';
import { replaceRequest } from './replace-request.js';
import { eventDataOf, subjectOf } from './request-events.js';
import { here, type RequestParts } from './request-parts.js';
import { percentChanged } from './request.transitions.js';
import type { Request, RequestUtilization } from './request.js';
import { chosenDecider, moveOf } from './revise-proposal.js';
import { tooLate } from './too-late.js';
import type { CorrectUtilizationInput, ReviseUtilizationInput } from './utilization.schema.js';

/** A pending request that is about a percentage. */
type Percentage = Request & { readonly utilization: RequestUtilization };

/**
 * The one who may decide it corrects a pending percentage and may then decide it all the same: who proposed it is told,
 * and the audit has both values (docs/domain-language.md, "correction of a percentage").
 */
export async function correctUtilization(
  parts: RequestParts,
  actor: PersonActor,
  unit: Unit,
  id: string,
  { utilization, reason }: CorrectUtilizationInput,
): Promise<Request> {
  const basisPoints = readUtilization(utilization);
  return parts.storage.run(async () => {
    const found = await loadRequest(parts.requests, id);
    await authorizeDecision(parts, actor, unit, found);
    const before = await assertPendingPercentage(parts, found);
    if (before.utilization.basisPoints === basisPoints) throw unchanged(basisPoints);
    const after = percentChanged(before, basisPoints);
    await store(parts, before, after);
    await parts.outbox.record(actor, {
      type: 'request.revised',
      subject: subjectOf(after),
      data: { ...eventDataOf(after), fields: ['utilization'], reason },
      before: { utilization: before.utilization.basisPoints },
      after: { utilization: basisPoints },
    });
    return after;
  });
}

/** Who proposed it changes it while it waits; person and month stay. Another validator is told as of a reassignment. */
export async function reviseUtilization(
  parts: RequestParts,
  actor: PersonActor,
  unit: Unit,
  id: string,
  { utilization, notes, validatorId }: ReviseUtilizationInput,
): Promise<{ request: Request; fields: readonly string[] }> {
  const basisPoints = readUtilization(utilization);
  return parts.storage.run(async () => {
    const before = await assertPendingPercentage(parts, await loadMade(parts, actor, unit, 'proposed', id));
    assertUpdater(actor, unit);
    const { today } = await here(parts);
    const chosenId = assertMayValidate(await parts.people.find(validatorId), before, unit, today);
    const { move, reason } = await moveOf(parts, before, chosenId);
    const after = percentChanged({ ...before, notes }, basisPoints, move, parts.clock.now());
    const fields = changedFields(stateOf, before, after);
    if (fields.length === 0) return { request: before, fields };
    await store(parts, before, after);
    await recordRevision(parts, actor, { before, after, fields, stateOf, moveReason: reason });
    return { request: after, fields };
  });
}

async function assertPendingPercentage(parts: RequestParts, request: Request): Promise<Percentage> {
  const { utilization } = request;
  if (utilization === null) {
    throw new Conflict('request.no_utilization', 'This request is about points, not about a percentage.');
  }
  if (request.status !== 'pending') throw await tooLate(parts, request);
  return { ...request, utilization };
}

/** @throws Conflict where it was decided, withdrawn or given to somebody else since it was read */
async function store(parts: RequestParts, before: Request, after: Request): Promise<void> {
  if (await replaceRequest(parts.requests, before, after)) return;
  throw await tooLate(parts, await loadRequest(parts.requests, before.id));
}

function unchanged(basisPoints: BasisPoints) {
  const percent = utilizationPercent(basisPoints).toFixed(1);
  return ruleBroken('utilization.unchanged', 'utilization', `It is ${percent} % already.`);
}

function stateOf(request: Request): Readonly<Record<string, string | number>> {
  const { utilization, notes } = request;
  return { utilization: utilization?.basisPoints ?? 0, notes, validator: chosenDecider(request) };
}
