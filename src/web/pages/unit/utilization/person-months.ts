import { z } from 'zod';
import { optionalField, wholeNumberField } from '../../../../kernel/fields.js';
import { yearKey } from '../../../../kernel/period.js';
import { isId } from '../../../../kernel/ids.js';
import { can } from '../../../../kernel/permissions.js';
import { unitPaths, withQuery } from '../../../paths.js';
import { route, type Route } from '../../../route.js';
import { personMonthsShape } from '../../../shapes/utilization.js';
import type { UnitDeclaration } from '../../../workspaces/unit-declaration.js';

/** A fiscal year of one person's percentages: recorded, pending, rejected, with who proposed and who decided. */
export function personMonthsRoute(unit: UnitDeclaration): Route {
  const addresses = unitPaths(unit.key);
  return route({
    method: 'GET',
    path: addresses.utilizationOf(),
    permission: 'requests:view',
    unit: unit.unit,
    summary: 'A fiscal year of one person’s utilization, month by month, and everything that was proposed for it.',
    params: z.object({ id: z.string().refine(isId) }),
    query: z.object({ year: optionalField(wholeNumberField(1900, 2999)) }),
    output: personMonthsShape,
    handler: ({ actor, params, query, services }) =>
      services.reports.utilizationOfPerson(actor, unit.unit, params.id, query.year),
    page: async (data, { actor, services }) => ({
      view: 'unit/utilization/person',
      title: `Utilization of ${data.person.name}`,
      breadcrumbs: [
        { label: unit.label, href: addresses.dashboard },
        { label: 'Utilization', href: addresses.utilization },
      ],
      model: {
        data,
        addresses,
        mayPropose: can(actor, 'requests:propose', unit.unit) && actor.personId !== data.person.id,
        window: await services.requests.utilizationWindow(),
        period: yearKey(data.year),
        years: data.years.map((year) => ({
          period: yearKey(year),
          href: withQuery(addresses.utilizationOf(data.person.id), { year }),
          active: year === data.year,
        })),
      },
    }),
  });
}
