import { z } from 'zod';
import { hoursOfWorkday } from '../../../../modules/organizations/index.js';
import { reassignmentInput } from '../../../../modules/requests/index.js';
import { paths } from '../../../paths.js';
import { route, type PageAnswer, type Refusal, type Route, type RouteRequest } from '../../../route.js';
import { oneTrackedShape } from '../../../shapes/tracker.js';
import { requestParams } from '../../unit/request-detail.js';

type DetailRequest = Pick<RouteRequest<z.output<typeof requestParams>>, 'actor' | 'params' | 'services'>;

async function trackedPage({ actor, params, services }: DetailRequest, refusal?: Refusal): Promise<PageAnswer> {
  const detail = await services.requests.trackedDetail(actor, params.id);
  const { settings } = await services.organizations.current();
  const { request } = detail;
  return {
    view: 'hr/tracker/tracked-request',
    title: `${request.category.name} of ${request.person.name}`,
    breadcrumbs: [{ label: 'Pending tracker', href: paths.hr.tracker }],
    model: {
      detail,
      addresses: { request: paths.hr.tracked },
      workday: hoursOfWorkday(settings),
      overdueAfter: settings.escalateAfterWorkingDays,
      deciders:
        request.status === 'pending' ? await services.requests.deciders(actor, [request.category.unit], request) : [],
      values: refusal?.values ?? {},
      errors: refusal?.errors ?? [],
      message: refusal?.error.message ?? null,
    },
  };
}

/** One request of any unit, to be looked at and given to somebody else, never decided. */
export const trackedRequestRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: paths.hr.tracked(),
    permission: 'requests:reassign',
    unit: 'hr',
    summary: 'One request of any unit with its evidence, with whom it is, and what happened to it.',
    params: requestParams,
    output: oneTrackedShape,
    handler: ({ actor, params, services }) => services.requests.trackedDetail(actor, params.id),
    page: (_detail, request) => trackedPage(request),
  }),
  route({
    method: 'POST',
    path: paths.hr.reassign(),
    permission: 'requests:reassign',
    unit: 'hr',
    summary: 'Gives a pending request to another decider, who is told, as is whoever had it.',
    params: requestParams,
    body: reassignmentInput,
    output: oneTrackedShape,
    handler: async ({ actor, params, body, services }) => ({
      request: await services.requests.reassignOne(actor, params.id, body.toId, body.reason),
    }),
    redirect: ({ request }) => ({
      to: paths.hr.tracked(request.id),
      flash: { kind: 'success', text: `${request.approver.name} decides this from now on and was told.` },
    }),
    refused: (refusal, request) => trackedPage(request, refusal),
  }),
  route({
    method: 'POST',
    path: paths.hr.remind(),
    permission: 'requests:reassign',
    unit: 'hr',
    summary: 'Reminds the decider of a pending request, at most once a day.',
    params: requestParams,
    body: z.strictObject({}),
    output: oneTrackedShape,
    handler: async ({ actor, params, services }) => ({
      request: await services.requests.remindOne(actor, params.id),
    }),
    redirect: ({ request }) => ({
      to: paths.hr.tracked(request.id),
      flash: { kind: 'success', text: `${request.approver.name} was reminded.` },
    }),
    refused: (refusal, request) => trackedPage(request, refusal),
  }),
];
