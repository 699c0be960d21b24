import type { Model } from 'mongoose';
import { toRecord, type RequestRecord } from './request.model.js';
import type { Request } from './request.js';

/** Stores what changed if the request is still as it was read; false when somebody was faster. */
export async function replaceRequest(
  requests: Model<RequestRecord>,
  before: Request,
  after: Request,
): Promise<boolean> {
  const { matchedCount } = await requests.updateOne(
    { _id: before.id, status: before.status, approver: before.approverId },
    { $set: changesBetween(toRecord(before), toRecord(after)) },
  );
  return matchedCount === 1;
}

function changesBetween(before: RequestRecord, after: RequestRecord): Partial<RequestRecord> {
  const changed = Object.entries(after).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof RequestRecord]),
  );
  return Object.fromEntries(changed);
}
