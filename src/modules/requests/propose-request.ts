import type { PersonActor } from '../../kernel/actor.js';
import { Forbidden, ruleBroken } from '../../kernel/errors.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { can } from '../../kernel/permissions.js';
import type { Unit } from '../../kernel/units.js';
import type { Category } from '../catalog/index.js';
import type { Organization } from '../organizations/index.js';
import { isActive, type Person } from '../people/index.js';
import { assertMayValidate } from './approver.policy.js';
import { assertEventDate, assertOffered, earliestEventDate, takesProposals, worthOf } from './claim.policy.js';
import type { MadeRequest } from './present-requests.js';
import { here, type RequestParts } from './request-parts.js';
import type { ProposeRequestInput } from './requests.schema.js';
import { storeClaim, type Claim } from './store-claim.js';

/** What is known of a proposal beside its input. */
export interface ProposalFacts {
  readonly organization: Pick<Organization, 'settings'>;
  readonly today: LocalDate;
  readonly category: Category | undefined;
  readonly person: Person | undefined;
  readonly validator: Person | undefined;
}

/** A proposal, and the unit where only its categories are meant. */
export type ProposalInput = ProposeRequestInput & { readonly unit?: Unit | undefined };

/** An updater claims points for somebody else. */
export async function proposeRequest(
  parts: RequestParts,
  actor: PersonActor,
  input: ProposalInput,
): Promise<MadeRequest> {
  return parts.storage.run(async () => {
    const facts = await proposalFacts(parts, input.categoryCode, input);
    const request = await storeClaim(parts, actor, judgeProposal(actor, facts, input));
    return { request, people: namedIn(facts) };
  });
}

/** What is known of a proposal, as it is stored now. */
export async function proposalFacts(
  parts: RequestParts,
  categoryCode: string,
  { personId, validatorId }: Pick<ProposalInput, 'personId' | 'validatorId'>,
): Promise<ProposalFacts> {
  const category = await parts.catalog.find(categoryCode);
  const people = await parts.people.byIds([personId, validatorId]);
  return { ...(await here(parts)), category, person: people.get(personId), validator: people.get(validatorId) };
}

export function namedIn({ person, validator }: ProposalFacts): Person[] {
  return [person, validator].filter((one) => one !== undefined);
}

/** Looks at a proposal alone, as `judgeProposal`, with what is stored now. */
export async function checkProposal(
  parts: RequestParts,
  actor: PersonActor,
  input: ProposalInput,
  madeOn?: LocalDate,
): Promise<Claim> {
  return judgeProposal(actor, await proposalFacts(parts, input.categoryCode, input), input, madeOn);
}

/**
 * A proposal that passes every rule which looks at it alone; the person's other claims are looked at where it is stored.
 * `madeOn` is the day from which its event may lie back, today unless said. Pure.
 * @throws Forbidden; RuleBroken naming the field
 */
export function judgeProposal(
  actor: PersonActor,
  facts: ProposalFacts,
  input: ProposalInput,
  madeOn: LocalDate = facts.today,
): Claim {
  const { organization, today } = facts;
  const category = assertOffered(facts.category, 'proposed', input.unit);
  assertUpdater(actor, category.unit);
  const person = assertBeneficiary(actor, facts.person, today);
  const worth = worthOf(category, person.grade, input.quantity);
  assertEventDate(input.eventDate, today, earliestEventDate('proposed', category.unit, madeOn, organization.settings));
  const parties = { proposerId: actor.personId, personId: person.id };
  return {
    kind: 'proposed',
    person,
    category,
    worth,
    quantity: input.quantity,
    eventDate: input.eventDate,
    notes: input.notes,
    link: null,
    approverId: assertMayValidate(facts.validator, parties, category.unit, today),
    attachmentIds: [],
    acknowledgeDuplicate: input.acknowledgeDuplicate,
  };
}

export function assertUpdater(actor: PersonActor, unit: Unit): void {
  if (!takesProposals(unit) || !can(actor, 'requests:propose', unit)) {
    throw new Forbidden('request.not_updater', 'You do not propose points for this unit.');
  }
}

/** Any active person but the updater. */
export function assertBeneficiary(actor: PersonActor, person: Person | undefined, today: LocalDate): Person {
  if (person === undefined || !isActive(person, today)) {
    throw ruleBroken('request.person_not_active', 'personId', 'Choose an active person.');
  }
  if (person.id === actor.personId) {
    throw ruleBroken('request.other_eyes', 'personId', 'Nobody proposes points for himself or herself.');
  }
  return person;
}
