import type { PersonActor } from '../../kernel/actor.js';
import { Conflict, RuleBroken } from '../../kernel/errors.js';
import { localDateOf } from '../../kernel/local-date.js';
import { periodOfDate } from '../../kernel/period.js';
import type { Unit } from '../../kernel/units.js';
import { deciderOn } from '../absences/index.js';
import { assertWithinLimit } from './claim-count.js';
import type { ReviseProposalInput } from './claims-for-others.schema.js';
import { duplicateWarning, findDuplicates } from './find-duplicates.js';
import { awayReason } from './follow-absences.js';
import { loadRequest } from './load-request.js';
import { loadMade } from './made-claims.js';
import { checkProposal } from './propose-request.js';
import { changedFields, recordRevision } from './record-revision.js';
import { replaceRequest } from './replace-request.js';
import { here, type RequestParts } from './request-parts.js';
import type { Move, Request } from './request.js';
import { revised, type Revision } from './request.transitions.js';
import type { Claim } from './store-claim.js';
import { takeTurn } from './take-turn.js';
import { tooLate } from './too-late.js';

/** A proposal after it was changed. */
export interface RevisedProposal {
  readonly request: Request;
  /** What is different, by field; empty where nothing is. */
  readonly fields: readonly string[];
  readonly pointsBefore: number;
}

/**
 * Changes a pending proposal of the actor's: worth, grade and period are computed anew by the rules, the category and the
 * person of today; limits and duplicates are looked at without the proposal itself. Its window counts from the day on
 * which it was proposed, so that changing a word never makes it too late.
 */
export async function reviseProposal(
  parts: RequestParts,
  actor: PersonActor,
  unit: Unit,
  id: string,
  input: ReviseProposalInput,
): Promise<RevisedProposal> {
  return parts.storage.run(async () => {
    const before = await loadMade(parts, actor, unit, 'proposed', id);
    if (before.status !== 'pending') throw await tooLate(parts, before);
    if (before.utilization !== null) throw percentage();
    const { organization } = await here(parts);
    const madeOn = localDateOf(before.raisedAt, organization.calendar.zone);
    const claim = await checkAgain(parts, actor, { ...input, personId: before.personId, unit }, madeOn);
    const duplicateAcknowledged = await besideOthers(parts, before, claim);
    const revision = revisionOf(claim, duplicateAcknowledged, periodOfDate(claim.eventDate, organization.calendar));
    const { move, reason } = await moveOf(parts, before, claim.approverId);
    const after = revised(before, revision, move, parts.clock.now());
    const fields = changedFields(stateOf, before, after);
    if (fields.length === 0) return { request: before, fields, pointsBefore: before.points };
    if (!(await replaceRequest(parts.requests, before, after))) {
      throw await tooLate(parts, await loadRequest(parts.requests, id));
    }
    await parts.catalog.markUsed(claim.category.code);
    await recordRevision(parts, actor, { before, after, fields, stateOf, moveReason: reason });
    return { request: after, fields, pointsBefore: before.points };
  });
}

function percentage(): Conflict {
  return new Conflict('request.is_utilization', 'Change the percentage of a month under “Utilization”.');
}

/** The person is no field of the form: what is wrong with him or her is said of the whole. */
async function checkAgain(...given: Parameters<typeof checkProposal>): Promise<Claim> {
  try {
    return await checkProposal(...given);
  } catch (error) {
    if (!(error instanceof RuleBroken) || error.code !== 'request.person_not_active') throw error;
    throw new RuleBroken(error.code, 'The person is no longer active: this can only be withdrawn.');
  }
}

/**
 * Limits and duplicates among the person's other claims; says whether it stands beside duplicates. What was acknowledged
 * before stays acknowledged while category and day stay.
 */
async function besideOthers(parts: RequestParts, before: Request, claim: Claim): Promise<boolean> {
  const { organization } = await here(parts);
  const { person, category, eventDate } = claim;
  await takeTurn(parts.turns, person.id, category.code);
  const limited = { personId: person.id, grade: person.grade, category, date: eventDate, exceptId: before.id };
  await assertWithinLimit(parts, limited, organization.calendar);
  const same = { personId: person.id, categoryCode: category.code, eventDate, exceptId: before.id };
  const duplicates = await findDuplicates(parts.requests, same);
  if (duplicates.length === 0) return false;
  const known =
    before.duplicateAcknowledged && before.category.code === category.code && before.eventDate === eventDate;
  if (!known && !claim.acknowledgeDuplicate) throw duplicateWarning(duplicates);
  return true;
}

function revisionOf(
  { person, category, worth, quantity, eventDate, notes }: Claim,
  duplicateAcknowledged: boolean,
  period: ReturnType<typeof periodOfDate>,
): Revision {
  const { name, grade, department, location } = person;
  const { code, unit, version } = category;
  return {
    person: { name, grade, department, location },
    category: { code, name: category.name, unit, version },
    ...{ grade, quantity, eventDate, notes, duplicateAcknowledged },
    ...worth,
    ...period,
  };
}

/** Where it goes when another one was chosen to decide than before; whoever stands in for that one keeps it otherwise. */
export async function moveOf(
  { absences }: RequestParts,
  before: Request,
  chosenId: string,
): Promise<{ readonly move?: Move; readonly reason?: string }> {
  if (chosenId === chosenDecider(before)) return {};
  const roster = await absences.rosterFor(chosenId);
  const { deciderId, delegatedFrom, needsAssignment } = deciderOn(roster, before.category.unit, chosenId, before);
  return {
    move: { id: before.id, toId: deciderId, delegatedFrom, needsAssignment },
    reason: needsAssignment ? awayReason(roster, chosenId, true) : 'Chosen anew by who proposed it.',
  };
}

/** Who was chosen to decide, also while somebody else does it meanwhile. */
export function chosenDecider({ approverId, delegatedFromId }: Request): string {
  return delegatedFromId ?? approverId;
}

function stateOf(request: Request): Readonly<Record<string, string | number>> {
  const { category, eventDate, quantity, notes, points, grade } = request;
  return { category: category.code, eventDate, quantity, notes, points, grade, validator: chosenDecider(request) };
}
