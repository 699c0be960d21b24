import { z } from 'zod';
import { hoursOfWorkday } from '../../../modules/organizations/index.js';
import { figurePeriodChoices, figurePeriodField } from '../../forms/figure-period.js';
import { unitPaths } from '../../paths.js';
import { route, type Route } from '../../route.js';
import { unitDashboardShape } from '../../shapes/unit-figures.js';
import type { UnitDeclaration } from '../../workspaces/unit-declaration.js';
import { dashboardAddresses } from './dashboard.presenter.js';
import { medianTime } from './figures/median-time.js';

const dashboardQuery = z.object({ period: figurePeriodField() });

/** First what waits, then how the unit stands, then what happened. */
export function unitDashboardRoute(unit: UnitDeclaration): Route {
  const addresses = unitPaths(unit.key);
  return route({
    method: 'GET',
    path: addresses.dashboard,
    permission: 'requests:view',
    unit: unit.unit,
    summary: `What waits at ${unit.label}, how it stands in a quarter or year, what was decided.`,
    query: dashboardQuery,
    hot: true,
    output: unitDashboardShape,
    handler: ({ actor, query, services }) =>
      services.reports.unitDashboard(actor, unit.unit, {
        scope: unit.scope ?? 'unit',
        period: query.period,
        participation: unit.participation,
      }),
    page: async (data, { services }) => {
      const workday = hoursOfWorkday((await services.organizations.current()).settings);
      return {
        view: 'unit/dashboard',
        title: unit.label,
        model: {
          data,
          unit,
          addresses,
          workday,
          median: medianTime(workday),
          links: dashboardAddresses(addresses, data),
          periods: await figurePeriodChoices(services),
        },
      };
    },
  });
}
