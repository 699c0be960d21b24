import type { AnyStoredEvent, EventData, OldestRequest } from '../../kernel/events.js';
import type { Message, MessageLinks } from './message.js';
import type { Recipient } from './recipients.js';

/** What people are told when requests get another decider, wait too long, or have nobody to decide them. */

type Links = Pick<MessageLinks, 'unitRequest' | 'unitQueue' | 'tracker'>;
type Told<T extends AnyStoredEvent['type']> = Extract<AnyStoredEvent, { type: T }>;

/** "a request" or "3 requests", and what follows it: "waits" or "wait". */
const requests = (count: number) => (count === 1 ? 'a request' : `${count} requests`);
const verb = (count: number, one: string, many: string) => (count === 1 ? one : many);
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export function reassignedMessage(
  { actor, data }: Told<'request.reassigned'>,
  { part, personId }: Recipient,
  what: string,
  links: Links,
): Message {
  const about = `: ${what}, for ${data.personName}.`;
  const text = part === 'former' ? lost(actor.name, data, personId, 1) : got(actor.name, data, data.fromName, 1);
  return {
    text: text + about,
    words: data.reason,
    href: part === 'former' ? null : links.unitRequest(data.unit, data.requestId),
  };
}

export function reassignedManyMessage(
  { actor, data }: Told<'requests.reassigned'>,
  { part, personId }: Recipient,
  links: Links,
): Message {
  if (part === 'former') {
    const count = data.from.find(({ id }) => id === personId)?.count ?? 0;
    return { text: `${lost(actor.name, data, personId, count)}.`, words: data.reason, href: null };
  }
  const text = got(actor.name, data, namesOf(data.from), data.requestIds.length);
  return { text: `${text}.`, words: data.reason, href: links.unitQueue(data.unit) };
}

type Cause = Pick<EventData['requests.reassigned'], 'cause' | 'toName' | 'away' | 'switchedOff'>;

/** To whoever has them now; whoever is back learns it from the end of the absence. */
function got(actor: string, { cause, away }: Cause, fromNames: string, count: number): string {
  switch (cause) {
    case 'delegated':
      return `${away?.name ?? fromNames} is away; you decide ${requests(count)}`;
    case 'returned':
      return `You decide ${requests(count)} again that waited for ${fromNames}`;
    default:
      return `${actor} handed ${requests(count)} to you that waited for ${fromNames}`;
  }
}

/** To whoever had them. */
function lost(actor: string, { cause, toName, away, switchedOff }: Cause, personId: string, count: number): string {
  switch (cause) {
    case 'delegated':
      // Who stood in may have to go on to somebody else, or be relieved by whoever should have stood in.
      return away === undefined || away.id === personId
        ? `While you are away, ${toName} decides ${requests(count)} of yours`
        : `${toName} decides ${requests(count)} that you had for ${away.name}`;
    case 'returned':
      if (switchedOff === true) return `${toName} decides ${requests(count)} again that waited for you`;
      return `${toName} is back and decides ${requests(count)} that waited for you`;
    case 'taken over':
      return `${toName} took over ${requests(count)} that waited for you`;
    default:
      return `${actor} handed ${requests(count)} that waited for you to ${toName}`;
  }
}

export function remindedMessage({ actor, data }: Told<'requests.reminded'>, links: Links): Message {
  const count = data.requestIds.length;
  const asks = data.by === 'manual' ? ` ${actor.name} asks you to decide.` : '';
  const text =
    count === 1
      ? `A request waits for your decision: ${oldest(data.oldest)}.`
      : `${count} requests wait for your decision, the oldest of them ${oldest(data.oldest)}.`;
  const href =
    count === 1 ? links.unitRequest(data.oldest.unit, data.oldest.requestId) : links.unitQueue(data.oldest.unit);
  return { text: text + asks, words: '', href };
}

export function escalatedMessage({ data }: Told<'requests.escalated'>, { part }: Recipient, links: Links): Message {
  const count = data.requestIds.length;
  const waits = `${capital(requests(count))} ${verb(count, 'has', 'have')} waited too long for ${namesOf(data.deciders)}`;
  const which = count === 1 ? '' : 'the oldest is ';
  return {
    text: `${waits}: ${which}${oldest(data.oldest)}.`,
    words: '',
    href:
      part === 'administrator' ? links.tracker({ status: 'escalated', unit: data.unit }) : links.unitQueue(data.unit),
  };
}

export function unassignedMessage({ data }: Told<'requests.unassigned'>, links: Links): Message {
  const count = data.requestIds.length;
  const text = `${capital(requests(count))} ${verb(count, 'has', 'have')} nobody who may decide ${verb(count, 'it', 'them')}. Please assign ${verb(count, 'it', 'them')}.`;
  return { text, words: data.reason, href: links.tracker({ status: 'orphaned' }) };
}

function oldest({ categoryName, personName, workingDays }: OldestRequest): string {
  const wait = workingDays < 1 ? '' : `, for ${workingDays} working ${verb(workingDays, 'day', 'days')}`;
  return `${categoryName} of ${personName}${wait}`;
}

/** "Jo Brown", "Jo Brown and Gail Erickson", "Jo Brown and 3 others" */
function namesOf(people: readonly { readonly name: string }[]): string {
  const [first, second] = people;
  if (first === undefined) return 'somebody';
  if (second === undefined) return first.name;
  return `${first.name} and ${people.length === 2 ? second.name : `${people.length - 1} others`}`;
}
