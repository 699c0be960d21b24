import { z } from 'zod';
import type { PersonActor } from '../../kernel/actor.js';
import { DEFAULT_PAGE_SIZE } from '../../kernel/paging.js';
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
  category: optionalField(z.string().max(60)),
  /** Of boards that can be those of the own people; these, unless said. */
  team: optionalField(z.enum(['mine', 'all'], { error: 'mine or all' })),
  ...pageFields,
});

/** Where a board is everybody's alone, "mine" would be answered with others. */
const everybodysQuery = leaderboardQuery.refine(({ team }) => team !== 'mine', {
  path: ['team'],
  error: 'This board is everybody’s: all.',
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
    query: team === undefined ? everybodysQuery : leaderboardQuery,
    hot: true,
    output: leaderboardShape,
    handler: ({ actor, query, services }) => board(actor, query, declaration, services),
    page: async (data, { actor, query, services }) => {
      const { page: number, size, class: of, ...narrowed } = query;
      const filter = {
        ...narrowed,
        class: of === 'regular' ? undefined : of,
        size: size === DEFAULT_PAGE_SIZE ? undefined : size,
      };
      const to = (changes: Record<string, string | number | undefined>) => withQuery(path, { ...filter, ...changes });
      const categories = await categoryChoices(services);
      const chip = (name: 'class' | 'department' | 'grade' | 'category', label: string | undefined) =>
        label === undefined ? [] : [{ label, removeHref: to({ [name]: undefined }) }];
      const seen = new Set(data.rows.map((row) => row.personId));
      return {
        view: 'leaderboard/board',
        title: 'Leaderboard',
        model: {
          board: data,
          query,
          path,
          here: to({ page: number === 1 ? undefined : number }),
          rows: data.rows.map((row) => leaderboardRow(row, actor.personId)),
          chips: [
            ...chip('department', query.department),
            ...chip('grade', query.grade),
            ...chip('category', categories.find(({ value }) => value === query.category)?.label ?? query.category),
          ],
          bonusChip: of === 'bonus' ? to({ class: undefined }) : undefined,
          firstHref: to({}),
          clearHref: withQuery(path, { period: query.period, team: query.team }),
          // The own row is always in sight: whoever reads another page has it below.
          around:
            data.mine === undefined || seen.has(actor.personId)
              ? undefined
              : {
                  href: to({ page: data.mine.page === 1 ? undefined : data.mine.page }),
                  rows: data.mine.rows.map((row) => leaderboardRow(row, actor.personId)),
                },
          categories,
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
        ...(query.category !== undefined && { categoryCode: query.category }),
        ...(mine && { personIds: await services.reports.ownPeopleIds(actor, unit, team) }),
      },
    },
    { number: query.page, size: query.size },
  );
}

/** Categories that give points today, and those that did. */
async function categoryChoices({ catalog }: Services): Promise<{ value: string; label: string }[]> {
  const categories = await catalog.list();
  const usage = await catalog.usage(categories.flatMap(({ code, status }) => (status === 'active' ? [] : [code])));
  const isUsed = (code: string) => Object.values(usage.get(code) ?? {}).some((count) => count > 0);
  return categories
    .filter(({ code, status }) => status === 'active' || isUsed(code))
    .map(({ code, name }) => ({ value: code, label: name }))
    .sort((one, other) => one.label.localeCompare(other.label));
}

async function currentQuarter(services: Services): Promise<PeriodKey> {
  const { calendar } = await services.organizations.current();
  return periodOfInstant(services.clock.now(), calendar).quarter;
}
