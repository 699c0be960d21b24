import type { PersonActor } from '../../kernel/actor.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Attachment } from '../attachments/index.js';
import { workingHoursBetween, type Organization } from '../organizations/index.js';
import type { Person } from '../people/index.js';
import { isActiveDecider } from './approver.policy.js';
import { markOf } from './claim-mark.js';
import { here, type RequestParts } from './request-parts.js';
import { isOtherEyes, mayDecide } from './request.policy.js';
import type { EvidenceFile, PersonName, Request, RequestView } from './request.js';

interface Surroundings {
  readonly organization: Organization;
  readonly today: LocalDate;
  readonly now: Date;
  readonly people: ReadonlyMap<string, Person>;
  readonly attachments: readonly Attachment[];
}

/** A request that was made just now, and the people who were looked at for it. */
export interface MadeRequest {
  readonly request: Request;
  readonly people: readonly Person[];
}

/**
 * Requests as the viewer sees them. Asks for all names and all files at once, however many requests there are, and for no
 * one who is among the `known`.
 */
export async function presentRequests(
  parts: RequestParts,
  viewer: PersonActor,
  requests: readonly Request[],
  known: readonly Person[] = [],
): Promise<RequestView[]> {
  if (requests.length === 0) return [];
  const withFiles = requests.filter(({ attachmentIds }) => attachmentIds.length > 0).map(({ id }) => id);
  const around: Surroundings = {
    ...(await here(parts)),
    now: parts.clock.now(),
    people: await peopleOf(parts, viewer, requests, known),
    attachments: withFiles.length === 0 ? [] : await parts.attachments.ofRequests(withFiles),
  };
  return requests.map((request) => presentRequest(viewer, request, around));
}

/** Everybody who is named, but for the viewer, who knows the own name, where nothing else about that one matters. */
async function peopleOf(
  parts: RequestParts,
  viewer: PersonActor,
  requests: readonly Request[],
  known: readonly Person[],
): Promise<Map<string, Person>> {
  const people = new Map(known.map((person) => [person.id, person]));
  const named = requests.flatMap(({ personId, approverId, delegatedFromId, proposerId, decidedById }) => [
    personId,
    approverId,
    proposerId,
    ...(delegatedFromId === null ? [] : [delegatedFromId]),
    ...(decidedById === null ? [] : [decidedById]),
  ]);
  // Whether a decider still may decide is asked of pending ones.
  const deciders = requests.filter(({ status }) => status === 'pending').map(({ approverId }) => approverId);
  const wanted = new Set([...named.filter((id) => id !== viewer.personId), ...deciders]);
  const missing = [...wanted].filter((id) => !people.has(id));
  if (missing.length > 0) for (const [id, person] of await parts.people.byIds(missing)) people.set(id, person);
  return people;
}

function presentRequest(viewer: PersonActor, request: Request, around: Surroundings): RequestView {
  const { organization, now, people, today } = around;
  const nameOf = (id: string): PersonName => ({
    id,
    name: id === viewer.personId ? viewer.name : (people.get(id)?.name ?? 'Unknown person'),
  });
  const orphaned =
    request.needsAssignment || !isActiveDecider(people.get(request.approverId), request.category.unit, today);
  const age = workingHoursBetween(
    request.raisedAt,
    request.decidedAt ?? now,
    organization.settings,
    organization.calendar.zone,
  );
  return {
    id: request.id,
    status: request.status,
    kind: request.kind,
    // The name of today, so that an erased person is erased here too; the rest as of when the request was made.
    person: { ...request.person, ...nameOf(request.personId) },
    category: { ...request.category },
    points: request.points,
    value: request.value,
    quantity: request.quantity,
    grade: request.grade,
    eventDate: request.eventDate,
    period: request.quarter,
    notes: request.notes,
    link: request.link,
    approver: nameOf(request.approverId),
    assignedAt: request.assignedAt,
    delegatedFrom: request.delegatedFromId === null ? null : nameOf(request.delegatedFromId),
    needsAssignment: request.needsAssignment,
    orphaned: request.status === 'pending' && orphaned,
    remindedAt: latest(request.remindedAt, request.nudgedAt),
    escalatedAt: request.escalatedAt,
    proposer: nameOf(request.proposerId),
    raisedAt: request.raisedAt,
    decidedAt: request.decidedAt,
    decidedBy: request.decidedById === null ? null : nameOf(request.decidedById),
    decisionNotes: request.decisionNotes,
    duplicateAcknowledged: request.duplicateAcknowledged,
    // For those who judge it: whoever sent a file does not learn who else has it.
    evidenceSeen: request.evidenceSeen === true && isOtherEyes(viewer, request),
    utilization: request.utilization,
    ageHours: Math.floor(age * 10) / 10,
    mark: markOf(request),
    canDecide: request.status === 'pending' && mayDecide(viewer, request, orphaned),
    attachments: around.attachments.filter(({ requestId }) => requestId === request.id).map(evidenceFile),
    entryId: request.entryId,
  };
}

function latest(one: Date | null, other: Date | null): Date | null {
  return one === null || (other !== null && other > one) ? other : one;
}

function evidenceFile({ id, name, size, type }: Attachment): EvidenceFile {
  return { id, name, size, type };
}
