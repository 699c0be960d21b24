import type { AbsenceEventData, AnyStoredEvent } from '../../kernel/events.js';
import type { Message, MessageLinks } from './message.js';
import type { MessageWords } from './message-words.js';
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
  words: MessageWords,
): Message {
  const own = recipient.part === 'owner';
  return {
    text: own
      ? toOwner(event, words)
      : words.t(hasLeft(event) ? ofLeaver(event) : toDelegate(event, recipient.personId), {
          person: event.data.personName,
          days: daysOf(event.data, words),
        }),
    words: '',
    href: own ? links.absence : null,
  };
}

/** What nobody takes back before its time is over with whoever left. */
function hasLeft({ actor, type }: AbsenceEvent): boolean {
  return actor.kind === 'system' && (type === 'absence.cancelled' || type === 'absence.ended');
}

function ofLeaver({ type }: AbsenceEvent): string {
  return type === 'absence.ended' ? 'told.leftKeeps' : 'told.leftFree';
}

function toDelegate({ type, data }: AbsenceEvent, personId: string): string {
  switch (type) {
    case 'absence.named':
      return 'told.away';
    case 'absence.changed':
      return data.delegates.some((one) => one.personId === personId) ? 'told.awayChanged' : 'told.awayReleased';
    case 'absence.cancelled':
      return 'told.awayCancelled';
    case 'absence.ended':
      return 'told.awayEnded';
  }
}

function toOwner(event: AbsenceEvent, words: MessageWords): string {
  const params = { who: event.actor.name, days: daysOf(event.data, words) };
  switch (event.type) {
    case 'absence.named':
      return words.t('told.ownAway', params);
    case 'absence.changed':
      return words.t('told.ownAwayChanged', params);
    case 'absence.cancelled':
      return words.t('told.ownAwayCancelled', params);
    case 'absence.ended': {
      const { left, of } = event.data;
      return left === 0 ? words.t('told.backAllDecided', { of }) : words.t('told.backLeft', { left, of });
    }
  }
}

function daysOf({ from, to }: AbsenceEventData, { t, date }: MessageWords): string {
  return from === to ? t('told.oneDay', { day: date(from) }) : t('told.days', { from: date(from), to: date(to) });
}
