import { utilizationPercent } from '../../../../kernel/utilization.js';
import {
  correctUtilizationInput,
  reviseUtilizationInput,
  type RequestView,
} from '../../../../modules/requests/index.js';
import { unitPaths } from '../../../paths.js';
import { route, type Route } from '../../../route.js';
import { onePercentageShape } from '../../../shapes/utilization.js';
import type { UnitDeclaration } from '../../../workspaces/unit-declaration.js';
import { requestDetailPage, requestParams } from '../request-detail.js';

function percentOf({ utilization }: RequestView): string {
  return `${utilizationPercent(utilization?.basisPoints ?? 0).toFixed(1)}%`;
}

/** A pending percentage is corrected by who decides it, and changed or withdrawn by who proposed it. */
export function percentageRoutes(unit: UnitDeclaration): readonly Route[] {
  const addresses = unitPaths(unit.key);
  return [
    route({
      method: 'POST',
      path: addresses.utilizationCorrection(),
      permission: 'requests:decide',
      unit: unit.unit,
      summary: 'Corrects a pending percentage before its decision; who proposed it is told why.',
      params: requestParams,
      body: correctUtilizationInput,
      output: onePercentageShape,
      handler: async ({ actor, params, body, services }) => ({
        request: await services.requests.correctUtilization(actor, unit.unit, params.id, body),
      }),
      redirect: ({ request }) => ({
        to: addresses.request(request.id),
        flash: {
          kind: 'success',
          text: `Corrected to ${percentOf(request)}. ${request.proposer.name} is told; now decide it.`,
        },
      }),
      refused: (refusal, request) => requestDetailPage(unit, request, refusal),
    }),
    route({
      method: 'POST',
      path: addresses.utilizationRevision(),
      permission: 'requests:propose',
      unit: unit.unit,
      summary: 'Changes the own pending percentage, its notes or who decides it; person and month stay.',
      params: requestParams,
      body: reviseUtilizationInput,
      output: onePercentageShape,
      handler: ({ actor, params, body, services }) =>
        services.requests.reviseUtilization(actor, unit.unit, params.id, body),
      redirect: ({ request, fields }) => ({
        to: addresses.request(request.id),
        flash:
          fields.length === 0
            ? { kind: 'info', text: 'Nothing was different, so nothing was changed.' }
            : { kind: 'success', text: `Changed: ${percentOf(request)}. It waits for ${request.approver.name}.` },
      }),
      refused: (refusal, request) => requestDetailPage(unit, request, refusal),
    }),
    route({
      method: 'POST',
      path: addresses.utilizationWithdrawal(),
      permission: 'requests:propose',
      unit: unit.unit,
      summary: 'Takes the own pending percentage back; the month can then be proposed anew.',
      params: requestParams,
      output: onePercentageShape,
      handler: async ({ actor, params, services }) => {
        await services.requests.detailForOthers(actor, unit.unit, 'proposed', params.id);
        return { request: await services.requests.withdraw(actor, params.id) };
      },
      redirect: ({ request }) => ({
        to: addresses.utilizationOf(request.person.id),
        flash: { kind: 'success', text: 'Withdrawn. The month can be proposed anew.' },
      }),
      refused: (refusal, request) => requestDetailPage(unit, request, refusal),
    }),
  ];
}
