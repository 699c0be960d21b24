import { z } from 'zod';
import { isId } from '../../../kernel/ids.js';
import { can } from '../../../kernel/permissions.js';
import { ENTRY_KINDS } from '../../../modules/ledger/index.js';
import { hoursOfWorkday } from '../../../modules/organizations/index.js';
import type { CentralEmployee } from '../../../modules/reports/index.js';
import { paths, withQuery } from '../../paths.js';
import { route, type Route } from '../../route.js';
import { centralEmployeeShape } from '../../shapes/central.js';
import { pagerOf } from '../../views/pager.js';
import { centralEmployeeQuery, employeeWish, type CentralEmployeeQuery } from './employee-query.js';

const CONDITIONS = ['quarter', 'category', 'kind'] as const;

export const centralEmployeeRoute: Route = route({
  method: 'GET',
  path: paths.central.employee(),
  permission: 'figures:view-all',
  unit: 'central',
  summary: 'One person in a fiscal year: totals, quarters, utilization, bonus with its reason, entries.',
  params: z.object({ id: z.string().refine(isId) }),
  query: centralEmployeeQuery,
  output: centralEmployeeShape,
  handler: ({ actor, params, query, services }) =>
    services.reports.centralEmployee(actor, params.id, employeeWish(query), { number: query.page, size: query.size }),
  page: async (data, { actor, query, services }) => ({
    view: 'central/employee',
    title: data.person.name,
    breadcrumbs: [{ label: 'Central', href: paths.central.dashboard }],
    model: {
      data,
      query,
      ...employeeAddresses(query, data),
      kinds: ENTRY_KINDS,
      workday: hoursOfWorkday((await services.organizations.current()).settings),
      auditHref: can(actor, 'audit:view', 'hr') ? withQuery(paths.hr.audit, { about: data.person.id }) : undefined,
      directoryHref: can(actor, 'people:administer', 'hr') ? paths.hr.person(data.person.id) : undefined,
      corrects: can(actor, 'points:correct', 'hr'),
    },
  }),
});

/** The person's page as addresses: years, entries of a quarter, category or kind, pages of them. */
function employeeAddresses({ page: _page, size, ...wanted }: CentralEmployeeQuery, data: CentralEmployee) {
  const here = paths.central.employee(data.person.id);
  const kept = { ...wanted, size: size === 20 ? undefined : size };
  const to = (changes: Readonly<Record<string, string | number | undefined>>) =>
    withQuery(here, { ...kept, ...changes });
  return {
    here,
    year: (year: string) => withQuery(here, { year, size: kept.size }),
    chips: CONDITIONS.flatMap((kind) => {
      const value = kept[kind];
      return value === undefined ? [] : [{ kind, value, removeHref: `${to({ [kind]: undefined })}#entries` }];
    }),
    clearHref: `${withQuery(here, { year: kept.year, size: kept.size })}#entries`,
    pager: pagerOf(data.entries.page, (page) => `${to({ page })}#entries`),
    bonusHref: (period: string) => withQuery(paths.central.bonus, { period, q: data.person.employeeId }),
  };
}
