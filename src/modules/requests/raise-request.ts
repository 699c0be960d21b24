import type { PersonActor } from '../../kernel/actor.js';
import { Forbidden } from '../../kernel/errors.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Unit } from '../../kernel/units.js';
import { ruleBroken } from '../../kernel/errors.js';
import { isActive, type Person } from '../people/index.js';
import { assertManagerDecides, assertMayBeChosen, managerDecides } from './approver.policy.js';
import { assertEventDate, assertEvidence, assertOffered, earliestEventDate, worthOf } from './claim.policy.js';
import type { MadeRequest } from './present-requests.js';
import { here, type RequestParts } from './request-parts.js';
import type { RaiseRequestInput } from './requests.schema.js';
import { storeClaim } from './store-claim.js';

/** An employee claims points for something done. */
export async function raiseRequest(
  parts: RequestParts,
  actor: PersonActor,
  input: RaiseRequestInput,
): Promise<MadeRequest> {
  return parts.storage.run(async () => {
    const { organization, today } = await here(parts);
    const chosen = input.approverId === undefined ? [] : [input.approverId];
    const people = await parts.people.byIds([actor.personId, ...chosen]);
    const person = people.get(actor.personId);
    if (person === undefined || !isActive(person, today)) throw new Forbidden();
    const category = assertOffered(await parts.catalog.find(input.categoryCode), 'raised');
    const worth = worthOf(category, person.grade, input.quantity);
    assertEventDate(input.eventDate, today, earliestEventDate('raised', category.unit, today, organization.settings));
    assertEvidence(category, { files: input.attachmentIds.length, link: input.link });
    const approver = await approverFor(parts, people, person, category.unit, input.approverId, today);
    const request = await storeClaim(parts, actor, {
      kind: 'raised',
      person,
      category,
      worth,
      quantity: input.quantity,
      eventDate: input.eventDate,
      notes: input.notes,
      link: input.link ?? null,
      approverId: approver.id,
      attachmentIds: [...new Set(input.attachmentIds)],
      acknowledgeDuplicate: input.acknowledgeDuplicate,
    });
    return { request, people: [person, ...(approver.person === undefined ? [] : [approver.person])] };
  });
}

/** The manager where managers decide; otherwise whoever was chosen, if that one may decide. */
async function approverFor(
  parts: RequestParts,
  known: ReadonlyMap<string, Person>,
  person: Person,
  unit: Unit,
  chosenId: string | undefined,
  today: LocalDate,
): Promise<{ readonly id: string; readonly person: Person | undefined }> {
  if (managerDecides(unit)) {
    const { managerId } = person;
    const manager = managerId === null ? undefined : (known.get(managerId) ?? (await parts.people.find(managerId)));
    return { id: assertManagerDecides(person.id, manager, chosenId, today), person: manager };
  }
  if (chosenId === undefined) throw ruleBroken('request.approver_missing', 'approverId', 'Choose who decides.');
  const chosen = known.get(chosenId);
  return { id: assertMayBeChosen(chosen, person.id, unit, today), person: chosen };
}
