import type { PersonActor } from '../../kernel/actor.js';
import type { PageRequest } from '../../kernel/paging.js';
import type { Unit } from '../../kernel/units.js';
import type { BulkDecision } from './bulk-decisions.js';
import type { LimitUse } from './claim-count.js';
import type { Decision, RequestPage, RequestView } from './request.js';
import type {
  BulkOutcome,
  BulkOutcomeView,
  DecisionPreview,
  QueueCounts,
  QueueFilter,
  QueueSort,
  Selection,
} from './queued-request.js';

/** A page of a queue, with how many each of its tabs shows for the filter. */
export type QueuePage = RequestPage & { readonly counts: QueueCounts };

/** What a unit's people see of its requests, and deciding many of them at once. All throw Forbidden for others. */
export interface QueueModule {
  /**
   * What the actor may see of a unit's requests: pending ones oldest first, all others newest first, unless sorted.
   * With how many each tab of the queue shows for the filter, whatever status and whose it names.
   */
  queue(actor: PersonActor, unit: Unit, filter: QueueFilter, page: PageRequest, sort?: QueueSort): Promise<QueuePage>;
  /** All that `queue` shows as CSV, streamed; who took how much is recorded after the last line. */
  queueCsv(actor: PersonActor, unit: Unit, filter: QueueFilter, sort?: QueueSort): AsyncIterable<string>;
  /** How far limits are used up by other claims, by request; of those that count and have one. */
  limitsOf(requests: readonly RequestView[]): Promise<Map<string, LimitUse>>;

  /** What deciding several at once would do; decides nothing. Of a filter what waits for the actor, at most 100. */
  previewDecisions(actor: PersonActor, unit: Unit, selection: Selection): Promise<DecisionPreview>;
  /**
   * Decides up to 100, each on its own merits and in its own transaction. Sent again under the same key it gives the
   * first outcome, which is not finished yet while it goes on.
   * @throws InvalidInput `idempotency.key_reused`
   */
  decideMany(
    actor: PersonActor,
    unit: Unit,
    ids: readonly string[],
    decision: Decision,
    notes: string,
    options?: Pick<BulkDecision, 'key' | 'seen'>,
  ): Promise<BulkOutcome>;
  /** What became of it, for a week; only for whoever decided. @throws NotFound */
  bulkOutcome(actor: PersonActor, unit: Unit, id: string): Promise<BulkOutcomeView>;
}
