import type { PersonActor } from '../../kernel/actor.js';
import { Forbidden, ruleBroken } from '../../kernel/errors.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { can } from '../../kernel/permissions.js';
import type { Unit } from '../../kernel/units.js';
import { isActive, type Person } from '../people/index.js';
import { assertMayValidate } from './approver.policy.js';
import { assertEventDate, assertOffered, earliestEventDate, takesProposals, worthOf } from './claim.policy.js';
import { here, type RequestParts } from './request-parts.js';
import type { Request } from './request.js';
import type { ProposeRequestInput } from './requests.schema.js';
import { storeClaim } from './store-claim.js';

/** An updater claims points for somebody else. */
export async function proposeRequest(
  parts: RequestParts,
  actor: PersonActor,
  input: ProposeRequestInput,
): Promise<Request> {
  return parts.storage.run(async () => {
    const { organization, today } = await here(parts);
    const category = assertOffered(await parts.catalog.find(input.categoryCode), 'proposed');
    assertUpdater(actor, category.unit);
    const person = assertBeneficiary(actor, await parts.people.find(input.personId), today);
    const worth = worthOf(category, person.grade, input.quantity);
    assertEventDate(input.eventDate, today, earliestEventDate('proposed', category.unit, today, organization.settings));
    const parties = { proposerId: actor.personId, personId: person.id };
    return storeClaim(parts, actor, {
      kind: 'proposed',
      person,
      category,
      worth,
      quantity: input.quantity,
      eventDate: input.eventDate,
      notes: input.notes,
      link: null,
      approverId: assertMayValidate(await parts.people.find(input.validatorId), parties, category.unit, today),
      attachmentIds: [],
      acknowledgeDuplicate: input.acknowledgeDuplicate,
    });
  });
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
