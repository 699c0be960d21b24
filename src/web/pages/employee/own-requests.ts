import { z } from 'zod';
import { optionalField, pageFields } from '../../../kernel/fields.js';
import { isId } from '../../../kernel/ids.js';
import { REQUEST_STATUSES } from '../../../modules/requests/index.js';
import { paths, withQuery } from '../../paths.js';
import { route, type Route } from '../../route.js';
import { oneRequestShape, requestListShape } from '../../shapes/request.js';
import { pagerOf } from '../../views/pager.js';

const params = z.object({ id: z.string().refine(isId) });

export const ownRequestRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: paths.employee.requests,
    permission: 'signed-in',
    summary: 'My requests with their status and who has them since when.',
    query: z.object({
      status: optionalField(z.enum(REQUEST_STATUSES, { error: 'A status of requests.' })),
      ...pageFields,
    }),
    output: requestListShape,
    handler: ({ actor, query, services }) =>
      services.requests.mine(actor, { status: query.status }, { number: query.page, size: query.size }),
    page: (list, { query }) => ({
      view: 'employee/requests',
      title: 'Your requests',
      model: {
        list,
        status: query.status ?? '',
        statuses: REQUEST_STATUSES,
        pager: pagerOf(list.page, (page) => withQuery(paths.employee.requests, { status: query.status, page })),
      },
    }),
  }),
  route({
    method: 'GET',
    path: paths.employee.request(),
    permission: 'signed-in',
    summary: 'One of my requests with evidence, decision and what happened.',
    params,
    output: oneRequestShape,
    handler: ({ actor, params: { id }, services }) => services.requests.detail(actor, 'own', id),
    page: (detail) => ({
      view: 'employee/request',
      title: detail.request.category.name,
      breadcrumbs: [{ label: 'Your requests', href: paths.employee.requests }],
      model: { detail },
    }),
  }),
  route({
    method: 'POST',
    path: paths.employee.withdrawal(),
    permission: 'signed-in',
    summary: 'Withdraws my pending request; the decider no longer sees it.',
    params,
    body: z.strictObject({}),
    output: oneRequestShape,
    handler: async ({ actor, params: { id }, services }) => ({ request: await services.requests.withdraw(actor, id) }),
    redirect: () => ({
      to: paths.employee.requests,
      flash: { kind: 'success', text: 'The request is withdrawn.' },
    }),
  }),
];
