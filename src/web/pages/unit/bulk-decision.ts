import { Conflict } from '../../../kernel/errors.js';
import { bulkDecisionInput } from '../../../modules/requests/index.js';
import { wantsPage } from '../../middleware/negotiation.js';
import { unitPaths } from '../../paths.js';
import { route, type Route } from '../../route.js';
import { idShape } from '../../shapes/common.js';
import { bulkShape } from '../../shapes/request.js';
import type { UnitDeclaration } from '../../workspaces/unit-declaration.js';
import { refusedBulkPage } from './bulk-preview.js';

/** Decides many at once, each on its own merits. The same sent again, as by a second click, leads to the same outcome. */
export function bulkDecisionRoutes(unit: UnitDeclaration): readonly Route[] {
  const addresses = unitPaths(unit.key);
  const bulk = (path: string, decision: 'approve' | 'reject'): Route =>
    route({
      method: 'POST',
      path,
      permission: 'requests:decide',
      unit: unit.unit,
      summary: `${decision === 'approve' ? 'Approves' : 'Rejects'} up to 100 requests, each on its own merits.`,
      stepUp: true,
      idempotent: 'by itself',
      body: bulkDecisionInput,
      output: bulkShape.extend({ id: idShape }),
      handler: async ({ actor, body: { ids, notes, seen }, services, idempotencyKey, http }) => {
        const outcome = await services.requests.decideMany(actor, unit.unit, ids, decision, notes, {
          key: idempotencyKey,
          seen,
        });
        // The page shows how far it is; a program asks again.
        if (outcome.finishedAt === null && !wantsPage(http.req)) {
          throw new Conflict('idempotency.running', 'This is being done at the moment. Ask again in a few seconds.');
        }
        return outcome;
      },
      redirect: ({ id }) => ({ to: addresses.bulkOutcome(id) }),
      refused: (refusal, request) => refusedBulkPage(unit, refusal, request),
    });
  return [bulk(addresses.bulkApprove, 'approve'), bulk(addresses.bulkReject, 'reject')];
}
