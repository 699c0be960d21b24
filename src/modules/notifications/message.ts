import type { AnyStoredEvent, EventData } from '../../kernel/events.js';
import { absenceMessage } from './message-absences.js';
import { announcementMessage, type AnnouncedWords } from './message-announcements.js';
import { passwordMessage, registrationMessage, reuseMessage } from './message-accounts.js';
import {
  escalatedMessage,
  reassignedManyMessage,
  reassignedMessage,
  remindedMessage,
  unassignedMessage,
} from './message-moves.js';
import { booksMessage } from './message-books.js';
import { analysedMessage, creditedMessage } from './message-points.js';
import type { MessageWords } from './message-words.js';
import type { Paragraph } from './paragraphs.js';
import type { Recipient } from './recipients.js';

/** What a message says in one language, before it is put into the app or a mail. */
export interface Message {
  /** One sentence, also the subject of the mail. */
  readonly text: string;
  /** The words of whoever decided or granted; empty where there are none. */
  readonly words: string;
  readonly href: string | null;
  /** Instead of `words`, in mails: what was written, paragraph by paragraph, with its links. */
  readonly paragraphs?: readonly Paragraph[];
  /** The first of several that a summary is about, and how many more there are; for the mail. */
  readonly items?: readonly string[];
  readonly more?: number;
}

/** Where messages lead to; addresses without the host. */
export interface MessageLinks {
  ownRequest(id: string): string;
  unitRequest(unit: string, id: string): string;
  unitQueue(unit: string): string;
  /** HR administration's list of what waits anywhere. */
  tracker(filter: { readonly status: string; readonly unit?: string }): string;
  registration(id: string): string;
  announcement(id: string): string;
  readonly ownRequests: string;
  readonly absence: string;
  /** Where somebody is signed in. */
  readonly sessions: string;
  readonly history: string;
  /** Where central sees what differs. */
  readonly verification: string;
  /** Where a person chooses messages. */
  readonly preferences: string;
  /** All messages of a person. */
  readonly messages: string;
}

/** A request as summaries name it. */
export interface NamedRequest {
  readonly categoryName: string;
  readonly points: number;
  readonly personId: string;
  readonly personName: string;
}

/** What the events alone do not say. */
export interface MessageFacts {
  /** Of the category of credited points. */
  readonly categoryName: string;
  /** Why points were granted or corrected. */
  readonly reason: string;
  /** The first of the requests that a summary is about. */
  readonly firstRequests: readonly NamedRequest[];
  /** What an announcement says. */
  readonly announced?: AnnouncedWords;
}

/** What a person is told about an event, in words. Undefined for events that nobody is told about. */
export function messageOf(
  event: AnyStoredEvent,
  recipient: Recipient,
  facts: MessageFacts,
  links: MessageLinks,
  words: MessageWords,
): Message | undefined {
  switch (event.type) {
    case 'request.raised':
    case 'request.proposed':
    case 'request.approved':
    case 'request.rejected':
    case 'request.withdrawn':
    case 'request.revised':
      return aboutRequest(event, recipient, links, words);
    case 'requests.proposed': {
      const { count, unit } = event.data;
      const text = words.t('told.proposedMany', { who: event.actor.name, count });
      return { text, words: '', href: links.unitQueue(unit), ...firstOf(facts, count, recipient, words) };
    }
    case 'requests.bulk_decided': {
      const { decision, done, notes } = event.data;
      const key = decision === 'approve' ? 'told.approvedMany' : 'told.rejectedMany';
      const text = words.t(key, { who: event.actor.name, count: done });
      const few = firstOf(facts, done, recipient, words);
      return { text, words: notes ?? '', href: links.ownRequests, ...few };
    }
    case 'request.reassigned':
      return reassignedMessage(event, recipient, whatOf(event.data, words), links, words);
    case 'requests.reassigned': {
      const message = reassignedManyMessage(event, recipient, links, words);
      // Whoever had them may have had only some of them.
      if (recipient.part === 'former') return message;
      return { ...message, ...firstOf(facts, event.data.requestIds.length, recipient, words) };
    }
    case 'requests.reminded':
    case 'requests.escalated': {
      const count = event.data.requestIds.length;
      const message =
        event.type === 'requests.reminded'
          ? remindedMessage(event, links, words)
          : escalatedMessage(event, recipient, links, words);
      // A single one is what the sentence is about.
      return count === 1 ? message : { ...message, ...firstOf(facts, count, recipient, words) };
    }
    case 'requests.unassigned':
      return {
        ...unassignedMessage(event, links, words),
        ...firstOf(facts, event.data.requestIds.length, recipient, words),
      };
    case 'absence.named':
    case 'absence.changed':
    case 'absence.cancelled':
    case 'absence.ended':
      return absenceMessage(event, recipient, links, words);
    case 'points.credited':
      return creditedMessage(event, facts, links, words);
    case 'announcement.part_sent':
      return facts.announced && announcementMessage(event.subject.id, facts.announced, links);
    case 'bonus.analysed':
      return analysedMessage(event, links, words);
    case 'person.password_changed':
      return passwordMessage(event, words);
    case 'token.reuse_detected':
      return reuseMessage(event, links, words);
    case 'registration.received':
      return registrationMessage(event, links, words);
    case 'verification.failed':
      return booksMessage(event, recipient, links, words);
    default:
      return undefined;
  }
}

type RequestData = EventData['request.raised'];
type AboutRequest = Extract<
  AnyStoredEvent,
  {
    type:
      | 'request.raised'
      | 'request.proposed'
      | 'request.approved'
      | 'request.rejected'
      | 'request.withdrawn'
      | 'request.revised';
  }
>;

function aboutRequest(event: AboutRequest, recipient: Recipient, links: MessageLinks, words: MessageWords): Message {
  const { data } = event;
  const decided = event.type === 'request.approved' || event.type === 'request.rejected';
  return {
    text: words.t(keyOf(event, recipient), {
      who: decided
        ? event.data.deciderName
        : event.type === 'request.raised' && isOwn(data)
          ? data.personName
          : event.actor.name,
      person: data.personName,
      what: whatOf(data, words),
    }),
    words: decided ? event.data.notes : event.type === 'request.revised' ? (event.data.reason ?? '') : '',
    href:
      recipient.part === 'beneficiary'
        ? links.ownRequest(data.requestId)
        : links.unitRequest(data.unit, data.requestId),
  };
}

function keyOf({ type, data }: AboutRequest, { part }: Recipient): string {
  switch (type) {
    case 'request.raised':
      return isOwn(data) ? 'told.raised' : 'told.raisedFor';
    case 'request.proposed':
      return 'told.proposed';
    case 'request.withdrawn':
      return 'told.withdrawn';
    case 'request.revised':
      return 'told.revised';
    default: {
      const whose = part !== 'beneficiary' ? 'For' : isOwn(data) ? 'Own' : 'ForYou';
      return `${type === 'request.approved' ? 'told.approved' : 'told.rejected'}${whose}`;
    }
  }
}

/** Claimed by the person that gains. */
function isOwn({ proposerId, personId }: RequestData): boolean {
  return proposerId === null || proposerId === personId;
}

/** "Mentoring, 250 points"; a utilization is worth none and names none. */
function whatOf({ categoryName, points }: Pick<RequestData, 'categoryName' | 'points'>, words: MessageWords): string {
  return points === 0 ? categoryName : words.t('told.what', { category: categoryName, points });
}

/** The first of several, in words. */
function firstOf(
  { firstRequests }: MessageFacts,
  count: number,
  { personId }: Recipient,
  words: MessageWords,
): Pick<Message, 'items' | 'more'> {
  if (firstRequests.length === 0) return {};
  const items = firstRequests.map((request) => {
    const what = whatOf(request, words);
    return request.personId === personId ? what : words.t('told.whatFor', { what, person: request.personName });
  });
  return { items, more: Math.max(0, count - items.length) };
}
