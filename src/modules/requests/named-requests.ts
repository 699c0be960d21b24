import type { Model } from 'mongoose';
import { isId } from '../../kernel/ids.js';
import { operator } from '../../platform/storage/index.js';
import type { RequestRecord } from './request.model.js';

/** What a request is called where several are listed for people who may know of them. */
export interface NamedRequest {
  readonly id: string;
  readonly categoryName: string;
  readonly points: number;
  readonly personId: string;
  readonly personName: string;
}

/** In the order of the ids; unknown ones are left out. */
export async function namedRequests(
  requests: Model<RequestRecord>,
  ids: readonly string[],
): Promise<readonly NamedRequest[]> {
  const known = ids.filter(isId);
  if (known.length === 0) return [];
  const records = await requests
    .find({ _id: operator({ $in: known }) })
    .select({ person: 1, personName: 1, points: 1, category: 1 })
    .lean<Pick<RequestRecord, '_id' | 'person' | 'personName' | 'points' | 'category'>[]>();
  const byId = new Map(records.map((record) => [record._id, record]));
  return known.flatMap((id) => {
    const record = byId.get(id);
    if (record === undefined) return [];
    const { person: personId, personName, points, category } = record;
    return [{ id, categoryName: category.name, points, personId, personName }];
  });
}
