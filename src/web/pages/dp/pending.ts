import { z } from 'zod';
import { optionalField, pageFields, searchField } from '../../../kernel/fields.js';
import { hoursOfWorkday } from '../../../modules/organizations/index.js';
import { unitPaths, withQuery } from '../../paths.js';
import { route, type Route } from '../../route.js';
import { lookedRequestsShape } from '../../shapes/own-people.js';
import { pagerOf } from '../../views/pager.js';

const path = unitPaths('dp').pending;
const CONDITIONS = ['q', 'category', 'department', 'grade'] as const;

const pendingQuery = z.object({
  q: optionalField(searchField()),
  category: optionalField(z.string().max(60)),
  department: optionalField(z.string().max(100)),
  grade: optionalField(z.string().max(20)),
  ...pageFields,
});

/** What the people wait for whose delivery partner one is: everywhere, oldest first, to be looked at only. */
export const assignedPendingRoute: Route = route({
  method: 'GET',
  path,
  permission: 'workspace:view',
  unit: 'dp',
  summary: 'What my people wait for in all units, with its age and who has it, oldest first.',
  query: pendingQuery,
  output: lookedRequestsShape,
  handler: ({ actor, query, services }) => {
    const { page: number, size, ...filter } = query;
    return services.reports.assignedPending(actor, filter, { number, size });
  },
  page: async (list, { query, services }) => {
    const { page: number, size, ...conditions } = query;
    const kept = { ...conditions, size: size === 20 ? undefined : size };
    const to = (changes: Readonly<Record<string, string | number | undefined>>) =>
      withQuery(path, { ...kept, ...changes });
    const organization = await services.organizations.current();
    const categories = (await services.catalog.list()).map(({ code, name }) => ({ value: code, label: name }));
    const labelOf = (value: string) => categories.find((one) => one.value === value)?.label ?? value;
    return {
      view: 'dp/pending',
      title: 'Pending items of my people',
      model: {
        list,
        query,
        path,
        here: to({ page: number === 1 ? undefined : number }),
        lists: organization.lists,
        categories,
        workday: hoursOfWorkday(organization.settings),
        overdueAfter: organization.settings.escalateAfterWorkingDays,
        chips: CONDITIONS.flatMap((name) => {
          const value = query[name];
          return value === undefined ? [] : [{ label: labelOf(value), removeHref: to({ [name]: undefined }) }];
        }),
        pager: pagerOf(list.page, (page) => to({ page })),
      },
    };
  },
});
