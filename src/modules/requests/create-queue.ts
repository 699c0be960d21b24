import type { PersonActor } from '../../kernel/actor.js';
import type { Unit } from '../../kernel/units.js';
import { pageOf } from '../../kernel/paging.js';
import { inSameContext } from '../../platform/request-context.js';
import { bulkOutcome } from './bulk-decisions.js';
import { limitsOf } from './claim-limits.js';
import { decideMany } from './decide-many.js';
import { presentRequests } from './present-requests.js';
import { previewDecisions } from './preview-decisions.js';
import { countQueue, queueMatch } from './queue.queries.js';
import type { QueueModule } from './queue.module.js';
import type { QueueFilter, QueueSort } from './queued-request.js';
import { CSV_BATCH, requestLines } from './request-csv.js';
import type { RequestParts } from './request-parts.js';
import { assertMaySeeUnit } from './request.policy.js';
import { eachMatching, findPage, queueOrder } from './request.queries.js';
import type { Request } from './request.js';

export function createQueue(parts: RequestParts): QueueModule {
  async function* each(
    actor: PersonActor,
    unit: Unit,
    filter: QueueFilter,
    sort: QueueSort | undefined,
  ): AsyncGenerator<Request[]> {
    const match = await queueMatch(parts, actor, unit, filter);
    yield* eachMatching(parts.requests, match, queueOrder(filter.status, sort), CSV_BATCH);
  }

  return {
    async queue(actor, unit, filter, page, sort) {
      const match = await queueMatch(parts, actor, unit, filter);
      const found = await findPage(parts.requests, match, queueOrder(filter.status, sort), page);
      const { counts, total } = await countQueue(parts, actor, unit, filter);
      return { ...pageOf(await presentRequests(parts, actor, found), page, total), counts };
    },
    queueCsv(actor, unit, filter, sort) {
      assertMaySeeUnit(actor, unit);
      const taken = { what: `requests of ${unit}`, filters: { ...filter } };
      return inSameContext(requestLines(parts, actor, each(actor, unit, filter, sort), taken));
    },
    limitsOf: (requests) => limitsOf(parts, requests),
    previewDecisions: (actor, unit, selection) => previewDecisions(parts, actor, unit, selection),
    decideMany: (actor, unit, ids, decision, notes, options) =>
      decideMany(parts, actor, { unit, ids, decision, notes, ...options }),
    bulkOutcome: (actor, unit, id) => bulkOutcome(parts, actor, unit, id),
  };
}
