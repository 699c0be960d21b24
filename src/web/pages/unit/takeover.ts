import { takeoverInput } from '../../../modules/requests/index.js';
import { unitPaths } from '../../paths.js';
import { route, type Route } from '../../route.js';
import { oneRequestShape } from '../../shapes/request.js';
import type { UnitDeclaration } from '../../workspaces/unit-declaration.js';
import { requestDetailPage, requestParams } from './request-detail.js';

/** A validator makes a request that has lost its decider his or her own. Only units with validators have this. */
export function takeoverRoute(unit: UnitDeclaration): Route {
  const addresses = unitPaths(unit.key);
  return route({
    method: 'POST',
    path: addresses.takeover(),
    permission: 'requests:decide',
    unit: unit.unit,
    summary: 'Takes over a pending request whose decider cannot decide any more; it is then decided like any other.',
    params: requestParams,
    body: takeoverInput,
    output: oneRequestShape,
    handler: async ({ actor, params, body, services }) => ({
      request: await services.requests.takeOver(actor, unit.unit, params.id, body.reason),
    }),
    redirect: ({ request }) => ({
      to: addresses.request(request.id),
      flash: { kind: 'success', text: 'This request is yours now. Decide it below.' },
    }),
    refused: (refusal, request) => requestDetailPage(unit, request, refusal),
  });
}
