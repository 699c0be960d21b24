import type { AnyStoredEvent, EventData } from '../../kernel/events.js';
import { isPeriodKey, periodLabel } from '../../kernel/period.js';
import { absenceMessage } from './message-absences.js';
import {
  escalatedMessage,
  reassignedManyMessage,
  reassignedMessage,
  remindedMessage,
  unassignedMessage,
} from './message-moves.js';
import type { Recipient } from './recipients.js';

/** What a message says, before it is put into the app or a mail. */
export interface Message {
  /** One sentence, also the subject of the mail. */
  readonly text: string;
  /** The words of whoever decided or granted; empty where there are none. */
  readonly words: string;
  readonly href: string | null;
}

/** Where messages lead to; addresses without the host. */
export interface MessageLinks {
  ownRequest(id: string): string;
  unitRequest(unit: string, id: string): string;
  unitQueue(unit: string): string;
  /** HR administration's list of what waits anywhere. */
  tracker(filter: { readonly status: string; readonly unit?: string }): string;
  registration(id: string): string;
  readonly ownRequests: string;
  readonly absence: string;
  /** Where somebody is signed in. */
  readonly sessions: string;
  readonly history: string;
  /** Where a person switches mails off. */
  readonly preferences: string;
}

/** What the events alone do not say. */
export interface MessageFacts {
  /** Of the category of credited points. */
  readonly categoryName: string;
  /** Why points were granted or corrected. */
  readonly reason: string;
}

/** What a person is told about an event. Undefined for events that nobody is told about. */
export function messageOf(
  event: AnyStoredEvent,
  recipient: Recipient,
  facts: MessageFacts,
  links: MessageLinks,
): Message | undefined {
  switch (event.type) {
    case 'request.raised':
      return aboutRequest(
        event.data,
        recipient,
        links,
        `${event.data.personName} raised a request: ${what(event.data)}.`,
      );
    case 'request.proposed': {
      const text = `${event.actor.name} proposed ${what(event.data)} for ${event.data.personName}.`;
      return aboutRequest(event.data, recipient, links, text);
    }
    case 'request.approved':
    case 'request.rejected': {
      const state = event.type === 'request.approved' ? 'approved' : 'rejected';
      const text = `${event.data.deciderName} ${state} ${whose(event.data, recipient)}: ${what(event.data)}.`;
      return { ...aboutRequest(event.data, recipient, links, text), words: event.data.notes };
    }
    case 'request.withdrawn':
      return aboutRequest(
        event.data,
        recipient,
        links,
        `${event.actor.name} withdrew ${whose(event.data, recipient)}: ${what(event.data)}.`,
      );
    case 'requests.proposed':
      return {
        text: `${event.actor.name} proposed ${event.data.count === 1 ? '1 request' : `${event.data.count} requests`} for you to decide.`,
        words: '',
        href: links.unitQueue(event.data.unit),
      };
    case 'request.revised':
      return {
        ...aboutRequest(
          event.data,
          recipient,
          links,
          `${event.actor.name} changed the request for ${event.data.personName}: ${what(event.data)}.`,
        ),
        words: event.data.reason ?? '',
      };
    case 'requests.bulk_decided':
      return { text: summary(event.actor.name, event.data), words: event.data.notes ?? '', href: links.ownRequests };
    case 'request.reassigned':
      return reassignedMessage(event, recipient, what(event.data), links);
    case 'requests.reassigned':
      return reassignedManyMessage(event, recipient, links);
    case 'requests.reminded':
      return remindedMessage(event, links);
    case 'requests.escalated':
      return escalatedMessage(event, recipient, links);
    case 'requests.unassigned':
      return unassignedMessage(event, links);
    case 'absence.named':
    case 'absence.changed':
    case 'absence.cancelled':
    case 'absence.ended':
      return absenceMessage(event, recipient, links);
    case 'points.credited':
      return { text: credited(event, facts), words: facts.reason, href: links.history };
    case 'person.password_changed':
      return {
        text: event.data.initial ? 'You were given a new initial password.' : 'Your password was changed.',
        words:
          'If you did not expect this, choose a new password with "Forgot your password?" on the sign-in page, and tell your HR administration.',
        href: null,
      };
    case 'token.reuse_detected':
      return { text: reuseText(event.data), words: REUSE_WORDS, href: links.sessions };
    case 'registration.received':
      return {
        text: `${event.data.name} registered and waits for an account.`,
        words: '',
        href: links.registration(event.subject.id),
      };
    default:
      return undefined;
  }
}

const REUSE_WORDS =
  'Somebody may have copied it, so everything it had opened is ended. Sign in again, look at your sessions, and change your password if you do not know how that came about.';

function reuseText({ kind, device }: EventData['token.reuse_detected']): string {
  const where = device === '' ? '' : ` (${device})`;
  return kind === 'remembered'
    ? `The token of a browser that remembers you${where} was used twice.`
    : `The refresh token of a program of yours${where} was used twice.`;
}

type RequestData = EventData['request.raised'];

function aboutRequest(data: RequestData, recipient: Recipient, links: MessageLinks, text: string): Message {
  const own = recipient.part === 'beneficiary';
  return {
    text,
    words: '',
    href: own ? links.ownRequest(data.requestId) : links.unitRequest(data.unit, data.requestId),
  };
}

/** "Mentoring, 250 points"; a utilization is worth none and names none. */
function what(data: RequestData): string {
  return data.points === 0 ? data.categoryName : `${data.categoryName}, ${pointsText(data.points)}`;
}

function whose(data: RequestData, recipient: Recipient): string {
  if (recipient.part !== 'beneficiary') return `the request for ${data.personName}`;
  return data.proposerId === null || data.proposerId === data.personId ? 'your request' : 'a proposal for you';
}

function summary(by: string, data: EventData['requests.bulk_decided']): string {
  const verb = data.decision === 'approve' ? 'approved' : 'rejected';
  return data.done === 1 ? `${by} ${verb} one of your requests.` : `${by} ${verb} ${data.done} of your requests.`;
}

function credited(event: Extract<AnyStoredEvent, { type: 'points.credited' }>, facts: MessageFacts): string {
  const { data, before, after } = event;
  const points = pointsText(data.points);
  switch (data.kind) {
    case 'award':
      return `You were awarded ${points}: ${facts.categoryName}.`;
    case 'bonus':
      return `You got a bonus of ${points}.`;
    case 'reversal':
      return `${pointsText(Math.abs(data.points))} of yours were taken back: ${facts.categoryName}, ${quarterOf(data)}.`;
    default: {
      const how =
        before === undefined ? `by ${points}` : `from ${String(before['points'])} to ${String(after?.['points'])}`;
      return `Your points for ${facts.categoryName} in ${quarterOf(data)} were corrected ${how}.`;
    }
  }
}

function quarterOf({ quarter }: EventData['points.credited']): string {
  return isPeriodKey(quarter) ? periodLabel(quarter) : quarter;
}

function pointsText(points: number): string {
  return Math.abs(points) === 1 ? `${points} point` : `${points} points`;
}
