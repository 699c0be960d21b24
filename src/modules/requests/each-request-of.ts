import type { Model } from 'mongoose';
import { toRequest, type RequestRecord } from './request.model.js';
import type { Request } from './request.js';

const BATCH = 200;

/** All requests of one person, oldest first, a batch in memory at a time. */
export async function* eachRequestOf(
  requests: Model<RequestRecord>,
  personId: string,
  role: 'person' | 'proposer',
): AsyncGenerator<Request[]> {
  const cursor = requests
    .find({ [role]: personId })
    .sort({ raisedAt: 1 })
    .lean<RequestRecord[]>()
    .cursor({ batchSize: BATCH });
  let batch: Request[] = [];
  for await (const record of cursor) {
    batch.push(toRequest(record));
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
