import { z } from 'zod';
import { optionalField, pageFields, searchField } from '../../../kernel/fields.js';
import { rangeOfPeriod } from '../../../kernel/period.js';
import { CENTRAL_SORTS, type CentralDashboard } from '../../../modules/reports/index.js';
import { paths } from '../../paths.js';
import { route, type PageAnswer, type Refusal, type Route, type RouteRequest } from '../../route.js';
import { centralDashboardShape } from '../../shapes/central.js';
import { centralAddresses } from './dashboard.presenter.js';

export const centralQuery = z.object({
  q: optionalField(searchField()),
  department: optionalField(z.string().max(100)),
  grade: optionalField(z.string().max(20)),
  location: optionalField(z.string().max(100)),
  sort: optionalField(z.enum(CENTRAL_SORTS, { error: 'One of the columns that sort.' })).transform(
    (value) => value ?? 'year',
  ),
  order: optionalField(z.enum(['asc', 'desc'], { error: 'asc or desc' })),
  ...pageFields,
});

export type CentralQuery = z.output<typeof centralQuery>;

function loadDashboard(query: CentralQuery, { actor, services }: Pick<RouteRequest, 'actor' | 'services'>) {
  const { page, size, order, ...filter } = query;
  const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
  return services.reports.centralDashboard(
    actor,
    { ...given, ...(order !== undefined && { descending: order === 'desc' }) },
    { number: page, size },
  );
}

/** The dashboard as a page; also where a refused export comes back to. */
export async function centralDashboardPage(
  query: CentralQuery,
  request: Pick<RouteRequest, 'actor' | 'services'>,
  refusal?: Refusal,
  loaded?: CentralDashboard,
): Promise<PageAnswer> {
  const { services } = request;
  const data = loaded ?? (await loadDashboard(query, request));
  const organization = await services.organizations.current();
  return {
    view: 'central/dashboard',
    title: 'Everybody’s progress',
    model: {
      data,
      query,
      ...centralAddresses(query, data),
      lists: organization.lists,
      exportRange: rangeOfPeriod(data.kpis.year.period, organization.calendar),
      values: refusal?.values ?? {},
      errors: refusal?.errors ?? [],
    },
  };
}

export const centralDashboardRoute: Route = route({
  method: 'GET',
  path: paths.central.dashboard,
  permission: 'figures:view-all',
  unit: 'central',
  summary: 'Figures of the company and everybody’s progress; search, sort, paging.',
  query: centralQuery,
  output: centralDashboardShape,
  handler: ({ actor, query, services }) => loadDashboard(query, { actor, services }),
  page: (data, request) => centralDashboardPage(request.query, request, undefined, data),
});
