import type { PersonActor } from '../../kernel/actor.js';
import { Forbidden, ruleBroken } from '../../kernel/errors.js';
import { can } from '../../kernel/permissions.js';
import type { Unit } from '../../kernel/units.js';
import { isActive } from '../people/index.js';
import { assertMayBeChosen } from './approver.policy.js';
import { assertEventDate, assertEvidence, assertOffered, earliestEventDate, worthOf } from './claim.policy.js';
import type { RaiseForInput } from './claims-for-others.schema.js';
import { here, type RequestParts } from './request-parts.js';
import type { Request } from './request.js';
import { storeClaim, type Claim } from './store-claim.js';

/** A request for somebody else, and the unit whose categories are meant. */
export type RaiseForOthers = RaiseForInput & { readonly unit: Unit };

/** Somebody of a unit claims points for somebody else, which a third one of the unit decides. */
export async function raiseFor(parts: RequestParts, actor: PersonActor, input: RaiseForOthers): Promise<Request> {
  return parts.storage.run(async () => storeClaim(parts, actor, await checkRaiseFor(parts, actor, input)));
}

/** Everything that looks at the request alone. Grade and limits are those of the person who gains. */
export async function checkRaiseFor(parts: RequestParts, actor: PersonActor, input: RaiseForOthers): Promise<Claim> {
  const { organization, today } = await here(parts);
  const { unit, quantity, eventDate, notes, link, acknowledgeDuplicate } = input;
  if (!can(actor, 'requests:raise-for-others', unit)) {
    throw new Forbidden('request.not_for_others', 'You do not raise requests for others in this unit.');
  }
  const category = assertOffered(await parts.catalog.find(input.categoryCode), 'on-behalf', unit);
  const person = await parts.people.find(input.personId);
  if (person === undefined || !isActive(person, today)) {
    throw ruleBroken('request.person_not_active', 'personId', 'Choose an active person.');
  }
  if (person.id === actor.personId) {
    throw ruleBroken('request.other_eyes', 'personId', 'Raise your own requests under “My points”.');
  }
  const worth = worthOf(category, person.grade, quantity);
  assertEventDate(eventDate, today, earliestEventDate('raised', unit, today, organization.settings));
  const attachmentIds = [...new Set(input.attachmentIds)];
  assertEvidence(category, { files: attachmentIds.length, link });
  if (input.approverId === actor.personId) {
    throw ruleBroken('request.other_eyes', 'approverId', 'Somebody else has to decide what you raise.');
  }
  const approverId = assertMayBeChosen(await parts.people.find(input.approverId), person.id, unit, today);
  return {
    ...{ kind: 'raised', person, category, worth, quantity, eventDate, notes, approverId },
    ...{ attachmentIds, acknowledgeDuplicate },
    link: link ?? null,
  };
}
