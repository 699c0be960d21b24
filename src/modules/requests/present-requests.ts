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

/** Requests as the viewer sees them. Asks for all names and all files at once, however many requests there are. */
export async function presentRequests(
  parts: RequestParts,
  viewer: PersonActor,
  requests: readonly Request[],
): Promise<RequestView[]> {
  if (requests.length === 0) return [];
  const ids = requests.flatMap(({ personId, approverId, delegatedFromId, proposerId, decidedById }) => [
    personId,
    approverId,
    proposerId,
    ...(delegatedFromId === null ? [] : [delegatedFromId]),
    ...(decidedById === null ? [] : [decidedById]),
  ]);
  const withFiles = requests.filter(({ attachmentIds }) => attachmentIds.length > 0).map(({ id }) => id);
  const around: Surroundings = {
    ...(await here(parts)),
    now: parts.clock.now(),
    people: await parts.people.byIds([...new Set(ids)]),
    attachments: withFiles.length === 0 ? [] : await parts.attachments.ofRequests(withFiles),
  };
  return requests.map((request) => presentRequest(viewer, request, around));
}

function presentRequest(viewer: PersonActor, request: Request, around: Surroundings): RequestView {
  const { organization, now, people, today } = around;
  const nameOf = (id: string): PersonName => ({ id, name: people.get(id)?.name ?? 'Unknown person' });
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
