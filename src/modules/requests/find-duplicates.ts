import type { Model } from 'mongoose';
import { Conflict } from '../../kernel/errors.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { operator } from '../../platform/storage/index.js';
import { STANDING } from './claim-count.js';
import type { DuplicateReference } from './request.js';
import type { RequestRecord } from './request.model.js';
import { spokenDate } from './spoken-date.js';

/** More than these are not listed. */
const MAX_LISTED = 20;

interface Sameness {
  readonly personId: string;
  readonly categoryCode: string;
  readonly eventDate: LocalDate;
  /** The request that is looked at. */
  readonly exceptId?: string;
}

/** Pending and approved requests of the same person, category and day, oldest first. */
export async function findDuplicates(requests: Model<RequestRecord>, same: Sameness): Promise<DuplicateReference[]> {
  const records = await requests
    .find({
      person: same.personId,
      'category.code': same.categoryCode,
      status: operator({ $in: [...STANDING] }),
      eventDate: same.eventDate,
      ...(same.exceptId !== undefined && { _id: operator({ $ne: same.exceptId }) }),
    })
    .sort({ raisedAt: 1 })
    .limit(MAX_LISTED)
    .lean<RequestRecord[]>();
  return records.map((record) => ({
    id: record._id,
    status: record.status,
    categoryName: record.category.name,
    eventDate: record.eventDate,
    points: record.points,
    raisedAt: record.raisedAt,
  }));
}

/** A warning more than a refusal: the same input with `acknowledgeDuplicate` is accepted. */
export function duplicateWarning(duplicates: readonly DuplicateReference[]): Conflict {
  const [first] = duplicates;
  const what = first === undefined ? '' : ` for ${first.categoryName} on ${spokenDate(first.eventDate)}`;
  return new Conflict(
    'request.duplicate',
    `There ${duplicates.length === 1 ? 'is a request' : `are ${duplicates.length} requests`}${what} already. Send it again if you mean another one.`,
    { extra: { duplicates } },
  );
}
