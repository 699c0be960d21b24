import { z } from 'zod';
import { checkboxField, optionalField, pageFields, searchField } from '../../../../kernel/fields.js';
import { DEFAULT_PAGE_SIZE } from '../../../../kernel/paging.js';
import { isQuarterKey } from '../../../../kernel/period.js';
import { can } from '../../../../kernel/permissions.js';
import type { UtilizationMonths } from '../../../../modules/reports/index.js';
import { periodChoices } from '../../../forms/period-choices.js';
import { unitPaths, withQuery } from '../../../paths.js';
import { route, type Route } from '../../../route.js';
import { utilizationMonthsShape } from '../../../shapes/utilization.js';
import { pagerOf } from '../../../views/pager.js';
import type { UnitDeclaration } from '../../../workspaces/unit-declaration.js';

export const monthField = () =>
  z.string().regex(/^(19|2\d)\d{2}-(0[1-9]|1[0-2])$/, { error: 'A month such as 2025-11.' });

const monthsQuery = z.object({
  month: optionalField(monthField()),
  quarter: optionalField(z.string().refine(isQuarterKey, { error: 'A quarter such as 2025-Q4.' })),
  department: optionalField(z.string().max(100)),
  grade: optionalField(z.string().max(20)),
  q: optionalField(searchField()),
  missing: checkboxField(),
  ...pageFields,
});

type MonthsQuery = z.output<typeof monthsQuery>;

const CONDITIONS = ['q', 'department', 'grade'] as const;

/** The filter as addresses: the quarter's months, chips that take one condition away, pages. */
function addressesOf(address: string, query: MonthsQuery, list: UtilizationMonths) {
  const { page: _page, size, missing, month: _month, quarter: _quarter, ...conditions } = query;
  const kept = {
    ...conditions,
    month: list.month,
    missing: missing ? 'true' : undefined,
    size: size === DEFAULT_PAGE_SIZE ? undefined : size,
  };
  const to = (changes: Record<string, string | number | undefined>) => withQuery(address, { ...kept, ...changes });
  return {
    here: to({}),
    month: (month: string) => to({ month }),
    onlyMissing: to({ missing: 'true' }),
    clearHref: withQuery(address, { month: list.month }),
    chips: [
      ...CONDITIONS.flatMap((kind) => {
        const value = query[kind];
        return value === undefined ? [] : [{ label: value, removeHref: to({ [kind]: undefined }) }];
      }),
      ...(missing ? [{ key: 'utilization.onlyMissing', removeHref: to({ missing: undefined }) }] : []),
    ],
    pager: pagerOf(list.page, (page) => to({ page })),
  };
}

/** Who has which percentage in the months of a quarter, and whose is missing. */
export function utilizationMonthsRoute(unit: UnitDeclaration): Route {
  const addresses = unitPaths(unit.key);
  return route({
    method: 'GET',
    path: addresses.utilization,
    permission: 'requests:view',
    unit: unit.unit,
    summary: 'The months of a quarter of people: recorded, pending with whom, missing; how many miss the month.',
    query: monthsQuery,
    output: utilizationMonthsShape,
    handler: ({ actor, query, services }) => {
      const { page: number, size, ...filter } = query;
      return services.reports.utilizationMonths(actor, unit.unit, filter, { number, size });
    },
    page: async (list, { actor, query, services }) => ({
      view: 'unit/utilization/months',
      title: 'Utilization',
      breadcrumbs: [{ label: unit.label, href: addresses.dashboard }],
      model: {
        list,
        query,
        unit,
        addresses,
        filter: addressesOf(addresses.utilization, query, list),
        mayPropose: can(actor, 'requests:propose', unit.unit),
        window: await services.requests.utilizationWindow(),
        lists: (await services.organizations.current()).lists,
        quarters: (await periodChoices(services)).filter(({ value }) => isQuarterKey(value)),
      },
    }),
  });
}
