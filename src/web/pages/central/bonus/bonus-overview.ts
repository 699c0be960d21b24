import { z } from 'zod';
import { optionalField, pageFields, searchField } from '../../../../kernel/fields.js';
import { BONUS_REASONS, BONUS_STANDINGS, type BonusOverview } from '../../../../modules/bonuses/index.js';
import { paths, withQuery } from '../../../paths.js';
import { route, type Route, type RouteRequest } from '../../../route.js';
import { bonusOverviewShape } from '../../../shapes/bonus.js';
import { pagerOf } from '../../../views/pager.js';
import { permission, quarterChoices, quarterField, quarterOf, unit } from './bonus-quarter.js';

const listed = (text: string) => optionalField(z.string().max(60, { error: text }));

const query = z.object({
  period: quarterField(),
  state: optionalField(z.enum(['all', ...BONUS_STANDINGS], { error: 'A state of the bonus.' })),
  reason: optionalField(z.enum(BONUS_REASONS, { error: 'A reason.' })),
  q: optionalField(searchField()),
  department: listed('A department.'),
  grade: listed('A grade.'),
  location: listed('A location.'),
  ...pageFields,
});

type Query = z.output<typeof query>;

/** How long a browser without scripts waits before it looks again at a run that goes on. */
const RUN_SECONDS = 5;

async function load(
  asked: Query,
  { actor, services }: Pick<RouteRequest, 'actor' | 'services'>,
): Promise<BonusOverview> {
  const { page: number, size, period, state = 'all', ...filter } = asked;
  const quarter = await quarterOf(services, period);
  const narrowed = { ...filter, quarter, ...(state !== 'all' && { state }) };
  return services.bonuses.overview(actor, narrowed, { number, size });
}

/** Addresses of the page with one part of the filter changed or taken away. */
function addressesOf({ page: _page, size: _size, ...filter }: Query, data: BonusOverview) {
  const kept = { ...filter, period: data.period, state: filter.state === 'all' ? undefined : filter.state };
  const to = (changes: Record<string, string | number | undefined>) =>
    withQuery(paths.central.bonus, { ...kept, ...changes });
  const { period: _period, state: _state, ...narrowing } = kept;
  return {
    without: Object.fromEntries(Object.keys(narrowing).map((name) => [name, to({ [name]: undefined })])),
    clear: withQuery(paths.central.bonus, { period: data.period, state: kept.state }),
    tabs: [
      { state: 'all', href: to({ state: undefined }) },
      ...BONUS_STANDINGS.map((state) => ({ state, href: to({ state }) })),
    ].map((tab) => ({ ...tab, active: tab.state === (filter.state ?? 'all') })),
    pager: pagerOf(data.page, (page) => to({ page })),
  };
}

export const bonusOverviewRoute: Route = route({
  method: 'GET',
  path: paths.central.bonus,
  permission,
  unit,
  summary:
    'Everybody with the state of the bonus of a quarter: eligible, awarded, or why not, and what it was computed from.',
  query,
  output: bonusOverviewShape,
  handler: ({ query: asked, ...request }) => load(asked, request),
  page: async (data, { query: asked, actor, services }) => {
    const { lists } = await services.organizations.current();
    const runs = await services.bonuses.runs(actor, data.period);
    return {
      view: 'central/bonus/overview',
      title: 'Bonus',
      ...(runs.some(({ status }) => status !== 'completed') && { refresh: RUN_SECONDS }),
      model: {
        data,
        filter: asked,
        ...addressesOf(asked, data),
        runs,
        quarters: await quarterChoices(services),
        grades: lists.grades,
        departments: lists.departments,
        locations: lists.locations.map(({ name }) => name),
        reasons: BONUS_REASONS,
      },
    };
  },
});
