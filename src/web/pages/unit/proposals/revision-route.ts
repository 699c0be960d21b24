import { z } from 'zod';
import type { UnitDeclaration } from '../../../workspaces/unit-declaration.js';
import { route, type Flash, type Route } from '../../../route.js';
import { requestShape } from '../../../shapes/request.js';
import type { ClaimDesk } from './claim-desk.js';
import { proposalInputs } from './claim-input.js';
import { madeClaimPage } from './made-claim.presenter.js';
import { madeParams } from './made-routes.js';
import { unitPaths } from '../../../paths.js';

/** Changes a pending proposal; the person stays. */
export function revisionRoute(desk: ClaimDesk, { key, unit }: UnitDeclaration): Route {
  const addresses = unitPaths(key);
  return route({
    method: 'POST',
    path: addresses.proposalRevision(),
    permission: desk.permission,
    unit,
    summary: 'Changes my pending proposal; points, grade and period are computed anew.',
    params: madeParams,
    body: proposalInputs(desk.period).revision,
    output: z.object({ request: requestShape, fields: z.array(z.string()) }),
    handler: async ({ actor, params: { id }, body: { deciderId, month, eventDate, ...rest }, services }) => {
      const { request } = await services.requests.detailForOthers(actor, unit, desk.way, id);
      return services.requests.reviseProposal(actor, unit, id, {
        ...rest,
        validatorId: deciderId,
        eventDate: eventDate ?? dayIn(month ?? '', request.eventDate),
      });
    },
    redirect: ({ request, fields, pointsBefore }) => ({
      to: addresses.proposal(request.id),
      flash: changeWords(fields, request.points, pointsBefore),
    }),
    refused: (refusal, request) => madeClaimPage(desk, request, refusal),
  });
}

/** The day that a proposal has already where that is in the month; otherwise the month's first. */
function dayIn(month: string, day: string): string {
  return day.startsWith(month) ? day : `${month}-01`;
}

function changeWords(fields: readonly string[], points: number, before: number): Flash {
  if (fields.length === 0) return { kind: 'info', text: 'Nothing was different, so nothing was changed.' };
  const worth =
    points === before ? `It stays at ${points} points` : `It is worth ${points} points now, before ${before}`;
  return { kind: 'success', text: `The proposal is changed. ${worth}; whoever decides is told.` };
}
