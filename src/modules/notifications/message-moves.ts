import type { AnyStoredEvent, EventData, OldestRequest } from '../../kernel/events.js';
import type { Message, MessageLinks } from './message.js';
import type { MessageWords } from './message-words.js';
import type { Recipient } from './recipients.js';

/** What people are told when requests get another decider, wait too long, or have nobody to decide them. */

type Links = Pick<MessageLinks, 'unitRequest' | 'unitQueue' | 'tracker'>;
type Told<T extends AnyStoredEvent['type']> = Extract<AnyStoredEvent, { type: T }>;

export function reassignedMessage(
  { actor, data }: Told<'request.reassigned'>,
  { part, personId }: Recipient,
  what: string,
  links: Links,
  words: MessageWords,
): Message {
  const text =
    part === 'former' ? lost(actor.name, data, personId, 1, words) : got(actor.name, data, data.fromName, 1, words);
  return {
    text: words.t('told.sentenceAbout', { text, what, person: data.personName }),
    words: data.reason,
    href: part === 'former' ? null : links.unitRequest(data.unit, data.requestId),
  };
}

export function reassignedManyMessage(
  { actor, data }: Told<'requests.reassigned'>,
  { part, personId }: Recipient,
  links: Links,
  words: MessageWords,
): Message {
  const full = (text: string) => words.t('told.sentence', { text });
  if (part === 'former') {
    const count = data.from.find(({ id }) => id === personId)?.count ?? 0;
    return { text: full(lost(actor.name, data, personId, count, words)), words: data.reason, href: null };
  }
  const text = got(actor.name, data, namesOf(data.from, words), data.requestIds.length, words);
  return { text: full(text), words: data.reason, href: links.unitQueue(data.unit) };
}

type Cause = Pick<EventData['requests.reassigned'], 'cause' | 'toName' | 'away' | 'switchedOff'>;

/** To whoever has them now; whoever is back learns it from the end of the absence. */
function got(who: string, { cause, away }: Cause, from: string, count: number, { t }: MessageWords): string {
  switch (cause) {
    case 'delegated':
      return t('told.delegatedToYou', { away: away?.name ?? from, count });
    case 'returned':
      return t('told.returnedToYou', { from, count });
    default:
      return t('told.givenToYou', { who, from, count });
  }
}

/** To whoever had them. */
function lost(who: string, cause: Cause, personId: string, count: number, { t }: MessageWords): string {
  const { toName: to, away, switchedOff } = cause;
  switch (cause.cause) {
    case 'delegated':
      // Who stood in may have to go on to somebody else, or be relieved by whoever should have stood in.
      return away === undefined || away.id === personId
        ? t('told.whileAway', { to, count })
        : t('told.hadFor', { to, count, away: away.name });
    case 'returned':
      return t(switchedOff === true ? 'told.decidesAgain' : 'told.isBack', { to, count });
    case 'taken over':
      return t('told.takenOver', { to, count });
    default:
      return t('told.givenAway', { who, to, count });
  }
}

export function remindedMessage(
  { actor, data }: Told<'requests.reminded'>,
  links: Links,
  words: MessageWords,
): Message {
  const count = data.requestIds.length;
  const oldest = oldestOf(data.oldest, words);
  const text = count === 1 ? words.t('told.remindedOne', { oldest }) : words.t('told.remindedMany', { count, oldest });
  const { unit, requestId } = data.oldest;
  return {
    text: data.by === 'manual' ? words.t('told.asks', { text, who: actor.name }) : text,
    words: '',
    href: count === 1 ? links.unitRequest(unit, requestId) : links.unitQueue(unit),
  };
}

export function escalatedMessage(
  { data }: Told<'requests.escalated'>,
  { part }: Recipient,
  links: Links,
  words: MessageWords,
): Message {
  const count = data.requestIds.length;
  const params = { names: namesOf(data.deciders, words), oldest: oldestOf(data.oldest, words) };
  return {
    text: count === 1 ? words.t('told.escalatedOne', params) : words.t('told.escalatedMany', { ...params, count }),
    words: '',
    href:
      part === 'administrator' ? links.tracker({ status: 'escalated', unit: data.unit }) : links.unitQueue(data.unit),
  };
}

export function unassignedMessage({ data }: Told<'requests.unassigned'>, links: Links, { t }: MessageWords): Message {
  return {
    text: t('told.unassigned', { count: data.requestIds.length }),
    words: data.reason,
    href: links.tracker({ status: 'orphaned' }),
  };
}

function oldestOf({ categoryName, personName, workingDays: days }: OldestRequest, { t }: MessageWords): string {
  const params = { category: categoryName, person: personName };
  return days < 1 ? t('told.oldest', params) : t('told.oldestSince', { ...params, days });
}

/** "Jo Brown", "Jo Brown and Gail Erickson", "Jo Brown and 3 others" */
function namesOf(people: readonly { readonly name: string }[], { t }: MessageWords): string {
  const [first, second] = people;
  if (first === undefined) return t('told.somebody');
  if (second === undefined) return first.name;
  return people.length === 2
    ? t('told.twoNames', { first: first.name, second: second.name })
    : t('told.moreNames', { first: first.name, count: people.length - 1 });
}
