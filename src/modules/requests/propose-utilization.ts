import type { Model } from 'mongoose';
import type { PersonActor } from '../../kernel/actor.js';
import { ruleBroken, type RuleBroken } from '../../kernel/errors.js';
import { parseUtilization } from '../../kernel/utilization.js';
import { operator } from '../../platform/storage/index.js';
import { assertMayValidate } from './approver.policy.js';
import { assertOffered, assertUtilizationMonth } from './claim.policy.js';
import { STANDING } from './claim-count.js';
import { assertBeneficiary, assertUpdater } from './propose-request.js';
import { here, type RequestParts } from './request-parts.js';
import type { RequestRecord } from './request.model.js';
import type { Request } from './request.js';
import type { ProposeUtilizationInput } from './requests.schema.js';
import { storeRequest } from './store-claim.js';
import { takeTurn } from './take-turn.js';

/** The category under which percentages are proposed. */
export const UTILIZATION = 'utilization';

/** An updater of PMO proposes the billable percentage of somebody's month. One per person and month, pending or approved. */
export async function proposeUtilization(
  parts: RequestParts,
  actor: PersonActor,
  input: ProposeUtilizationInput,
): Promise<Request> {
  const basisPoints = parseUtilization(input.utilization);
  if (basisPoints === undefined) {
    throw ruleBroken('utilization.unreadable', 'utilization', 'A percentage from 0 to 100, such as 88, 88% or 0.88.');
  }
  return parts.storage.run(async () => {
    const { organization, today } = await here(parts);
    const category = assertOffered(await parts.catalog.find(UTILIZATION), 'proposed');
    assertUpdater(actor, category.unit);
    const person = assertBeneficiary(actor, await parts.people.find(input.personId), today);
    assertUtilizationMonth(input.month, today, organization.settings);
    const parties = { proposerId: actor.personId, personId: person.id };
    const approverId = assertMayValidate(await parts.people.find(input.validatorId), parties, category.unit, today);
    await takeTurn(parts.turns, person.id, category.code);
    await assertMonthFree(parts, person.id, input.month);
    return storeRequest(parts, actor, {
      kind: 'proposed',
      person,
      category,
      worth: { value: 0, points: 0 },
      quantity: 1,
      eventDate: `${input.month}-01`,
      notes: input.notes,
      link: null,
      approverId,
      attachmentIds: [],
      duplicateAcknowledged: false,
      utilization: { month: input.month, basisPoints },
    });
  });
}

async function assertMonthFree({ requests, targets }: RequestParts, personId: string, month: string): Promise<void> {
  if (await hasStandingUtilization(requests, personId, month)) throw monthTaken(month);
  if ((await targets.recordedMonths([personId], [month])).size > 0) throw monthTaken(month);
}

async function hasStandingUtilization(requests: Model<RequestRecord>, person: string, month: string): Promise<boolean> {
  const found = await requests.exists({
    person,
    'category.code': UTILIZATION,
    status: operator({ $in: [...STANDING] }),
    eventDate: `${month}-01`,
  });
  return found !== null;
}

function monthTaken(month: string): RuleBroken {
  return ruleBroken('utilization.already_recorded', 'month', `Utilization of ${month} is pending or recorded already.`);
}
