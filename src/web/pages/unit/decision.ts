import { decisionInput, type RequestView } from '../../../modules/requests/index.js';
import { wantsPage } from '../../middleware/negotiation.js';
import { unitPaths } from '../../paths.js';
import { route, type Route } from '../../route.js';
import { oneRequestShape } from '../../shapes/request.js';
import type { UnitDeclaration } from '../../workspaces/unit-declaration.js';
import { requestDetailPage, requestParams } from './request-detail.js';
import { nextAfter, waitingList } from './waiting-list.js';

function outcome({ status, person, points, category }: RequestView): string {
  if (status !== 'approved') return `Rejected: ${category.name} of ${person.name}. Your reason was passed on.`;
  return points === 0
    ? `Approved: ${category.name} of ${person.name}.`
    : `Approved: ${person.name} gets ${points} points for ${category.name}.`;
}

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
    handler: async ({ actor, params, body, services, http }) => {
      // Asked before, while the request still has its place in the list; programs do not go on to the next one.
      const waiting = wantsPage(http.req) ? await waitingList(unit, actor, services) : undefined;
      const request = await services.requests.decide(actor, unit.unit, params.id, body);
      return { request, next: waiting && nextAfter(waiting, params.id) };
    },
    redirect: ({ request, next }) => ({
      to: next === undefined ? addresses.requests : addresses.request(next.id),
      flash: {
        kind: 'success',
        text: `${outcome(request)} ${next === undefined ? 'Nothing else waits for you.' : 'Here is the next one.'}`,
      },
    }),
    refused: (refusal, request) => requestDetailPage(unit, request, refusal),
  });
}
