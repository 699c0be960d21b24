import { bulkDecisionInput } from '../../../modules/requests/index.js';
import { unitPaths } from '../../paths.js';
import { route, type Flash, type Route } from '../../route.js';
import { bulkShape } from '../../shapes/request.js';
import type { UnitDeclaration } from '../../workspaces/unit-declaration.js';

interface BulkResult {
  readonly done: readonly string[];
  readonly failed: readonly { readonly code: string }[];
}

/** "13 approved, 2 were already decided." */
export function bulkSummary(result: BulkResult, word: 'approved' | 'rejected'): Flash {
  const decided = result.failed.filter(({ code }) => code === 'request.already_decided').length;
  const others = result.failed.length - decided;
  const parts = [
    `${result.done.length} ${word}`,
    ...(decided > 0 ? [`${decided} ${decided === 1 ? 'was' : 'were'} already decided`] : []),
    ...(others > 0 ? [`${others} could not be decided by you`] : []),
  ];
  return { kind: result.failed.length === 0 ? 'success' : 'warning', text: `${parts.join(', ')}.` };
}

/** Decides many at once, each on its own merits. */
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
      body: bulkDecisionInput,
      output: bulkShape,
      handler: ({ actor, body, services }) =>
        services.requests.decideMany(actor, unit.unit, body.ids, decision, body.notes),
      redirect: (result) => ({
        to: addresses.requests,
        flash: bulkSummary(result, decision === 'approve' ? 'approved' : 'rejected'),
      }),
    });
  return [bulk(addresses.bulkApprove, 'approve'), bulk(addresses.bulkReject, 'reject')];
}
