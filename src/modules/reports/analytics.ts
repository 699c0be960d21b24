import type { PersonActor } from '../../kernel/actor.js';
import { Forbidden } from '../../kernel/errors.js';
import { can } from '../../kernel/permissions.js';
import type { Unit } from '../../kernel/units.js';
import type { Head } from '../people/index.js';
import {
  GROUPINGS,
  type Analytics,
  type AnalyticsFilter,
  type AnalyticsScope,
  type Grouping,
} from './analytics-figures.js';
import { categoryRows, monthsAndQuarters, unitFigures } from './analytics-rows.js';
import { entriesIn, figureRange } from './figure-range.js';
import { figuresOf, groupFigures, GroupTally, NOTHING } from './group-tally.js';
import { eligibleFor } from './participation.js';
import type { ReportsDependencies } from './reports-dependencies.js';
import { mayBeDivided, mayBeShown, withoutSmallGroups } from './small-groups.js';
import { seesOptedOut, topPerformers } from './top-performers.js';

/**
 * Regular points across people and departments. Department, grade and location are those of today; whoever has left
 * still counts where the points were got, and points of people who have no department under the empty one, so that
 * every grouping comes to the same sum.
 * @throws Forbidden; InvalidInput for days that are no range
 */
export async function analytics(
  deps: ReportsDependencies,
  actor: PersonActor,
  unit: Unit,
  scope: AnalyticsScope,
  filter: AnalyticsFilter,
): Promise<Analytics> {
  if (!can(actor, 'analytics:view', unit)) throw new Forbidden();
  const { calendar, lists } = await deps.organizations.current();
  const range = figureRange(filter, await deps.organizations.today(), calendar);
  const everybody = await headsOf(deps, {
    ...{ from: range.from, to: range.to },
    dpId: scope === 'assigned' ? actor.personId : undefined,
  });
  // Whoever looks after people sees each of them anyway; so do HR and central.
  const careful = scope === 'company' && !seesOptedOut(actor);
  const frame = { ...range, scope, bonus: null, pending: 0, withheld: false };
  if (careful && !mayBeShown(everybody, filter)) return { ...frame, ...EMPTY, withheld: true };
  const chosen = everybody.filter((head) =>
    GROUPINGS.every((grouping) => filter[grouping] === undefined || head[grouping] === filter[grouping]),
  );
  const isCompany = scope === 'company' && GROUPINGS.every((grouping) => filter[grouping] === undefined);
  const claims = {
    ...(!isCompany && { personIds: new Set(chosen.map(({ id }) => id)) }),
    ...(filter.category !== undefined && { categoryCode: filter.category }),
    ...(filter.unit !== undefined && { unit: filter.unit }),
  };
  const [categories, { cells, takers, people }, pending, decisions] = await Promise.all([
    deps.catalog.list(),
    deps.ledger.breakdown({ ...entriesIn(range), ...claims }),
    deps.requests.pendingByUnit(claims),
    deps.requests.decisions({ ...range, ...claims }),
  ]);
  const offered = categories.filter(
    ({ code, unit: of }) => (filter.category ?? code) === code && (filter.unit ?? of) === of,
  );
  const isEligible = eligibleFor(offered);
  const groups = { department: new GroupTally(), grade: new GroupTally(), location: new GroupTally() };
  const top = topPerformers(actor);
  const unknown = new Set(people.keys());
  for (const head of chosen) {
    unknown.delete(head.id);
    const { regular: points = 0, count = 0 } = people.get(head.id) ?? {};
    const share = { points, count, here: head.here, eligible: head.active && isEligible(head.grade) };
    for (const grouping of GROUPINGS) groups[grouping].add(head[grouping], share);
    if (head.active) top.add(head.id, points);
  }
  for (const id of unknown) {
    const { regular: points = 0, count = 0 } = people.get(id) ?? {};
    for (const grouping of GROUPINGS) groups[grouping].add('', { points, count, here: false, eligible: false });
  }
  const rowsOf = (grouping: Grouping, order: readonly string[]) => {
    const rows = groups[grouping].groups(order);
    return careful ? withoutSmallGroups(rows, mayBeDivided(everybody, filter, grouping)) : rows.map(groupFigures);
  };
  const regular = cells.filter((cell) => cell.class === 'regular');
  return {
    ...frame,
    total: figuresOf(groups.department.total()),
    people: [...people.values()].filter(({ count }) => count > 0).length,
    bonus: seesOptedOut(actor) ? [...people.values()].reduce((sum, { bonus }) => sum + bonus, 0) : null,
    pending: [...pending.values()].reduce((sum, count) => sum + count, 0),
    ...monthsAndQuarters(regular, range, calendar),
    byCategory: categoryRows(regular, takers, { categories, offered, heads: chosen }),
    byUnit: unitFigures(regular, pending, decisions),
    byDepartment: rowsOf('department', lists.departments),
    byGrade: rowsOf('grade', lists.grades),
    byLocation: rowsOf(
      'location',
      lists.locations.map(({ name }) => name),
    ),
    top: await top.rows(deps),
  };
}

const EMPTY = {
  total: figuresOf(NOTHING),
  people: 0,
  ...{ byMonth: [], byQuarter: [], byCategory: [], byUnit: [] },
  ...{ byDepartment: [], byGrade: [], byLocation: [], top: [] },
};

/** A few fields of each person, which is what small groups and groupings are made of. */
async function headsOf(
  { people }: ReportsDependencies,
  filter: Parameters<ReportsDependencies['people']['eachHead']>[0],
): Promise<Head[]> {
  const heads: Head[] = [];
  for await (const head of people.eachHead(filter)) heads.push(head);
  return heads;
}
