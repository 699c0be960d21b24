import { z } from 'zod';
import { optionalField, pageFields } from '../../../../kernel/fields.js';
import { DEFAULT_PAGE_SIZE } from '../../../../kernel/paging.js';
import { figurePeriodChoices, figurePeriodField } from '../../../forms/figure-period.js';
import { unitPaths, withQuery } from '../../../paths.js';
import { route, type Route } from '../../../route.js';
import { marketShape } from '../../../shapes/unit-figures.js';
import { pagerOf } from '../../../views/pager.js';
import type { UnitDeclaration } from '../../../workspaces/unit-declaration.js';

const marketQuery = z.object({
  period: figurePeriodField(),
  region: optionalField(z.enum(['us', 'non-us'], { error: 'us or non-us' })),
  location: optionalField(z.string().max(100)),
  ...pageFields,
});

/** People and points of a unit by location, and the people of one of them. */
export function marketRoute(unit: UnitDeclaration): Route {
  const path = unitPaths(unit.key).market;
  return route({
    method: 'GET',
    path,
    permission: 'requests:view',
    unit: unit.unit,
    summary: `People and points of ${unit.label} by location; with a location also its people with points.`,
    query: marketQuery,
    output: marketShape,
    handler: ({ actor, query: { page, size, ...filter }, services }) =>
      services.reports.market(actor, unit.unit, filter, { number: page, size }),
    page: async (data, { query, services }) => {
      const { page: _page, size, ...filter } = query;
      const kept = { ...filter, size: size === DEFAULT_PAGE_SIZE ? undefined : size };
      const to = (changes: Record<string, string | number | undefined>) => withQuery(path, { ...kept, ...changes });
      return {
        view: 'unit/figures/market',
        title: 'Market',
        model: {
          data,
          query,
          path,
          placeHref: (location: string) => `${to({ location })}#people`,
          chips: (['region', 'location'] as const).flatMap((kind) => {
            const value = query[kind];
            return value === undefined ? [] : [{ kind, value, removeHref: to({ [kind]: undefined }) }];
          }),
          periods: await figurePeriodChoices(services),
          pager: data.people === null ? null : pagerOf(data.people.page, (page) => `${to({ page })}#people`),
        },
      };
    },
  });
}
