import type { PersonActor } from '../../kernel/actor.js';
import { operator } from '../../platform/storage/index.js';
import { UTILIZATION } from './month-taken.js';
import { presentRequests } from './present-requests.js';
import type { RequestParts } from './request-parts.js';
import { isKeptFrom, maySeeInUnit } from './request.policy.js';
import { toRequest, type RequestRecord } from './request.model.js';
import type { RequestView } from './request.js';
import type { PendingUtilization } from './utilization.module.js';

/** More than these of one person are not shown: one a month for decades. */
const MOST_OF_ONE = 500;

/** The months of a page of people, but for what is kept from the viewer: one question by the index of a person's claims. */
export async function pendingUtilization(
  { requests }: RequestParts,
  viewer: PersonActor,
  personIds: readonly string[],
  months: readonly string[],
): Promise<PendingUtilization[]> {
  if (personIds.length === 0) return [];
  const records = await requests
    .find({
      person: operator({ $in: [...personIds] }),
      'category.code': UTILIZATION,
      status: 'pending',
      eventDate: operator({ $in: months.map((month) => `${month}-01`) }),
    })
    .lean<RequestRecord[]>();
  return records
    .map(toRequest)
    .filter((request) => !isKeptFrom(viewer, request))
    .map(({ id, personId, approverId, utilization, eventDate }) => ({
      requestId: id,
      personId,
      month: utilization?.month ?? eventDate.slice(0, 7),
      basisPoints: utilization?.basisPoints ?? 0,
      approverId,
    }));
}

/** Ids only, out of the index: some hundred kilobytes where everybody's month waits in a company of ten thousand. */
export async function peopleWithPendingUtilization({ requests }: RequestParts, month: string): Promise<string[]> {
  const records = await requests
    .find({ 'category.code': UTILIZATION, status: 'pending', eventDate: `${month}-01` }, { _id: 0, person: 1 })
    .lean<Pick<RequestRecord, 'person'>[]>();
  return records.map(({ person }) => person);
}

export async function utilizationRequestsOf(
  parts: RequestParts,
  viewer: PersonActor,
  personId: string,
): Promise<RequestView[]> {
  const records = await parts.requests
    .find({ person: personId, 'category.code': UTILIZATION })
    .sort({ eventDate: -1, raisedAt: -1 })
    .limit(MOST_OF_ONE)
    .lean<RequestRecord[]>();
  const shown = records.map(toRequest).filter((request) => maySeeInUnit(viewer, request, false));
  return presentRequests(parts, viewer, shown);
}
