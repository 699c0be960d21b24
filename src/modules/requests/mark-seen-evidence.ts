import type { RequestParts } from './request-parts.js';

/**
 * Marks a request whose evidence was used by another one before, so that queues can ask for it. In the transaction that
 * stores the request.
 */
export async function markSeenEvidence(
  { requests, attachments }: Pick<RequestParts, 'requests' | 'attachments'>,
  requestId: string,
): Promise<void> {
  const files = await attachments.ofRequests([requestId]);
  const uses = await attachments.sameContent(
    files.map(({ hash }) => hash),
    requestId,
  );
  if (uses.length > 0) await requests.updateOne({ _id: requestId }, { $set: { evidenceSeen: true } });
}
