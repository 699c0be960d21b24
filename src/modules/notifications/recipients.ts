import type { AnyStoredEvent, DecisionData, RequestEventData } from '../../kernel/events.js';
import type { MessageType } from './notification.js';

/** What a person has to do with an event. */
export type Part = 'decider' | 'beneficiary' | 'proposer' | 'partner';

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
}

/** Events that somebody is told about. */
export const TOLD_EVENTS = [
  'request.raised',
  'request.proposed',
  'request.approved',
  'request.rejected',
  'request.withdrawn',
  'requests.bulk_decided',
  'points.credited',
] as const satisfies readonly AnyStoredEvent['type'][];

type RequestData = RequestEventData & Partial<DecisionData>;

/**
 * Who is told what: the table "Messages" of docs/domain-language.md. Recipients come from the item, never from "everybody
 * with the role". A person appears once; somebody who proposed the own request is told as the one who gains.
 */
export function recipientsOf(event: AnyStoredEvent, facts: RecipientFacts): Recipient[] {
  switch (event.type) {
    case 'request.raised':
      return distinct([tell(event.data.approverId, 'decider', 'request_raised')]);
    case 'request.proposed':
      return distinct([tell(event.data.approverId, 'decider', 'request_proposed')]);
    case 'request.approved':
      return distinct([
        ...decided(event.data, 'request_approved', event.data.personId),
        tell(facts.partnerId, 'partner', 'request_approved', true),
      ]);
    case 'request.rejected':
      return distinct(decided(event.data, 'request_rejected', isOwn(event.data) ? event.data.personId : null));
    case 'request.withdrawn':
      return distinct([tell(event.data.approverId, 'decider', 'request_withdrawn')]);
    case 'requests.bulk_decided':
      return event.data.done === 0 ? [] : distinct([tell(event.data.proposerId, 'proposer', 'requests_decided')]);
    case 'points.credited': {
      const { kind, personId } = event.data;
      // Points of a request are told by its decision; what is taken back is a correction like others.
      return kind === 'earn'
        ? []
        : distinct([tell(personId, 'beneficiary', kind === 'reversal' ? 'adjustment' : kind)]);
    }
    default:
      return [];
  }
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
