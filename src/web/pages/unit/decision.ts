import { decisionInput } from '../../../modules/requests/index.js';
import { unitPaths } from '../../paths.js';
import { route, type Route } from '../../route.js';
import { oneRequestShape } from '../../shapes/request.js';
import type { UnitDeclaration } from '../../workspaces/unit-declaration.js';
import { requestDetailPage, requestParams } from './request-detail.js';

/** Approves or rejects one request. A request credits at most once, whatever is clicked or retried. */
export function decisionRoute(unit: UnitDeclaration): Route {
  const addresses = unitPaths(unit.key);
  return route({
    method: 'POST',
    path: addresses.decision(),
    permission: 'requests:decide',
    unit: unit.unit,
    summary: 'Approves or rejects a pending request; the notes are told to the person.',
    params: requestParams,
    body: decisionInput,
    output: oneRequestShape,
    handler: async ({ actor, params, body, services }) => ({
      request: await services.requests.decide(actor, unit.unit, params.id, body),
    }),
    redirect: ({ request }) => ({
      to: addresses.requests,
      flash: {
        kind: 'success',
        text:
          request.status === 'approved'
            ? `Approved: ${request.person.name} gets ${request.points} points for ${request.category.name}.`
            : `Rejected: ${request.category.name} of ${request.person.name}. The reason was passed on.`,
      },
    }),
    refused: (refusal, request) => requestDetailPage(unit, request, refusal),
  });
}
