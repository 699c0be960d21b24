import { z } from 'zod';
import type { PersonActor } from '../../kernel/actor.js';
import { optionalField, pageFields, periodField } from '../../kernel/fields.js';
import { can, type Permission } from '../../kernel/permissions.js';
import { periodOfInstant, type PeriodKey } from '../../kernel/period.js';
import type { Unit } from '../../kernel/units.js';
import { route, type Route } from '../route.js';
import type { Services } from '../services.js';
import { leaderboardShape } from '../shapes/figures.js';
import { periodChoices } from '../forms/period-choices.js';
import { withQuery } from '../paths.js';
import { pagerOf } from '../views/pager.js';
import { leaderboardRow } from './employee/dashboard.presenter.js';

export const leaderboardQuery = z.object({
  period: optionalField(periodField()),
  class: optionalField(z.enum(['regular', 'bonus'], { error: 'regular or bonus' })).transform(
    (value) => value ?? 'regular',
  ),
  department: optionalField(z.string().max(100)),
  grade: optionalField(z.string().max(20)),
  /** Of boards that can be those of the own people; these, unless said. */
  team: optionalField(z.enum(['mine', 'all'], { error: 'mine or all' })),
  ...pageFields,
});

type LeaderboardQuery = z.output<typeof leaderboardQuery>;

interface LeaderboardRoute {
  readonly path: string;
  readonly permission: Exclude<Permission, 'public'>;
  readonly unit?: Unit;
  /** Employees see the top and their surroundings; others page through all. */
  readonly viewAll: boolean;
  /** Whose board it can be beside everybody's; ranks are then those among them. */
  readonly team?: 'team' | 'assigned';
}

/** The leaderboard is one page; workspaces differ in how much of it their people may see. */
export function leaderboardRoute(declaration: LeaderboardRoute): Route {
  const { path, permission, unit, viewAll, team } = declaration;
  return route({
    method: 'GET',
    path,
    permission,
    ...(unit !== undefined && { unit }),
    summary: 'Who has how many points in a period: ranks, the own place, average.',
    query: leaderboardQuery,
    hot: true,
    output: leaderboardShape,
    handler: ({ actor, query, services }) => board(actor, query, declaration, services),
    page: async (data, { actor, query, services }) => {
      const { page: number, size, ...filter } = query;
      const to = (changes: Record<string, string | number | undefined>) => withQuery(path, { ...filter, ...changes });
      return {
        view: 'leaderboard/board',
        title: 'Leaderboard',
        model: {
          board: data,
          query,
          path,
          here: to({ page: number === 1 ? undefined : number }),
          rows: data.rows.map((row) => leaderboardRow(row, actor.personId)),
          chips: (['department', 'grade'] as const).flatMap((name) => {
            const value = query[name];
            return value === undefined ? [] : [{ label: value, removeHref: to({ [name]: undefined }) }];
          }),
          pager: viewAll ? pagerOf({ number, size, total: data.participants }, (page) => to({ page })) : undefined,
          teams:
            team === undefined
              ? []
              : (['mine', 'all'] as const).map((name) => ({
                  key: name === 'mine' ? `board.${team}` : 'board.everybody',
                  href: to({ team: name }),
                  active: name === (query.team ?? 'mine'),
                })),
          periods: await periodChoices(services),
          lists: (await services.organizations.current()).lists,
        },
      };
    },
  });
}

async function board(
  actor: PersonActor,
  query: LeaderboardQuery,
  { unit, viewAll, team }: LeaderboardRoute,
  services: Services,
) {
  const mine = team !== undefined && unit !== undefined && query.team !== 'all';
  return services.leaderboard.page(
    query.period ?? (await currentQuarter(services)),
    {
      viewerId: actor.personId,
      viewAll,
      seesOptedOut: can(actor, 'figures:view-all') || can(actor, 'people:administer', 'hr'),
      class: query.class,
      filter: {
        ...(query.department !== undefined && { department: query.department }),
        ...(query.grade !== undefined && { grade: query.grade }),
        ...(mine && { personIds: await services.reports.ownPeopleIds(actor, unit, team) }),
      },
    },
    { number: query.page, size: query.size },
  );
}

async function currentQuarter(services: Services): Promise<PeriodKey> {
  const { calendar } = await services.organizations.current();
  return periodOfInstant(services.clock.now(), calendar).quarter;
}
