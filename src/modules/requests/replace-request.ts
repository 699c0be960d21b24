import type { Model } from 'mongoose';
import type { RequestRecord } from './request.model.js';
import type { Request } from './request.js';

/** Stores a new state if the request is still as it was read; false when somebody was faster. */
export async function replaceRequest(
  requests: Model<RequestRecord>,
  before: Request,
  after: Request,
): Promise<boolean> {
  const { matchedCount } = await requests.updateOne(
    { _id: before.id, status: before.status, approver: before.approverId },
    {
      $set: {
        status: after.status,
        approver: after.approverId,
        needsAssignment: after.needsAssignment,
        decidedBy: after.decidedById,
        decidedAt: after.decidedAt,
        decisionNotes: after.decisionNotes,
      },
    },
  );
  return matchedCount === 1;
}
