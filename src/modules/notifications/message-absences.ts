import type { AbsenceEventData, AnyStoredEvent } from '../../kernel/events.js';
import { spokenDate } from '../../kernel/spoken-date.js';
import type { Message, MessageLinks } from './message.js';
import type { Recipient } from './recipients.js';

/** What people are told about absences: whoever stands in, and whoever is back. */

type AbsenceEvent = Extract<
  AnyStoredEvent,
  { type: 'absence.named' | 'absence.changed' | 'absence.cancelled' | 'absence.ended' }
>;

export function absenceMessage(
  event: AbsenceEvent,
  recipient: Recipient,
  links: Pick<MessageLinks, 'absence'>,
): Message {
  const own = recipient.part === 'owner';
  return {
    text: own ? toOwner(event) : hasLeft(event) ? ofLeaver(event) : toDelegate(event, recipient.personId),
    words: '',
    href: own ? links.absence : null,
  };
}

/** What nobody takes back before its time is over with whoever left. */
function hasLeft({ actor, type }: AbsenceEvent): boolean {
  return actor.kind === 'system' && (type === 'absence.cancelled' || type === 'absence.ended');
}

function ofLeaver({ type, data }: AbsenceEvent): string {
  return type === 'absence.ended'
    ? `${data.personName} has left; what you decide instead stays with you.`
    : `${data.personName} has left; you need not stand in ${days(data)}.`;
}

function toDelegate({ type, data }: AbsenceEvent, personId: string): string {
  const { personName } = data;
  switch (type) {
    case 'absence.named':
      return `${personName} is away ${days(data)}, and you decide meanwhile.`;
    case 'absence.changed':
      return data.delegates.some((one) => one.personId === personId)
        ? `${personName} changed an absence: away ${days(data)}, and you decide meanwhile.`
        : `You no longer stand in for ${personName} ${days(data)}.`;
    case 'absence.cancelled':
      return `${personName} is not away ${days(data)} after all; you need not stand in.`;
    case 'absence.ended':
      return `${personName} is back; you no longer stand in.`;
  }
}

function toOwner(event: AbsenceEvent): string {
  switch (event.type) {
    case 'absence.named':
      return `${event.actor.name} entered an absence for you, ${days(event.data)}.`;
    case 'absence.changed':
      return `${event.actor.name} changed your absence: ${days(event.data)}.`;
    case 'absence.cancelled':
      return `${event.actor.name} cancelled your absence ${days(event.data)}.`;
    case 'absence.ended': {
      const { left, of } = event.data;
      if (left === 0)
        return `Welcome back. ${of === 1 ? 'The request' : `All ${of} requests`} that others had for you ${of === 1 ? 'is' : 'are'} decided.`;
      return `Welcome back. ${left} of ${of} ${of === 1 ? 'request' : 'requests'} that others had for you ${left === 1 ? 'is' : 'are'} left to decide.`;
    }
  }
}

function days({ from, to }: AbsenceEventData): string {
  return from === to ? `on ${spokenDate(from)}` : `from ${spokenDate(from)} to ${spokenDate(to)}`;
}
