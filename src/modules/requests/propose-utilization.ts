import type { Model } from 'mongoose';
import type { PersonActor } from '../../kernel/actor.js';
import { ruleBroken, type RuleBroken } from '../../kernel/errors.js';
import { parseUtilization } from '../../kernel/utilization.js';
import { operator } from '../../platform/storage/index.js';
import { assertMayValidate } from './approver.policy.js';
import { assertOffered, assertUtilizationMonth } from './claim.policy.js';
import { STANDING } from './claim-count.js';
import { assertBeneficiary, assertUpdater, type ProposalFacts } from './propose-request.js';
import { here, type RequestParts } from './request-parts.js';
import type { RequestRecord } from './request.model.js';
import type { Request } from './request.js';
import type { ProposeUtilizationInput } from './requests.schema.js';
import { storeRequest, type NewRequest } from './store-claim.js';
import { takeTurn } from './take-turn.js';

/** The category under which percentages are proposed. */
export const UTILIZATION = 'utilization';

/** An updater of PMO proposes the billable percentage of somebody's month. One per person and month, pending or approved. */
export async function proposeUtilization(
  parts: RequestParts,
  actor: PersonActor,
  input: ProposeUtilizationInput,
): Promise<Request> {
  return parts.storage.run(async () => {
    const facts: ProposalFacts = {
      ...(await here(parts)),
      category: await parts.catalog.find(UTILIZATION),
      person: await parts.people.find(input.personId),
      validator: await parts.people.find(input.validatorId),
    };
    const claim = judgeUtilization(actor, facts, input);
    await takeTurn(parts.turns, claim.person.id, claim.category.code);
    await assertMonthFree(parts, claim.person.id, input.month);
    return storeRequest(parts, actor, claim);
  });
}

/** A percentage that passes every rule which looks at it alone. Pure. @throws Forbidden; RuleBroken naming the field */
export function judgeUtilization(actor: PersonActor, facts: ProposalFacts, input: ProposeUtilizationInput): NewRequest {
  const { organization, today } = facts;
  const basisPoints = parseUtilization(input.utilization);
  if (basisPoints === undefined) {
    throw ruleBroken('utilization.unreadable', 'utilization', 'A percentage from 0 to 100, such as 88, 88% or 0.88.');
  }
  const category = assertOffered(facts.category, 'proposed');
  assertUpdater(actor, category.unit);
  const person = assertBeneficiary(actor, facts.person, today);
  assertUtilizationMonth(input.month, today, organization.settings);
  const parties = { proposerId: actor.personId, personId: person.id };
  return {
    kind: 'proposed',
    person,
    category,
    worth: { value: 0, points: 0 },
    quantity: 1,
    eventDate: `${input.month}-01`,
    notes: input.notes,
    link: null,
    approverId: assertMayValidate(facts.validator, parties, category.unit, today),
    attachmentIds: [],
    duplicateAcknowledged: false,
    utilization: { month: input.month, basisPoints },
  };
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

export function monthTaken(month: string): RuleBroken {
  return ruleBroken('utilization.already_recorded', 'month', `Utilization of ${month} is pending or recorded already.`);
}
