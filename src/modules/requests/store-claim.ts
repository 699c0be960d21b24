import type { PersonActor } from '../../kernel/actor.js';
import type { NewEvent } from '../../kernel/events.js';
import { newId } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { periodOfDate, type Calendar } from '../../kernel/period.js';
import { deciderOn, type Roster } from '../absences/index.js';
import type { Category } from '../catalog/index.js';
import type { Person } from '../people/index.js';
import { assertWithinLimit } from './claim-count.js';
import { duplicateWarning, findDuplicates } from './find-duplicates.js';
import { here, type RequestParts } from './request-parts.js';
import { awayReason } from './follow-absences.js';
import { markSeenEvidence } from './mark-seen-evidence.js';
import { eventDataOf, subjectOf } from './request-events.js';
import { toRecord } from './request.model.js';
import type { Request, RequestKind, RequestUtilization } from './request.js';
import { takeTurn } from './take-turn.js';

/** A claim that passed every rule which looks at it alone. */
export interface Claim {
  readonly kind: RequestKind;
  readonly person: Person;
  readonly category: Category;
  readonly worth: { readonly value: number; readonly points: number };
  readonly quantity: number;
  readonly eventDate: LocalDate;
  readonly notes: string;
  readonly link: string | null;
  readonly approverId: string;
  readonly attachmentIds: readonly string[];
  readonly acknowledgeDuplicate: boolean;
}

/**
 * Checks a claim against the person's other claims and stores it with its evidence and its event. Inside the caller's
 * transaction.
 * @throws RuleBroken `request.limit_reached`; Conflict `request.duplicate`
 */
export async function storeClaim(parts: RequestParts, actor: PersonActor, claim: Claim): Promise<Request> {
  const { organization } = await here(parts);
  const { person, category, eventDate } = claim;
  await takeTurn(parts.turns, person.id, category.code);
  await assertWithinLimit(
    parts,
    { personId: person.id, grade: person.grade, category, date: eventDate },
    organization.calendar,
  );
  const duplicates = await findDuplicates(parts.requests, {
    personId: person.id,
    categoryCode: category.code,
    eventDate,
  });
  if (duplicates.length > 0 && !claim.acknowledgeDuplicate) throw duplicateWarning(duplicates);
  return storeRequest(parts, actor, { ...claim, duplicateAcknowledged: duplicates.length > 0, utilization: null });
}

export type NewRequest = Omit<Claim, 'acknowledgeDuplicate'> & {
  readonly duplicateAcknowledged: boolean;
  readonly utilization: RequestUtilization | null;
};

/** Writes a new pending request down. */
export async function storeRequest(parts: RequestParts, actor: PersonActor, claim: NewRequest): Promise<Request> {
  const { organization } = await here(parts);
  const roster = await parts.absences.rosterFor(claim.approverId);
  const raisedAt = parts.clock.now();
  const request = pendingRequest(actor, claim, {
    id: newId(raisedAt),
    raisedAt,
    roster,
    calendar: organization.calendar,
  });
  await parts.catalog.markUsed(claim.category.code);
  await parts.requests.insertMany([toRecord(request)]);
  if (claim.attachmentIds.length > 0) {
    await parts.attachments.claim(actor, claim.attachmentIds, request.id);
    await markSeenEvidence(parts, request.id);
  }
  await parts.outbox.record(actor, claimedEvent(request));
  if (request.needsAssignment) {
    await parts.outbox.record(
      actor,
      unassignedEvent(actor, [request.id], awayReason(roster, request.approverId, true)),
    );
  }
  return request;
}

interface Making {
  readonly id: string;
  readonly raisedAt: Date;
  readonly roster: Roster;
  readonly calendar: Calendar;
}

/** The request that a claim becomes. Value, grade and period are frozen here. Pure. */
export function pendingRequest(
  actor: PersonActor,
  claim: NewRequest,
  { id, raisedAt, roster, calendar }: Making,
): Request {
  const { person, category } = claim;
  const parties = { personId: person.id, proposerId: actor.personId };
  const assignment = deciderOn(roster, category.unit, claim.approverId, parties);
  return {
    id,
    personId: person.id,
    person: { name: person.name, grade: person.grade, department: person.department, location: person.location },
    category: { code: category.code, name: category.name, unit: category.unit, version: category.version },
    kind: claim.kind,
    points: claim.worth.points,
    value: claim.worth.value,
    quantity: claim.quantity,
    grade: person.grade,
    eventDate: claim.eventDate,
    ...periodOfDate(claim.eventDate, calendar),
    notes: claim.notes,
    link: claim.link,
    approverId: assignment.deciderId,
    assignedAt: raisedAt,
    delegatedFromId: assignment.delegatedFrom,
    needsAssignment: assignment.needsAssignment,
    remindedAt: null,
    nudgedAt: null,
    escalatedAt: null,
    proposerId: actor.personId,
    status: 'pending',
    raisedAt,
    decidedAt: null,
    decidedById: null,
    decisionNotes: null,
    duplicateAcknowledged: claim.duplicateAcknowledged,
    attachmentIds: claim.attachmentIds,
    utilization: claim.utilization,
    entryId: null,
  };
}

/** That somebody made the claim; `bulk` where it is told together with others. */
export function claimedEvent(request: Request, { bulk = false } = {}): NewEvent<'request.raised' | 'request.proposed'> {
  return {
    type: request.kind === 'raised' ? 'request.raised' : 'request.proposed',
    subject: subjectOf(request),
    data: { ...eventDataOf(request), ...(bulk && { bulk }) },
    after: {
      status: request.status,
      points: request.points,
      eventDate: request.eventDate,
      approverId: request.approverId,
      ...(request.delegatedFromId !== null && { delegatedFromId: request.delegatedFromId }),
    },
  };
}

/** That nobody may decide these, so that HR has to assign them. */
export function unassignedEvent(
  actor: PersonActor,
  requestIds: string[],
  reason: string,
): NewEvent<'requests.unassigned'> {
  return {
    type: 'requests.unassigned',
    subject: { type: 'organization', id: actor.organizationId },
    data: { requestIds, reason },
  };
}
