import { z } from 'zod';
import { isId } from '../../../../kernel/ids.js';
import { pageFields } from '../../../../kernel/fields.js';
import { hoursOfWorkday } from '../../../../modules/organizations/index.js';
import { unitPaths, withQuery } from '../../../paths.js';
import { route, type Route } from '../../../route.js';
import { ownPersonShape } from '../../../shapes/own-people.js';
import { pagerOf } from '../../../views/pager.js';
import type { PeopleUnit } from './people-unit.js';

/** One of the people: figures over the years, what waits, what was decided, and the entries behind it; the page is theirs. */
export function personPageRoute(unit: PeopleUnit): Route {
  const addresses = unitPaths(unit.key);
  return route({
    method: 'GET',
    path: addresses.employee(),
    permission: unit.permission,
    unit: unit.unit,
    summary: `One of the people of ${unit.label}: quarters over the years, what waits, decisions, entries.`,
    params: z.object({ id: z.string().refine(isId) }),
    query: z.object(pageFields),
    output: ownPersonShape,
    handler: ({ actor, params, query, services }) =>
      services.reports.ownPerson(actor, unit.unit, unit.people, params.id, { number: query.page, size: query.size }),
    page: async (data, { params, query, services }) => {
      const here = addresses.employee(params.id);
      const size = query.size === 20 ? undefined : query.size;
      return {
        view: 'unit/people/person',
        title: data.person.name,
        breadcrumbs: [
          { label: unit.label, href: addresses.dashboard },
          { label: unit.title, href: addresses.employees },
        ],
        model: {
          data,
          unit,
          addresses,
          // Whoever may decide opens requests; delivery partners only see that they wait.
          opens: unit.people !== 'assigned',
          here: withQuery(here, { page: query.page === 1 ? undefined : query.page, size }),
          workday: hoursOfWorkday((await services.organizations.current()).settings),
          pager: pagerOf(data.entries.page, (page) => withQuery(here, { page, size })),
        },
      };
    },
  });
}
