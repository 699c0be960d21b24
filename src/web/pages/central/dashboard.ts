import type { CentralDashboard } from '../../../modules/reports/index.js';
import { paths } from '../../paths.js';
import { route, type PageAnswer, type Refusal, type Route, type RouteRequest } from '../../route.js';
import { centralDashboardShape } from '../../shapes/central.js';
import { centralFilter, centralQuery, type CentralQuery } from './dashboard-query.js';
import { centralAddresses, compared } from './dashboard.presenter.js';

type Viewer = Pick<RouteRequest, 'actor' | 'services'>;

function loadDashboard({ page, size, ...fields }: CentralQuery, { actor, services }: Viewer) {
  return services.reports.centralDashboard(actor, centralFilter(fields), { number: page, size });
}

/** The dashboard as a page; where days are refused, that of today with what was typed. */
async function centralDashboardPage(
  query: CentralQuery,
  { actor, services }: Viewer,
  refusal?: Refusal,
  loaded?: CentralDashboard,
): Promise<PageAnswer> {
  const shown = refusal === undefined ? query : { ...query, from: undefined, to: undefined };
  const data = loaded ?? (await loadDashboard(shown, { actor, services }));
  const organization = await services.organizations.current();
  const manager = query.manager === undefined ? undefined : await services.people.find(query.manager);
  return {
    view: 'central/dashboard',
    title: 'Everybody’s progress',
    model: {
      data,
      query,
      manager: manager?.name ?? null,
      ...centralAddresses(query, data),
      quarterTrend: compared(data.kpis.quarter.regular, data.kpis.previousQuarter.regular),
      yearTrend: compared(data.kpis.year.regular, data.kpis.previousYear.regular),
      lists: organization.lists,
      errors: refusal?.errors ?? [],
    },
  };
}

export const centralDashboardRoute: Route = route({
  method: 'GET',
  path: paths.central.dashboard,
  permission: 'figures:view-all',
  unit: 'central',
  summary: 'Figures of the company and everybody’s progress, today or in days asked for; search, sort, paging.',
  query: centralQuery,
  output: centralDashboardShape,
  handler: ({ query, actor, services }) => loadDashboard(query, { actor, services }),
  page: (data, { query, actor, services }) => centralDashboardPage(query, { actor, services }, undefined, data),
  refused: (refusal, { actor, services, ...request }) => {
    // Days come back beside their fields; what is no filter at all was never read, and has no field to be said at.
    const query = request.query as CentralQuery | undefined;
    if (query === undefined) throw refusal.error;
    return centralDashboardPage(query, { actor, services }, refusal);
  },
});
