import type { PersonActor } from '../../kernel/actor.js';
import { assertMayValidate } from './approver.policy.js';
import { assertOffered, assertUtilizationMonth } from './claim.policy.js';
import { assertMonthFree, UTILIZATION } from './month-taken.js';
import { assertBeneficiary, assertUpdater, namedIn, proposalFacts, type ProposalFacts } from './propose-request.js';
import type { MadeRequest } from './present-requests.js';
import { readUtilization } from './read-utilization.js';
import type { RequestParts } from './request-parts.js';
import type { ProposeUtilizationInput } from './requests.schema.js';
import { storeRequest, type NewRequest } from './store-claim.js';
import { takeTurn } from './take-turn.js';

/** An updater of PMO proposes the billable percentage of somebody's month. One per person and month, pending or approved. */
export async function proposeUtilization(
  parts: RequestParts,
  actor: PersonActor,
  input: ProposeUtilizationInput,
): Promise<MadeRequest> {
  return parts.storage.run(async () => {
    const facts = await proposalFacts(parts, UTILIZATION, input);
    const claim = judgeUtilization(actor, facts, input);
    await takeTurn(parts.turns, claim.person.id, claim.category.code);
    await assertMonthFree(parts, claim.person.id, input.month);
    return { request: await storeRequest(parts, actor, claim), people: namedIn(facts) };
  });
}

/** The proposal that an input would become, as far as it can be judged alone. @throws as `judgeUtilization` */
export async function checkUtilization(
  parts: RequestParts,
  actor: PersonActor,
  input: ProposeUtilizationInput,
): Promise<NewRequest> {
  return judgeUtilization(actor, await proposalFacts(parts, UTILIZATION, input), input);
}

/** A percentage that passes every rule which looks at it alone. Pure. @throws Forbidden; RuleBroken naming the field */
export function judgeUtilization(actor: PersonActor, facts: ProposalFacts, input: ProposeUtilizationInput): NewRequest {
  const { organization, today } = facts;
  const basisPoints = readUtilization(input.utilization);
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
