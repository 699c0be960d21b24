import { operator } from '../../platform/storage/index.js';
import type { RequestParts } from './request-parts.js';
import type { RequestRecord } from './request.model.js';

const BATCH = 500;

/**
 * Fills in what pending requests of before there were reminders do not say: since when their decider has them, and where
 * the person works. Decided ones stay as they are. Costs next to nothing where there is none.
 */
export async function completeRequests({ requests, people }: RequestParts): Promise<void> {
  for (;;) {
    const records = await requests
      .find({ status: 'pending', remindedAt: null, assignedAt: null }, { person: 1, raisedAt: 1 })
      .limit(BATCH)
      .lean<Pick<RequestRecord, '_id' | 'person' | 'raisedAt'>[]>();
    if (records.length === 0) return;
    const known = await people.byIds([...new Set(records.map(({ person }) => person))]);
    await requests.bulkWrite(
      records.map(({ _id, person, raisedAt }) => ({
        updateOne: {
          filter: { _id, assignedAt: operator({ $eq: null }) },
          update: { $set: { assignedAt: raisedAt, location: known.get(person)?.location ?? '' } },
        },
      })),
    );
  }
}
