import { UNITS } from '../../../../kernel/units.js';
import { hoursOfWorkday } from '../../../../modules/organizations/index.js';
import { paths } from '../../../paths.js';
import { route, type PageAnswer, type Refusal, type Route, type RouteRequest } from '../../../route.js';
import { trackedListShape } from '../../../shapes/tracker.js';
import { trackerAddresses } from './pending-tracker.presenter.js';
import { trackerQuery, type TrackerQuery } from './tracker-query.js';

type TrackerRequest = Pick<RouteRequest<unknown, TrackerQuery>, 'actor' | 'query' | 'services'>;

function trackerList({ actor, query, services }: TrackerRequest) {
  const { page, size, sort = 'raised', ...filter } = query;
  return services.requests.tracked(actor, filter, sort, { number: page, size });
}

/** The list with its filter and the form that acts on what is selected; after a refusal with what was typed. */
export async function trackerPage(
  request: TrackerRequest,
  list: Awaited<ReturnType<typeof trackerList>>,
  refusal?: Refusal,
): Promise<PageAnswer> {
  const { actor, query, services } = request;
  const { settings, lists } = await services.organizations.current();
  const categories = await services.catalog.list();
  const named = [query.person, query.decider].filter((id) => id !== undefined);
  const names = named.length === 0 ? new Map() : await services.people.byIds(named);
  const units = UNITS.filter((unit) =>
    list.items.some(({ status, category }) => status === 'pending' && category.unit === unit),
  );
  return {
    view: 'hr/tracker/pending-tracker',
    title: 'Pending tracker',
    model: {
      list,
      query,
      filter: trackerAddresses(query, list.page),
      units: [...new Set(categories.map(({ unit }) => unit))],
      categories: categories.map(({ code, name }) => ({ value: code, label: name })),
      locations: lists.locations.map(({ name }) => ({ value: name, label: name })),
      nameOf: (id: string) => (names.get(id) as { name: string } | undefined)?.name ?? id,
      deciders: await services.requests.deciders(actor, units),
      workday: hoursOfWorkday(settings),
      remindAfter: settings.remindAfterWorkingDays,
      overdueAfter: settings.escalateAfterWorkingDays,
      reminders: settings.features.reminders,
      values: refusal?.values ?? {},
      errors: refusal?.errors ?? [],
      message: refusal?.error.message ?? null,
    },
  };
}

/** Every pending request of the company: whose it is, with whom, since when. */
export const pendingTrackerRoute: Route = route({
  method: 'GET',
  path: paths.hr.tracker,
  permission: 'requests:reassign',
  unit: 'hr',
  summary: 'Requests of every unit, pending ones unless said: with whom they are, since when, what was done about it.',
  query: trackerQuery,
  output: trackedListShape,
  handler: trackerList,
  page: (list, request) => trackerPage(request, list),
});

export async function refusedTrackerPage(refusal: Refusal, request: TrackerRequest): Promise<PageAnswer> {
  return trackerPage(request, await trackerList(request), refusal);
}
