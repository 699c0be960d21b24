import type { Actor, PersonActor } from '../../kernel/actor.js';
import { AppError } from '../../kernel/errors.js';
import { groupBy } from '../../kernel/group-by.js';
import type { BulkDecisionRecord } from './bulk-decision.model.js';
import { beginBulk, outcomeOf, type BulkDecision } from './bulk-decisions.js';
import { decideRequest } from './decide-request.js';
import { marksIn } from './claim-mark.js';
import { loadRequestsOf } from './load-requests-of.js';
import type { RequestParts } from './request-parts.js';
import type { Request } from './request.js';
import type { BulkOutcome } from './queued-request.js';

interface Failure {
  readonly id: string;
  readonly code: string;
  readonly detail: string;
}

/** Why something is left that nothing is wrong with. */
export const NOT_REACHED = {
  code: 'request.not_reached',
  detail: 'The work was interrupted before this one. Decide it again.',
} as const;

/**
 * Decides each on its own merits, in a transaction of its own, so that one that fails takes no other with it. Afterwards
 * one `requests.bulk_decided` for everybody who proposed some of them. Sent again under its key it decides nothing anew.
 */
export async function decideMany(parts: RequestParts, actor: PersonActor, bulk: BulkDecision): Promise<BulkOutcome> {
  const { record, begun } = await beginBulk(parts, actor, bulk);
  if (!begun) return outcomeOf(record);
  const { unit, decision, notes, ids } = record;
  const seen = marksIn(bulk.seen ?? []);
  const done: Request[] = [];
  const failed: Failure[] = [];
  try {
    for (const id of ids) {
      try {
        done.push(await decideRequest(parts, actor, unit, id, { decision, notes, seen: seen.get(id) }, { bulk: true }));
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        failed.push({ id, code: error.code, detail: error.message });
      }
    }
  } finally {
    // Also when something unexpected ends the work: what was decided until then has to be told, and what was not reached.
    for (const id of ids.slice(done.length + failed.length)) failed.push({ id, ...NOT_REACHED });
    await finishBulk(parts, actor, record, done, failed);
  }
  const finishedAt = parts.clock.now();
  return outcomeOf({ ...record, finishedAt, done: done.map(({ id }) => id), failed });
}

/**
 * Notes what was done and what was not, and counts for each proposer how many of the own items were decided and how many
 * were not; both or neither. Does nothing where it was finished already.
 */
export async function finishBulk(
  parts: RequestParts,
  actor: Actor,
  record: BulkDecisionRecord,
  done: readonly Request[],
  failed: readonly Failure[],
): Promise<void> {
  const { _id, decision, notes } = record;
  const byProposer = groupBy(done, ({ proposerId }) => proposerId);
  const notDone = await loadRequestsOf(
    parts.requests,
    failed.map(({ id }) => id),
    [...byProposer.keys()],
  );
  await parts.storage.run(async () => {
    const { matchedCount } = await parts.bulkDecisions.updateOne(
      { _id, finishedAt: null },
      { $set: { finishedAt: parts.clock.now(), done: done.map(({ id }) => id), failed: [...failed] } },
    );
    if (matchedCount === 0 || byProposer.size === 0) return;
    await parts.outbox.record(
      actor,
      ...[...byProposer].map(([proposerId, requests]) => ({
        type: 'requests.bulk_decided' as const,
        subject: { type: 'person', id: proposerId },
        data: {
          decision,
          done: requests.length,
          failed: notDone.filter((request) => request.proposerId === proposerId).length,
          proposerId,
          requestIds: requests.map(({ id }) => id),
          notes,
        },
      })),
    );
  });
}
