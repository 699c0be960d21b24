import type { PersonActor } from '../../../kernel/actor.js';
import type { Unit } from '../../../kernel/units.js';
import type { RequestParts } from '../request-parts.js';
import type { Request } from '../request.js';
import type { NewRequest } from '../store-claim.js';
import type { BatchFacts } from './batch-facts.js';
import type { ClaimBatch, RowVerdict } from './claim-batches.js';
import { ClaimBook, type ClaimKey } from './claim-book.js';
import { draftsOf, verdictsOf, type Judged } from './judge-each.js';
import { requestsOf, storeRequests } from './store-requests.js';
import { takeTurns } from './take-turns.js';

/** What one kind of request brings to a batch. */
interface RequestRules<R> {
  /** Whose turn each row has to wait for. */
  readonly keysOf: (rows: readonly R[]) => ClaimKey[];
  readonly judge: (
    actor: PersonActor,
    unit: Unit,
    rows: readonly R[],
    earlier: ClaimBook,
  ) => Promise<{ judged: Judged<R, NewRequest>[]; facts: BatchFacts }>;
}

/** A batch whose rows become pending requests. */
export function requestBatch<R extends { readonly id: string }>(
  parts: RequestParts,
  { keysOf, judge }: RequestRules<R>,
): ClaimBatch<R> {
  async function requestsFor(actor: PersonActor, unit: Unit, rows: readonly R[], earlier: ClaimBook) {
    const { judged, facts } = await judge(actor, unit, rows, earlier);
    const drafts = draftsOf(judged).map(({ row: { id }, draft: claim }) => ({ id, claim }));
    const requests = requestsOf(actor, drafts, facts, parts.clock.now());
    const byId = new Map(requests.map((request) => [request.id, request]));
    return { requests, facts, verdicts: verdictsOf(judged, (_claim, { id }) => worthOf(byId.get(id))) };
  }

  return {
    trial(actor, unit) {
      const earlier = new ClaimBook();
      return { judge: async (rows) => (await requestsFor(actor, unit, rows, earlier)).verdicts };
    },
    async write(actor, unit, rows): Promise<RowVerdict[]> {
      await takeTurns(parts, keysOf(rows));
      const { requests, facts, verdicts } = await requestsFor(actor, unit, rows, new ClaimBook());
      await storeRequests(parts, actor, requests, facts);
      return verdicts;
    },
  };
}

function worthOf(request: Request | undefined): Pick<RowVerdict, 'points' | 'deciderId'> {
  return { points: request?.points ?? 0, deciderId: request?.approverId ?? null };
}
