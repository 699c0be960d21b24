import type { PageRequest } from '../../kernel/paging.js';
import type { PeriodKey } from '../../kernel/period.js';
import type { Points } from '../../kernel/points.js';
import type { PersonFilter } from '../people/index.js';
import { targetFor, type CentralLook, type SortedFigure } from './central-look.js';
import { compareRanked, walkTo, type Ranked, type RankedPeople } from './central-ranked.js';
import type { ReportsDependencies } from './reports-dependencies.js';

/** An order that boards have at hand. */
export interface StandingsOrder {
  readonly period: PeriodKey;
  readonly figure: SortedFigure;
  readonly descending: boolean;
}

/** Places read at a time while lists are walked. */
const STRIDE = 200;
const FIRST = { number: 1, size: 1 };

/**
 * The period whose board has the figure; undefined for days that are none, and for targets of days that are over, since
 * boards know today's grades alone.
 */
export function standingsPeriod(
  { of, progress }: SortedFigure,
  { present, range }: CentralLook,
): PeriodKey | undefined {
  if (of === 'range')
    return range === null || (progress && range.to < present.today) ? undefined : (range.period ?? undefined);
  return present[of];
}

/**
 * Active people out of the boards, by index. Points are one list. A share of the target is the points by the target of
 * the grade, so its order is a merge of the lists of all grades, and costs what the page costs, once for each grade.
 */
export async function byStandings(
  deps: ReportsDependencies,
  people: Pick<PersonFilter, 'department' | 'grade'>,
  order: StandingsOrder,
  look: CentralLook,
): Promise<RankedPeople> {
  const { leaderboard, organizations } = deps;
  const list = (grade: string | undefined): List => {
    const wish = { class: 'regular', department: people.department, grade, descending: order.descending } as const;
    return { grade, read: (page) => leaderboard.standings(order.period, wish, page) };
  };
  if (!order.figure.progress) {
    const only = list(people.grade);
    return {
      total: (await only.read(FIRST)).page.total,
      page: async (page) => (await only.read(page)).items.map(({ personId }) => personId),
      each: () => idsOf(walk(only, 1)),
    };
  }
  const grades = people.grade === undefined ? (await organizations.current()).lists.grades : [people.grade];
  const lists = grades.map(list);
  let total = 0;
  for (const one of lists) total += (await one.read(FIRST)).page.total;
  const target = ({ grade = '' }: List) => targetFor(order.figure.of, grade, look);
  const each = () =>
    idsOf(
      merge(
        lists.map((one) => walk(one, target(one))),
        order.descending,
      ),
    );
  return { total, each, page: (page) => walkTo(each(), page) };
}

interface List {
  readonly grade: string | undefined;
  read(page: PageRequest): Promise<{
    readonly items: readonly { readonly personId: string; readonly regular: Points }[];
    readonly page: { readonly total: number };
  }>;
}

async function* walk(list: List, target: Points | undefined): AsyncGenerator<Ranked> {
  for (let number = 1; ; number += 1) {
    const { items } = await list.read({ number, size: STRIDE });
    for (const { personId, regular } of items) yield { personId, points: regular, target };
    if (items.length < STRIDE) return;
  }
}

/** Several ordered lists as one; there are as many as grades, so the first of them is looked for one by one. */
async function* merge(lists: readonly AsyncGenerator<Ranked>[], descending: boolean): AsyncGenerator<Ranked> {
  const heads: { readonly first: Ranked; readonly rest: AsyncGenerator<Ranked> }[] = [];
  for (const rest of lists) {
    const next = await rest.next();
    if (next.done !== true) heads.push({ first: next.value, rest });
  }
  while (heads.length > 0) {
    let best = 0;
    for (const [index, { first }] of heads.entries()) {
      const leader = heads[best]?.first;
      if (leader !== undefined && compareRanked(first, leader, descending) < 0) best = index;
    }
    const head = heads[best];
    if (head === undefined) return;
    yield head.first;
    const next = await head.rest.next();
    if (next.done === true) heads.splice(best, 1);
    else heads[best] = { first: next.value, rest: head.rest };
  }
}

async function* idsOf(ranked: AsyncGenerator<Ranked>): AsyncGenerator<string> {
  for await (const { personId } of ranked) yield personId;
}
