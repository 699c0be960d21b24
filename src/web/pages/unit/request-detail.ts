import { z } from 'zod';
import { isId } from '../../../kernel/ids.js';
import { unitPaths } from '../../paths.js';
import { route, type PageAnswer, type Refusal, type Route, type RouteRequest } from '../../route.js';
import { requestDetailShape } from '../../shapes/queue.js';
import type { UnitDeclaration } from '../../workspaces/unit-declaration.js';
import { percentageForms } from './utilization/percentage-forms.js';
import { neighboursIn, waitingList } from './waiting-list.js';
import { hoursOfWorkday } from '../../../modules/organizations/index.js';

export const requestParams = z.object({ id: z.string().refine(isId) });

type DetailRequest = Pick<RouteRequest<z.output<typeof requestParams>>, 'actor' | 'params' | 'services'>;

/** The request with what a decider should know: what it is worth by which terms, and how the person's quarter stands. */
async function unitRequest(unit: UnitDeclaration, { actor, params, services }: DetailRequest) {
  const detail = await services.requests.detail(actor, unit.unit, params.id);
  const { request } = detail;
  const { id } = request.person;
  const worth = {
    value: request.value,
    quantity: request.quantity,
    version: request.category.version,
    from: detail.termsFrom,
  };
  // For those who judge it: whoever claims for others would otherwise learn how much anybody has, by claiming.
  if (request.proposer.id === actor.personId && id !== actor.personId) return { ...detail, worth, quarter: null };
  const stands = (await services.ledger.totals([id], [request.period])).get(id)?.[request.period]?.regular ?? 0;
  // What was credited is in the figure already.
  const own = request.entryId === null ? 0 : request.points;
  return {
    ...detail,
    worth,
    quarter: { period: request.period, before: stands - own, after: stands - own + request.points },
  };
}

/** One request beside its evidence, with what is odd about it and the form that decides it. */
export async function requestDetailPage(
  unit: UnitDeclaration,
  request: DetailRequest,
  refusal?: Refusal,
): Promise<PageAnswer> {
  const { actor, params, services } = request;
  const detail = await unitRequest(unit, request);
  const addresses = unitPaths(unit.key);
  const { settings } = await services.organizations.current();
  const waiting = detail.request.status === 'pending' ? await waitingList(unit, actor, services) : undefined;
  const neighbours = waiting && neighboursIn(waiting, params.id);
  return {
    view: 'unit/request',
    title: `${detail.request.category.name} of ${detail.request.person.name}`,
    breadcrumbs: [
      { label: unit.label, href: addresses.dashboard },
      { label: 'Requests', href: addresses.requests },
    ],
    model: {
      detail,
      percentage: await percentageForms(unit, actor, services, detail.request),
      unit,
      addresses,
      workday: hoursOfWorkday(settings),
      overdueAfter: settings.escalateAfterWorkingDays,
      // Beside the request only where it is one of those that wait for the viewer.
      waiting: neighbours === undefined || neighbours.place === -1 ? null : { ...waiting, ...neighbours },
      values: refusal?.values ?? {},
      errors: refusal?.errors ?? [],
      message: refusal?.error.message ?? null,
    },
  };
}

export function unitRequestRoute(unit: UnitDeclaration): Route {
  return route({
    method: 'GET',
    path: unitPaths(unit.key).request(),
    permission: 'requests:view',
    unit: unit.unit,
    summary: 'One request with its evidence and what the decider should know.',
    params: requestParams,
    output: requestDetailShape,
    handler: (request) => unitRequest(unit, request),
    page: (_detail, request) => requestDetailPage(unit, request),
  });
}
