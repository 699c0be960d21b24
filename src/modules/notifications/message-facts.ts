import type { AnyStoredEvent } from '../../kernel/events.js';
import type { AnnouncedWords } from './message-announcements.js';
import type { MessageFacts, NamedRequest } from './message.js';
import type { RecipientFacts } from './recipients.js';

export type EventFacts = RecipientFacts & MessageFacts;

/** What is asked of other modules; each fits its module's facade. */
export interface FactSources {
  readonly people: {
    find(id: string): Promise<{ readonly dpId: string | null } | undefined>;
    holders(unit: 'hr' | 'central', duty: 'admin'): Promise<readonly { readonly id: string }[]>;
  };
  readonly catalog: { find(code: string): Promise<{ readonly name: string } | undefined> };
  readonly ledger: { byId(id: string): Promise<{ readonly reason: string }> };
  /** A part of the people whom an announcement is for. */
  readonly announcements: {
    takePart(
      id: string,
      number: number,
    ): Promise<(AnnouncedWords & { readonly personIds: readonly string[] }) | undefined>;
  };
  readonly requests: { named(ids: readonly string[]): Promise<readonly NamedRequest[]> };
}

const NONE: EventFacts = {
  ...{ partnerId: null, administratorIds: [], centralIds: [] },
  ...{ categoryName: '', reason: '', firstRequests: [] },
};
/** So many of several are named in the mail of a summary. */
const NAMED = 5;

/** Looks up what an event does not say and its messages need. */
export async function factsOf(event: AnyStoredEvent, sources: FactSources): Promise<EventFacts> {
  const { people, catalog, ledger } = sources;
  const first = (ids: readonly string[]) => sources.requests.named(ids.slice(0, NAMED));
  switch (event.type) {
    case 'request.approved':
      return { ...NONE, partnerId: (await people.find(event.data.personId))?.dpId ?? null };
    case 'requests.proposed':
      return { ...NONE, firstRequests: await first(event.data.requestIds ?? []) };
    case 'requests.bulk_decided':
    case 'requests.reassigned':
    case 'requests.reminded':
    case 'requests.escalated':
      return { ...NONE, firstRequests: await first(event.data.requestIds) };
    case 'requests.unassigned':
    case 'registration.received': {
      const administratorIds = (await people.holders('hr', 'admin')).map(({ id }) => id);
      const firstRequests = event.type === 'requests.unassigned' ? await first(event.data.requestIds) : [];
      return { ...NONE, administratorIds, firstRequests };
    }
    case 'points.credited': {
      // Points of a request are told by its decision.
      if (event.data.kind === 'earn') return NONE;
      const category = await catalog.find(event.data.categoryCode);
      const entry = await ledger.byId(event.data.entryId);
      return { ...NONE, categoryName: category?.name ?? event.data.categoryCode, reason: entry.reason };
    }
    case 'verification.failed': {
      const [administrators, central] = [await people.holders('hr', 'admin'), await people.holders('central', 'admin')];
      const idsOf = (holders: readonly { readonly id: string }[]) => holders.map(({ id }) => id);
      return { ...NONE, administratorIds: idsOf(administrators), centralIds: idsOf(central) };
    }
    case 'announcement.part_sent': {
      const part = await sources.announcements.takePart(event.subject.id, event.data.number);
      return part === undefined ? NONE : { ...NONE, audienceIds: part.personIds, announced: part };
    }
    default:
      return NONE;
  }
}
