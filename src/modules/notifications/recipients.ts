import type {
  AbsenceEventData,
  AnyStoredEvent,
  DecisionData,
  RequestEventData,
  RequestsReassignedData,
} from '../../kernel/events.js';
import { isAlwaysTold, type MessageType } from './notification.js';

/** What a person has to do with an event. */
export type Part =
  'decider' | 'former' | 'colleague' | 'administrator' | 'beneficiary' | 'proposer' | 'partner' | 'owner';

export interface Recipient {
  readonly personId: string;
  readonly part: Part;
  readonly type: MessageType;
  /** Told by an open page alone: no message in the app and no mail. */
  readonly liveOnly: boolean;
}

/** What the events alone do not say. */
export interface RecipientFacts {
  /** The delivery partner of whom the points are for. */
  readonly partnerId: string | null;
  /** HR administration, where it is the one to act. */
  readonly administratorIds: readonly string[];
  /** Central administration, where it is told. */
  readonly centralIds: readonly string[];
  /** Whom a part of an announcement is for. */
  readonly audienceIds?: readonly string[];
}

/** Events that somebody is told about. */
export const TOLD_EVENTS = [
  'request.raised',
  'request.proposed',
  'request.approved',
  'request.rejected',
  'request.withdrawn',
  'request.revised',
  'requests.proposed',
  'request.reassigned',
  'requests.reassigned',
  'requests.reminded',
  'requests.escalated',
  'requests.unassigned',
  'absence.named',
  'absence.changed',
  'absence.cancelled',
  'absence.ended',
  'requests.bulk_decided',
  'points.credited',
  'bonus.analysed',
  'announcement.part_sent',
  'person.password_changed',
  'token.reuse_detected',
  'registration.received',
  'verification.failed',
] as const satisfies readonly AnyStoredEvent['type'][];

type RequestData = RequestEventData & Partial<DecisionData>;

/**
 * Who is told what: the table "Messages" of docs/domain-language.md. Recipients come from the item, never from "everybody
 * with the role". A person appears once; somebody who proposed the own request is told as the one who gains. Nobody is
 * told what he or she just did, but for what endangers the own account, what HR administration has to do now, and what is
 * left to decide for whoever is back.
 */
export function recipientsOf(event: AnyStoredEvent, facts: RecipientFacts): Recipient[] {
  return everybodyConcerned(event, facts).filter(
    ({ personId, part, type }) =>
      personId !== event.actor.id ||
      part === 'administrator' ||
      isAlwaysTold(type) ||
      (part === 'owner' && event.type === 'absence.ended'),
  );
}

function everybodyConcerned(event: AnyStoredEvent, facts: RecipientFacts): Recipient[] {
  switch (event.type) {
    case 'request.raised':
      return distinct([tell(event.data.approverId, 'decider', 'request_raised')]);
    case 'request.proposed':
      // Proposals of a file are told together, to each validator once.
      return event.data.bulk === true ? [] : distinct([tell(event.data.approverId, 'decider', 'request_proposed')]);
    case 'requests.proposed':
      return distinct([tell(event.data.validatorId, 'decider', 'request_proposed')]);
    case 'request.revised':
      return revised(event);
    case 'request.approved':
      return distinct([
        ...decided(event.data, 'request_approved', event.data.personId),
        tell(facts.partnerId, 'partner', 'request_approved', true),
      ]);
    case 'request.rejected':
      return distinct(decided(event.data, 'request_rejected', isOwn(event.data) ? event.data.personId : null));
    case 'request.withdrawn':
      return distinct([tell(event.data.approverId, 'decider', 'request_withdrawn')]);
    case 'request.reassigned':
      // Of several at once people get one summary; what nobody may decide is told to HR administration.
      return event.data.bulk === true ? [] : movedTo(event.data, [event.data.fromId]);
    case 'requests.reassigned':
      return movedTo(
        event.data,
        event.data.from.map(({ id }) => id),
      );
    case 'requests.reminded':
      return distinct([tell(event.data.deciderId, 'decider', 'requests_reminded')]);
    case 'requests.escalated':
      return distinct([
        ...event.data.hrIds.map((id) => tell(id, 'administrator', 'requests_escalated')),
        ...event.data.colleagueIds.map((id) => tell(id, 'colleague', 'requests_escalated')),
      ]);
    case 'requests.unassigned':
      return distinct(facts.administratorIds.map((id) => tell(id, 'administrator', 'requests_unassigned')));
    case 'absence.named':
    case 'absence.cancelled':
      return aboutAbsence(event, []);
    case 'absence.changed':
      return aboutAbsence(event, event.data.formerDelegateIds);
    case 'absence.ended':
      // Whoever is back is told where there was something, whoever stood in where that ended before its time.
      return distinct([
        tell(event.data.of > 0 && !hasLeft(event) ? event.data.personId : null, 'owner', 'absence'),
        ...(event.data.early ? standIns(event.data) : []),
      ]);
    case 'requests.bulk_decided':
      return event.data.done === 0 ? [] : distinct([tell(event.data.proposerId, 'proposer', 'requests_decided')]);
    case 'points.credited': {
      const { kind, personId } = event.data;
      // Points of a request are told by its decision; what is taken back is a correction like others.
      return kind === 'earn'
        ? []
        : distinct([tell(personId, 'beneficiary', kind === 'reversal' ? 'adjustment' : kind)]);
    }
    case 'bonus.analysed':
      return distinct([tell(event.data.personId, 'beneficiary', 'bonus_analysis')]);
    case 'announcement.part_sent':
      return distinct((facts.audienceIds ?? []).map((id) => tell(id, 'beneficiary', 'announcement')));
    case 'token.reuse_detected':
      return distinct([tell(event.subject.id, 'owner', 'token_reuse')]);
    case 'person.password_changed':
      // Whoever was just invited knows; what the system sets belongs to nobody's account yet.
      return event.data.means === 'invitation' || event.actor.kind === 'system'
        ? []
        : distinct([tell(event.subject.id, 'owner', 'password_changed')]);
    case 'registration.received':
      return distinct(facts.administratorIds.map((id) => tell(id, 'administrator', 'registration_received')));
    case 'verification.failed':
      // Central first: its people see what differs, and somebody may be of both.
      return distinct([
        ...facts.centralIds.map((id) => tell(id, 'administrator', 'books_differ')),
        ...facts.administratorIds.map((id) => tell(id, 'colleague', 'books_differ')),
      ]);
    default:
      return [];
  }
}

/** Whoever proposed and whoever decides, but not the one who changed it, nor a new decider, whom the reassignment tells. */
function revised({ data }: Extract<AnyStoredEvent, { type: 'request.revised' }>): Recipient[] {
  return distinct([
    tell(data.fields.includes('validator') ? null : data.approverId, 'decider', 'request_proposed'),
    tell(data.proposerId, 'proposer', 'request_proposed'),
  ]);
}

/** True for a request that the person raised for himself or herself. */
function isOwn(data: RequestData): boolean {
  return data.proposerId === null || data.proposerId === data.personId;
}

/** Of a bulk, whoever proposed gets one summary instead; that is an event of its own. */
function decided(data: RequestData, type: MessageType, beneficiaryId: string | null): (Recipient | undefined)[] {
  const proposerId = data.proposerId ?? data.personId;
  const summarised = data.bulk === true ? proposerId : null;
  return [
    tell(beneficiaryId === summarised ? null : beneficiaryId, 'beneficiary', type),
    tell(summarised === null ? proposerId : null, 'proposer', type),
  ];
}

/** Whoever stands in, and the person where somebody else did it. */
function aboutAbsence(
  { actor, data }: Extract<AnyStoredEvent, { type: 'absence.named' | 'absence.changed' | 'absence.cancelled' }>,
  former: readonly string[],
): Recipient[] {
  return distinct([
    tell(actor.kind === 'system' ? null : data.personId, 'owner', 'absence'),
    ...standIns(data),
    ...former.map((id) => tell(id, 'decider', 'absence')),
  ]);
}

/** Ended before its time by nobody: whoever was away will not come back. */
function hasLeft({ actor, data }: Extract<AnyStoredEvent, { type: 'absence.ended' }>): boolean {
  return actor.kind === 'system' && data.early;
}

function standIns({ delegates }: AbsenceEventData): (Recipient | undefined)[] {
  return delegates.map(({ personId }) => tell(personId, 'decider', 'absence'));
}

/** Whoever has it now and whoever had it. */
function movedTo(moved: Moved, fromIds: readonly string[]): Recipient[] {
  // What nobody was allowed to decide stayed with the one who has it now.
  const former = fromIds.filter((id) => id !== moved.toId);
  return distinct([
    tell(receiver(moved, former), 'decider', 'request_reassigned'),
    ...former.map((id) => tell(id, 'former', 'request_reassigned')),
  ]);
}

type Moved = Pick<RequestsReassignedData, 'toId' | 'cause' | 'switchedOff'>;

/** Whoever is back is told once, by the end of the absence. */
function receiver({ toId, cause, switchedOff }: Moved, former: readonly string[]): string | null {
  const knows = cause === 'returned' && (switchedOff !== true || former.length === 0);
  return knows ? null : toId;
}

function tell(personId: string | null, part: Part, type: MessageType, liveOnly = false): Recipient | undefined {
  return personId === null ? undefined : { personId, part, type, liveOnly };
}

function distinct(recipients: readonly (Recipient | undefined)[]): Recipient[] {
  const byPerson = new Map<string, Recipient>();
  for (const recipient of recipients) {
    if (recipient !== undefined && !byPerson.has(recipient.personId)) byPerson.set(recipient.personId, recipient);
  }
  return [...byPerson.values()];
}
