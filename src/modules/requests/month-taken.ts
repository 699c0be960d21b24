import { RuleBroken } from '../../kernel/errors.js';
import { spokenMonth } from '../../kernel/spoken-date.js';
import { utilizationPercent } from '../../kernel/utilization.js';
import { operator } from '../../platform/storage/index.js';
import { STANDING } from './claim-count.js';
import type { RequestParts } from './request-parts.js';
import { toRequest, type RequestRecord } from './request.model.js';
import type { Request } from './request.js';

/** The category under which percentages are proposed. */
export const UTILIZATION = 'utilization';

/** One for each person and month, pending or approved. @throws RuleBroken at `month`, saying where the other one is */
export async function assertMonthFree(parts: RequestParts, personId: string, month: string): Promise<void> {
  const standing = await parts.requests
    .findOne({
      person: personId,
      'category.code': UTILIZATION,
      status: operator({ $in: [...STANDING] }),
      eventDate: `${month}-01`,
    })
    .lean<RequestRecord>();
  if (standing !== null) throw monthTaken(month, await whereIs(parts, toRequest(standing)), standing._id);
  if ((await parts.targets.recordedMonths([personId], [month])).size > 0) throw monthTaken(month);
}

async function whereIs({ people }: RequestParts, request: Request): Promise<string> {
  const percent = utilizationPercent(request.utilization?.basisPoints ?? 0).toFixed(1);
  const who = await people.find(request.decidedById ?? request.approverId);
  const name = who?.name ?? 'somebody';
  return request.status === 'pending'
    ? `is waiting for ${name} already (${percent} %)`
    : `is recorded already: ${percent} %, approved by ${name}`;
}

export function monthTaken(month: string, where = 'is pending or recorded already', requestId?: string): RuleBroken {
  const message = `Utilization of ${spokenMonth(month)} ${where}.`;
  return new RuleBroken('utilization.already_recorded', message, {
    errors: [{ path: 'month', message }],
    ...(requestId !== undefined && { extra: { requestId } }),
  });
}
