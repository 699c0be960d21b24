import { z } from 'zod';
import { isId } from '../../../kernel/ids.js';
import { unitPaths } from '../../paths.js';
import { route, type PageAnswer, type Refusal, type Route, type RouteRequest } from '../../route.js';
import { oneRequestShape } from '../../shapes/request.js';
import type { UnitDeclaration } from '../../workspaces/unit-declaration.js';
import { neighboursIn, waitingList } from './waiting-list.js';
import { hoursOfWorkday } from '../../../modules/organizations/index.js';

export const requestParams = z.object({ id: z.string().refine(isId) });

/** One request beside its evidence, with what is odd about it and the form that decides it. */
export async function requestDetailPage(
  unit: UnitDeclaration,
  { actor, params, services }: Pick<RouteRequest<z.output<typeof requestParams>>, 'actor' | 'params' | 'services'>,
  refusal?: Refusal,
): Promise<PageAnswer> {
  const detail = await services.requests.detail(actor, unit.unit, params.id);
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
    output: oneRequestShape,
    handler: ({ actor, params, services }) => services.requests.detail(actor, unit.unit, params.id),
    page: (_detail, request) => requestDetailPage(unit, request),
  });
}
