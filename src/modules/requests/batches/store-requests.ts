import type { PersonActor } from '../../../kernel/actor.js';
import { groupBy } from '../../../kernel/group-by.js';
import { awayReason } from '../follow-absences.js';
import type { RequestParts } from '../request-parts.js';
import { toRecord } from '../request.model.js';
import type { Request } from '../request.js';
import { claimedEvent, pendingRequest, unassignedEvent, type NewRequest } from '../store-claim.js';
import type { BatchFacts } from './batch-facts.js';

export interface RequestDraft {
  readonly id: string;
  readonly claim: NewRequest;
}

/** The requests that drafts become, or would today; pure. */
export function requestsOf(
  actor: PersonActor,
  drafts: readonly RequestDraft[],
  { organization, roster }: BatchFacts,
  raisedAt: Date,
): Request[] {
  return drafts.map(({ id, claim }) =>
    pendingRequest(actor, claim, { id, raisedAt, roster, calendar: organization.calendar }),
  );
}

/** Writes pending requests down as `storeRequest` does one, to be told together. Inside the caller's transaction. */
export async function storeRequests(
  parts: RequestParts,
  actor: PersonActor,
  requests: readonly Request[],
  { roster }: BatchFacts,
): Promise<void> {
  if (requests.length === 0) return;
  for (const code of [...new Set(requests.map(({ category }) => category.code))].sort()) {
    await parts.catalog.markUsed(code);
  }
  await parts.requests.insertMany(requests.map(toRecord));
  const nobodys = groupBy(
    requests.filter(({ needsAssignment }) => needsAssignment),
    ({ approverId }) => approverId,
  );
  await parts.outbox.record(
    actor,
    ...requests.map((request) => claimedEvent(request, { bulk: true })),
    ...[...nobodys].map(([approverId, of]) =>
      unassignedEvent(
        actor,
        of.map(({ id }) => id),
        awayReason(roster, approverId, true),
      ),
    ),
  );
}
