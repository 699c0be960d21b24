import type { Model } from 'mongoose';
import type { RequestRecord } from './request.model.js';

/** What waits for a decision in the whole organization. */
export interface PendingNow {
  readonly count: number;
  /** When the oldest of them was made; null where nothing waits. */
  readonly oldest: Date | null;
}

/** Both out of the index of statuses. */
export async function pendingNow(requests: Model<RequestRecord>): Promise<PendingNow> {
  const count = await requests.countDocuments({ status: 'pending' }).exec();
  const [first] = await requests
    .find({ status: 'pending' }, { _id: 0, raisedAt: 1 })
    .sort({ raisedAt: 1, _id: 1 })
    .limit(1)
    .lean<Pick<RequestRecord, 'raisedAt'>[]>();
  return { count, oldest: first?.raisedAt ?? null };
}
