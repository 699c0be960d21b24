import type { PersonActor } from '../../kernel/actor.js';
import { InvalidInput, NotFound } from '../../kernel/errors.js';
import { isId, newId, newUuid } from '../../kernel/ids.js';
import type { Unit } from '../../kernel/units.js';
import { isDuplicateKey } from '../../platform/storage/index.js';
import type { BulkDecisionRecord } from './bulk-decision.model.js';
import { presentRequests } from './present-requests.js';
import { readable } from './preview-decisions.js';
import type { RequestParts } from './request-parts.js';
import type { Decision } from './request.js';
import type { BulkOutcome, BulkOutcomeView } from './queued-request.js';

const KEPT_MS = 7 * 86_400_000;

/** Several requests that somebody decides at once. */
export interface BulkDecision {
  readonly unit: Unit;
  readonly ids: readonly string[];
  readonly decision: Decision;
  readonly notes: string;
  /** What the sender calls it; sent again it decides nothing anew. */
  readonly key?: string | undefined;
  /** The marks of requests as they were shown, each `<id>:<mark>`; what was changed since is left undecided. */
  readonly seen?: readonly string[] | undefined;
}

/**
 * Notes what is going to be decided. `begun` is false where the same was sent before; then it is what that came to so far.
 * @throws InvalidInput `idempotency.key_reused` where the key was given to something else
 */
export async function beginBulk(
  parts: RequestParts,
  actor: PersonActor,
  { unit, ids, decision, notes, key = newUuid() }: BulkDecision,
): Promise<{ readonly record: BulkDecisionRecord; readonly begun: boolean }> {
  const startedAt = parts.clock.now();
  const record: BulkDecisionRecord = {
    _id: newId(startedAt),
    actor: actor.personId,
    key,
    unit,
    decision,
    notes,
    ids: [...new Set(ids)],
    startedAt,
    finishedAt: null,
    done: [],
    failed: [],
    expires: new Date(startedAt.getTime() + KEPT_MS),
  };
  try {
    await parts.bulkDecisions.insertMany([record]);
    return { record, begun: true };
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
  const known = await parts.bulkDecisions.findOne({ actor: actor.personId, key }).lean<BulkDecisionRecord>();
  if (known === null || contentOf(known) !== contentOf(record)) {
    throw new InvalidInput([], 'This key was used for another request already.', 'idempotency.key_reused');
  }
  return { record: known, begun: false };
}

function contentOf({ unit, ids, decision, notes }: BulkDecisionRecord): string {
  return JSON.stringify([unit, decision, notes, [...ids].sort()]);
}

export function outcomeOf(record: BulkDecisionRecord): BulkOutcome {
  const { _id: id, decision, startedAt, finishedAt, done, failed, ids } = record;
  return {
    id,
    decision,
    startedAt,
    finishedAt,
    done: [...done],
    failed: failed.map((one) => ({ id: one.id, code: one.code, detail: one.detail })),
    asked: ids.length,
  };
}

/** What became of it, with the requests; only for whoever decided them. @throws NotFound */
export async function bulkOutcome(
  parts: RequestParts,
  actor: PersonActor,
  unit: Unit,
  id: string,
): Promise<BulkOutcomeView> {
  const match = { _id: id, actor: actor.personId, unit };
  const record = isId(id) ? await parts.bulkDecisions.findOne(match).lean<BulkDecisionRecord>() : null;
  if (record === null) throw new NotFound('request.not_found', 'There is no such decision.');
  const requests = await readable(parts, actor, unit, record.ids);
  return { ...outcomeOf(record), requests: await presentRequests(parts, actor, requests) };
}
