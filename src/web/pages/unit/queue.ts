import { z } from 'zod';
import { optionalField, pageFields, searchField, wholeNumberField } from '../../../kernel/fields.js';
import { isQuarterKey } from '../../../kernel/period.js';
import { isId } from '../../../kernel/ids.js';
import { periodChoices } from '../../forms/period-choices.js';
import { unitPaths } from '../../paths.js';
import { route, type Route } from '../../route.js';
import { requestListShape } from '../../shapes/request.js';
import type { UnitDeclaration } from '../../workspaces/unit-declaration.js';
import { queueAddresses } from './queue.presenter.js';
import { hoursOfWorkday } from '../../../modules/organizations/index.js';

/** What a queue can be narrowed by; all of it stands in the address. */
export const queueQuery = z.object({
  status: optionalField(
    z.enum(['pending', 'approved', 'rejected', 'withdrawn', 'decided', 'all'], { error: 'A status of requests.' }),
  ).transform((value) => value ?? 'pending'),
  mine: optionalField(z.enum(['true', 'false'], { error: 'true or false' })).transform((value) => value === 'true'),
  quarter: optionalField(z.string().refine(isQuarterKey, { error: 'A quarter such as 2025-Q4.' })),
  year: optionalField(wholeNumberField(1900, 2999)),
  category: optionalField(z.string().max(60)),
  department: optionalField(z.string().max(100)),
  grade: optionalField(z.string().max(20)),
  person: optionalField(z.string().refine(isId, { error: 'The id of a person.' })),
  q: optionalField(searchField()),
  ...pageFields,
});

export type QueueQuery = z.output<typeof queueQuery>;

/** Queue and history of a unit: what waits, oldest first with its age, and what was decided. */
export function queueRoute(unit: UnitDeclaration): Route {
  const addresses = unitPaths(unit.key);
  return route({
    method: 'GET',
    path: addresses.requests,
    permission: 'requests:view',
    unit: unit.unit,
    summary: `Requests that ${unit.label} may see, pending ones first.`,
    query: queueQuery,
    output: requestListShape,
    handler: ({ actor, query, services }) => {
      const { page, size, ...filter } = query;
      return services.requests.queue(actor, unit.unit, filter, { number: page, size });
    },
    page: async (list, { actor, query, services }) => {
      const organization = await services.organizations.current();
      const categories = await services.catalog.list({ unit: unit.unit });
      const counts = await services.requests.counts(actor, unit.unit);
      return {
        view: 'unit/queue',
        title: `${unit.label}: requests`,
        model: {
          list,
          query,
          unit,
          addresses,
          counts,
          absence: await services.absences.notices(actor.personId),
          workday: hoursOfWorkday(organization.settings),
          overdueAfter: organization.settings.escalateAfterWorkingDays,
          filter: queueAddresses(addresses.requests, query, list),
          categories: categories.map(({ code, name }) => ({ value: code, label: name })),
          lists: organization.lists,
          quarters: (await periodChoices(services)).filter(({ value }) => isQuarterKey(value)),
        },
      };
    },
  });
}
