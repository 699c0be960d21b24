import type { PersonActor } from '../../kernel/actor.js';
import { Forbidden } from '../../kernel/errors.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Unit } from '../../kernel/units.js';
import { ruleBroken } from '../../kernel/errors.js';
import { isActive, type Person } from '../people/index.js';
import { assertManagerDecides, assertMayBeChosen, managerDecides } from './approver.policy.js';
import { assertEventDate, assertEvidence, assertOffered, earliestEventDate, worthOf } from './claim.policy.js';
import { here, type RequestParts } from './request-parts.js';
import type { Request } from './request.js';
import type { RaiseRequestInput } from './requests.schema.js';
import { storeClaim } from './store-claim.js';

/** An employee claims points for something done. */
export async function raiseRequest(
  parts: RequestParts,
  actor: PersonActor,
  input: RaiseRequestInput,
): Promise<Request> {
  return parts.storage.run(async () => {
    const { organization, today } = await here(parts);
    const person = await parts.people.byId(actor.personId);
    if (!isActive(person, today)) throw new Forbidden();
    const category = assertOffered(await parts.catalog.find(input.categoryCode), 'raised');
    const worth = worthOf(category, person.grade, input.quantity);
    assertEventDate(input.eventDate, today, earliestEventDate('raised', category.unit, today, organization.settings));
    assertEvidence(category, { files: input.attachmentIds.length, link: input.link });
    return storeClaim(parts, actor, {
      kind: 'raised',
      person,
      category,
      worth,
      quantity: input.quantity,
      eventDate: input.eventDate,
      notes: input.notes,
      link: input.link ?? null,
      approverId: await approverFor(parts, person, category.unit, input.approverId, today),
      attachmentIds: [...new Set(input.attachmentIds)],
      acknowledgeDuplicate: input.acknowledgeDuplicate,
    });
  });
}

/** The manager where managers decide; otherwise whoever was chosen, if that one may decide. */
async function approverFor(
  { people }: RequestParts,
  person: Person,
  unit: Unit,
  chosenId: string | undefined,
  today: LocalDate,
): Promise<string> {
  if (managerDecides(unit)) {
    const manager = person.managerId === null ? undefined : await people.find(person.managerId);
    return assertManagerDecides(person.id, manager, chosenId, today);
  }
  if (chosenId === undefined) throw ruleBroken('request.approver_missing', 'approverId', 'Choose who decides.');
  return assertMayBeChosen(await people.find(chosenId), person.id, unit, today);
}
