import { z } from 'zod';
import type { PersonActor } from '../../../kernel/actor.js';
import { periodOfDate, previousQuarter, rangeOfPeriod } from '../../../kernel/period.js';
import { unitPaths } from '../../paths.js';
import { route, type Route } from '../../route.js';
import type { Services } from '../../services.js';
import { requestShape } from '../../shapes/request.js';
import type { UnitDeclaration } from '../../workspaces/unit-declaration.js';
import { hoursOfWorkday } from '../../../modules/organizations/index.js';

const sums = z.array(z.object({ key: z.string(), regular: z.int(), count: z.int() }));

const unitDashboardShape = z.object({
  quarter: z.string(),
  counts: z.object({ pending: z.int(), assigned: z.int(), approved: z.int(), rejected: z.int() }),
  points: z.int(),
  oldest: z.array(requestShape),
  recent: z.array(requestShape),
  byMonth: sums,
  byCategory: sums,
});

/** First what waits, then how the unit stands, then what happened. */
async function unitDashboard(unit: UnitDeclaration, actor: PersonActor, services: Services) {
  const { calendar } = await services.organizations.current();
  const today = await services.organizations.today();
  const { quarter } = periodOfDate(today, calendar);
  const { from, to } = rangeOfPeriod(quarter, calendar);
  const counts = await services.requests.counts(actor, unit.unit, quarter);
  const everything = await services.requests.counts(actor, unit.unit);
  const oldest = await services.requests.queue(
    actor,
    unit.unit,
    { status: 'pending', mine: true },
    { number: 1, size: 5 },
  );
  const recent = await services.requests.queue(actor, unit.unit, { status: 'decided' }, { number: 1, size: 5 });
  const team =
    unit.scope === 'team' ? (await services.people.reportsOf(actor.personId)).map(({ id }) => id) : undefined;
  const scope = { unit: unit.unit, ...(team !== undefined && { personIds: team }) };
  const twoQuarters = { from: rangeOfPeriod(previousQuarter(quarter), calendar).from, to };
  const byMonth = await services.ledger.sumBy({ ...scope, ...twoQuarters }, 'month');
  const byCategory = await services.ledger.sumBy({ ...scope, from, to }, 'category');
  return {
    quarter,
    counts: { ...counts, pending: everything.pending, assigned: everything.assigned },
    points: byCategory.reduce((sum, row) => sum + row.regular, 0),
    oldest: oldest.items,
    recent: recent.items,
    byMonth,
    byCategory,
    range: twoQuarters,
  };
}

export function unitDashboardRoute(unit: UnitDeclaration): Route {
  const addresses = unitPaths(unit.key);
  return route({
    method: 'GET',
    path: addresses.dashboard,
    permission: 'requests:view',
    unit: unit.unit,
    summary: `What waits at ${unit.label}, how it stands this quarter, what was decided.`,
    output: unitDashboardShape,
    handler: ({ actor, services }) => unitDashboard(unit, actor, services),
    page: async (data, { services }) => ({
      view: 'unit/dashboard',
      title: unit.label,
      model: {
        data,
        unit,
        addresses,
        workday: hoursOfWorkday((await services.organizations.current()).settings),
        categoryNames: Object.fromEntries((await services.catalog.list()).map(({ code, name }) => [code, name])),
      },
    }),
  });
}
