import { systemActor, type Actor } from '../../kernel/actor.js';
import { operator } from '../../platform/storage/index.js';
import type { BulkDecisionRecord } from './bulk-decision.model.js';
import { finishBulk, NOT_REACHED } from './decide-many.js';
import { here, type RequestParts } from './request-parts.js';
import { toRequest, type RequestRecord } from './request.model.js';
import { alreadyDecided } from './request.transitions.js';
import type { Request } from './request.js';

/** Longer than a hundred decisions take on a slow machine. */
const INTERRUPTED_AFTER_MS = 10 * 60_000;
const BATCH = 100;

/**
 * Finishes what a crash interrupted: requests that were decided until then stay decided, and whoever proposed them is
 * told; all others wait as before. Can be interrupted and done again.
 */
export async function finishBulkDecisions(parts: RequestParts): Promise<void> {
  const before = new Date(parts.clock.now().getTime() - INTERRUPTED_AFTER_MS);
  const records = await parts.bulkDecisions
    .find({ finishedAt: null, startedAt: operator({ $lte: before }) })
    .limit(BATCH)
    .lean<BulkDecisionRecord[]>();
  for (const record of records) await finishOne(parts, record);
}

async function finishOne(parts: RequestParts, record: BulkDecisionRecord): Promise<void> {
  const found = await parts.requests.find({ _id: operator({ $in: record.ids }) }).lean<RequestRecord[]>();
  const requests = found.map(toRequest);
  const done = requests.filter((request) => isDoneBy(record, request));
  const failed = requests
    .filter((request) => !done.includes(request))
    .map((request) => ({ id: request.id, ...whyNot(request) }));
  await finishBulk(parts, await deciderOf(parts, record), record, done, failed);
}

/** In whose name the proposers are told: it was this person who decided. */
async function deciderOf(parts: RequestParts, { actor }: BulkDecisionRecord): Promise<Actor> {
  const person = await parts.people.find(actor);
  const { organization } = await here(parts);
  if (person === undefined) return systemActor(organization.id, 'bulk decision');
  const { id: personId, organizationId, name, email, grade, grants } = person;
  return { kind: 'person', personId, organizationId, name, email, grade, grants, mustChangePassword: false };
}

function isDoneBy(record: BulkDecisionRecord, { status, decidedById, decidedAt, decisionNotes }: Request): boolean {
  const meant = record.decision === 'approve' ? 'approved' : 'rejected';
  const since = decidedAt !== null && decidedAt >= record.startedAt;
  return status === meant && decidedById === record.actor && since && decisionNotes === record.notes;
}

function whyNot(request: Request): { code: string; detail: string } {
  if (request.status !== 'pending') {
    const { code, message } = alreadyDecided(request, undefined);
    return { code, detail: message };
  }
  return NOT_REACHED;
}
