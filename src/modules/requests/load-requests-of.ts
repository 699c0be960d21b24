import type { Model } from 'mongoose';
import { isId } from '../../kernel/ids.js';
import { operator } from '../../platform/storage/index.js';
import { toRequest, type RequestRecord } from './request.model.js';
import type { Request } from './request.js';

/** Those of the named requests that one of the given people proposed. */
export async function loadRequestsOf(
  requests: Model<RequestRecord>,
  ids: readonly string[],
  proposerIds: readonly string[],
): Promise<Request[]> {
  const known = ids.filter(isId);
  if (known.length === 0) return [];
  const records = await requests
    .find({ _id: operator({ $in: known }), proposer: operator({ $in: [...proposerIds] }) })
    .lean<RequestRecord[]>();
  return records.map(toRequest);
}
