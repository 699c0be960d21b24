import type { PersonActor } from '../../kernel/actor.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Points } from '../../kernel/points.js';
import type { EntryOrder, Stretch } from '../ledger/index.js';
import type { PersonName, RequestFilter, RequestView } from './request.js';

/** As `mine`, with days of events, both inclusive. */
export interface OwnFilter extends RequestFilter {
  readonly from?: LocalDate | undefined;
  readonly to?: LocalDate | undefined;
}

/** How a request of the actor's was decided. */
export interface OwnDecision {
  readonly requestId: string;
  readonly notes: string;
  /** The name of whoever decided; null where nobody did. */
  readonly by: PersonName | null;
}

/** The actor's own requests as lines of a history, in the orders that entries have there. */
export interface OwnRequestsModule {
  /** How many have the same day, or the same points. */
  ownTally(
    actor: PersonActor,
    filter: OwnFilter,
    order: EntryOrder,
  ): Promise<{ readonly key: LocalDate | Points; readonly count: number }[]>;
  ownStretch(actor: PersonActor, filter: OwnFilter, order: EntryOrder, stretch: Stretch): Promise<RequestView[]>;
  /** By id of the request; those that are not the actor's to see, or not decided, are left out. */
  ownDecisions(actor: PersonActor, ids: readonly string[]): Promise<ReadonlyMap<string, OwnDecision>>;
}
