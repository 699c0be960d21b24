import type { PersonActor } from '../../kernel/actor.js';
import { AppError } from '../../kernel/errors.js';
import { groupBy } from '../../kernel/group-by.js';
import type { Unit } from '../../kernel/units.js';
import { decideRequest } from './decide-request.js';
import { loadRequestsOf } from './load-requests-of.js';
import type { RequestParts } from './request-parts.js';
import type { BulkResult, Decision, Request } from './request.js';

interface Failure {
  readonly id: string;
  readonly code: string;
  readonly detail: string;
}

/**
 * Decides each on its own merits, in a transaction of its own, so that one that fails takes no other with it. Afterwards
 * one `requests.bulk_decided` for everybody who proposed some of them.
 */
export async function decideMany(
  parts: RequestParts,
  actor: PersonActor,
  unit: Unit,
  ids: readonly string[],
  decision: Decision,
  notes: string,
): Promise<BulkResult> {
  const done: Request[] = [];
  const failed: Failure[] = [];
  try {
    for (const id of new Set(ids)) {
      try {
        done.push(await decideRequest(parts, actor, unit, id, { decision, notes }, { bulk: true }));
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        failed.push({ id, code: error.code, detail: error.message });
      }
    }
  } finally {
    // Also when something unexpected ends the work: what was decided until then has to be told.
    await recordSummaries(parts, actor, { decision, notes }, done, failed);
  }
  return { done: done.map(({ id }) => id), failed };
}

/** Counts for each proposer: how many of the own items were decided, and how many were not. */
async function recordSummaries(
  parts: RequestParts,
  actor: PersonActor,
  { decision, notes }: { readonly decision: Decision; readonly notes: string },
  done: readonly Request[],
  failed: readonly Failure[],
): Promise<void> {
  const byProposer = groupBy(done, ({ proposerId }) => proposerId);
  if (byProposer.size === 0) return;
  const notDone = await loadRequestsOf(
    parts.requests,
    failed.map(({ id }) => id),
    [...byProposer.keys()],
  );
  await parts.storage.run(async () => {
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
