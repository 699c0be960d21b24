import type { AnyStoredEvent } from '../../kernel/events.js';
import type { MessageFacts } from './message.js';
import type { RecipientFacts } from './recipients.js';

export type EventFacts = RecipientFacts & MessageFacts;

/** What is asked of other modules; each fits its module's facade. */
export interface FactSources {
  readonly people: {
    find(id: string): Promise<{ readonly dpId: string | null } | undefined>;
    holders(unit: 'hr', duty: 'admin'): Promise<readonly { readonly id: string }[]>;
  };
  readonly catalog: { find(code: string): Promise<{ readonly name: string } | undefined> };
  readonly ledger: { byId(id: string): Promise<{ readonly reason: string }> };
}

const NONE: EventFacts = { partnerId: null, administratorIds: [], categoryName: '', reason: '' };

/** Looks up what an event does not say and its messages need. */
export async function factsOf(event: AnyStoredEvent, { people, catalog, ledger }: FactSources): Promise<EventFacts> {
  switch (event.type) {
    case 'request.approved':
      return { ...NONE, partnerId: (await people.find(event.data.personId))?.dpId ?? null };
    case 'requests.unassigned':
    case 'registration.received':
      return { ...NONE, administratorIds: (await people.holders('hr', 'admin')).map(({ id }) => id) };
    case 'points.credited': {
      // Points of a request are told by its decision.
      if (event.data.kind === 'earn') return NONE;
      const category = await catalog.find(event.data.categoryCode);
      const entry = await ledger.byId(event.data.entryId);
      return { ...NONE, categoryName: category?.name ?? event.data.categoryCode, reason: entry.reason };
    }
    default:
      return NONE;
  }
}
