import type { Model } from 'mongoose';
import { NotFound } from '../../kernel/errors.js';
import { isId } from '../../kernel/ids.js';
import { isActiveDecider } from './approver.policy.js';
import { here, type RequestParts } from './request-parts.js';
import { toRequest, type RequestRecord } from './request.model.js';
import type { Request } from './request.js';

export function noSuchRequest(): NotFound {
  return new NotFound('request.not_found', 'There is no such request.');
}

/** @throws NotFound also for texts that are no ids */
export async function loadRequest(requests: Model<RequestRecord>, id: string): Promise<Request> {
  const record = isId(id) ? await requests.findOne({ _id: id }).lean<RequestRecord>() : null;
  if (record === null) throw noSuchRequest();
  return toRequest(record);
}

/** True when whoever should decide cannot any more: deactivated, left, without the duty, or nobody may. */
export async function isOrphaned(parts: RequestParts, request: Request): Promise<boolean> {
  if (request.needsAssignment) return true;
  const { today } = await here(parts);
  return !isActiveDecider(await parts.people.find(request.approverId), request.category.unit, today);
}

/** True when the person of the request reports to the given manager. */
export async function reportsTo(
  { people }: Pick<RequestParts, 'people'>,
  request: Request,
  managerId: string,
): Promise<boolean> {
  return (await people.find(request.personId))?.managerId === managerId;
}
