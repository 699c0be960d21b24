import { z } from 'zod';
import { optionalField, pageFields, searchField } from '../../kernel/fields.js';
import { can } from '../../kernel/permissions.js';
import { pageOf } from '../../kernel/paging.js';
import { paths, withQuery } from '../paths.js';
import { route, type Route } from '../route.js';
import { initialsOf, pagerOf } from '../views/pager.js';
import { pageShape, personSummary } from '../shapes/common.js';

/** The company's directory as every colleague may see it: names, grades, departments; no figures, no addresses. */
export const peopleSearchRoute: Route = route({
  method: 'GET',
  path: paths.people.search,
  permission: 'signed-in',
  summary: 'Finds active colleagues by name.',
  query: z.object({ q: optionalField(searchField()), ...pageFields }),
  output: pageShape(personSummary.extend({ location: z.string() })),
  handler: ({ query, services }) => {
    const page = { number: query.page, size: query.size };
    if (query.q === undefined) return Promise.resolve(pageOf([], page, 0));
    return services.people.list({ q: query.q, status: 'active' }, page);
  },
  page: (found, { actor, query }) => ({
    view: 'people/search',
    title: 'Find people',
    model: {
      found: {
        ...found,
        items: found.items.map((person) => ({
          ...person,
          initials: initialsOf(person.name),
          // HR administration goes on to everything that is known of the person.
          href: can(actor, 'people:administer', 'hr') ? paths.hr.person(person.id) : undefined,
        })),
      },
      q: query.q ?? '',
      pager: pagerOf(found.page, (page) => withQuery(paths.people.search, { q: query.q, page })),
    },
  }),
});
