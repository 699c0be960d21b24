import { z } from 'zod';
import { optionalField, pageFields, searchField } from '../../../../kernel/fields.js';
import { isId } from '../../../../kernel/ids.js';
import { isQuarterKey } from '../../../../kernel/period.js';
import { REQUEST_STATUSES } from '../../../../modules/requests/index.js';
import { periodChoices } from '../../../forms/period-choices.js';
import { withQuery } from '../../../paths.js';
import { route, type Route } from '../../../route.js';
import { oneRequestShape, requestListShape } from '../../../shapes/request.js';
import { pagerOf } from '../../../views/pager.js';
import type { ClaimDesk } from './claim-desk.js';
import { deskFacts, trailOf } from './claim-form.presenter.js';
import { madeClaimPage } from './made-claim.presenter.js';

export const madeParams = z.object({ id: z.string().refine(isId) });

const STATUSES = [...REQUEST_STATUSES, 'decided', 'all'] as const;
const madeQuery = z.object({
  status: optionalField(z.enum(STATUSES, { error: 'A status of requests.' })).transform((value) => value ?? 'pending'),
  q: optionalField(searchField()),
  category: optionalField(z.string().max(60)),
  quarter: optionalField(z.string().refine(isQuarterKey, { error: 'A quarter such as 2025-Q4.' })),
  ...pageFields,
});
const CONDITIONS = ['q', 'category', 'quarter'] as const;

/** What somebody claimed for others: the list, one of them, taking one back. */
export function madeRoutes(desk: ClaimDesk): readonly Route[] {
  const { unit, way, permission, addresses } = desk;
  const common = { permission, unit: unit.unit };
  const mine = way === 'proposed' ? 'proposals' : 'requests for others';
  return [
    route({
      ...common,
      method: 'GET',
      path: addresses.list,
      summary: `My ${mine} in ${unit.label} with their status and who has them since when.`,
      query: madeQuery,
      output: requestListShape,
      handler: ({ actor, query: { page, size, ...filter }, services }) =>
        services.requests.madeForOthers(actor, unit.unit, way, filter, { number: page, size }),
      page: async (list, { actor, query, services }) => {
        const { page, size, ...filter } = query;
        const to = (changes: Record<string, string | number | undefined>) =>
          withQuery(addresses.list, { ...filter, size: size === 20 ? undefined : size, ...changes });
        return {
          view: 'unit/proposals/list',
          title: way === 'proposed' ? 'My proposals' : 'Raised for others',
          breadcrumbs: trailOf(desk, true),
          model: {
            ...deskFacts(desk),
            list,
            query,
            pending: await services.requests.pendingForOthers(actor, unit.unit, way),
            here: to({ page: page === 1 ? undefined : page }),
            chips: CONDITIONS.flatMap((kind) => {
              const value = query[kind];
              return value === undefined ? [] : [{ kind, value, removeHref: to({ [kind]: undefined }) }];
            }),
            pager: pagerOf(list.page, (number) => to({ page: number })),
            categories: (await services.catalog.list({ unit: unit.unit })).map(({ code, name }) => ({
              value: code,
              label: name,
            })),
            quarters: (await periodChoices(services)).filter(({ value }) => isQuarterKey(value)),
          },
        };
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: addresses.one(),
      summary: `One of my ${mine} with what became of it, and the form to change it while that is possible.`,
      params: madeParams,
      output: oneRequestShape,
      handler: ({ actor, params: { id }, services }) => services.requests.detailForOthers(actor, unit.unit, way, id),
      page: (_detail, request) => madeClaimPage(desk, request),
    }),
    route({
      ...common,
      method: 'POST',
      path: addresses.withdrawal(),
      summary: `Takes one of my pending ${mine} back; the person never learns of it.`,
      params: madeParams,
      body: z.strictObject({}),
      output: oneRequestShape,
      handler: async ({ actor, params: { id }, services }) => {
        await services.requests.detailForOthers(actor, unit.unit, way, id);
        return { request: await services.requests.withdraw(actor, id) };
      },
      redirect: ({ request }) => ({
        to: addresses.list,
        flash: {
          kind: 'success',
          text: `Withdrawn: ${request.category.name} for ${request.person.name}. ${request.approver.name} is told that there is nothing to decide any more.`,
        },
      }),
      refused: (refusal, request) => madeClaimPage(desk, request, refusal),
    }),
  ];
}
