import type { PersonActor } from '../../kernel/actor.js';
import { Forbidden } from '../../kernel/errors.js';
import { can } from '../../kernel/permissions.js';
import { UNITS, type Unit } from '../../kernel/units.js';
import type { SumRow } from '../ledger/index.js';
import { isActive, type HeadFilter } from '../people/index.js';
import type { Analytics, AnalyticsFilter, AnalyticsScope, AnalyticsUnit } from './analytics-figures.js';
import { categoryNames } from './category-figures.js';
import { entriesIn, figureRange, monthsBetween, type FigureRange } from './figure-range.js';
import { GroupTally } from './group-tally.js';
import { eligibleFor } from './participation.js';
import type { ReportsDependencies } from './reports-dependencies.js';
import { seesOptedOut, topPerformers } from './top-performers.js';

/** Which people the figures are about; nothing of these fields means everybody. */
type Population = Pick<HeadFilter, 'department' | 'grade' | 'location' | 'dpId'>;

const BATCH = 500;
const KEYS = ['month', 'category', 'unit', 'person'] as const;

/**
 * Regular points across people and departments. Department, grade and location are those of today; whoever has left
 * still counts where the points were got.
 * @throws Forbidden; InvalidInput for days that are no range
 */
export async function analytics(
  deps: ReportsDependencies,
  actor: PersonActor,
  unit: Unit,
  scope: AnalyticsScope,
  { department, grade, location, ...wanted }: AnalyticsFilter,
): Promise<Analytics> {
  if (!can(actor, 'analytics:view', unit)) throw new Forbidden();
  const { calendar, lists } = await deps.organizations.current();
  const today = await deps.organizations.today();
  const range = figureRange(wanted, today, calendar);
  const population = { department, grade, location, dpId: scope === 'assigned' ? actor.personId : undefined };
  const personIds = await idsOf(deps, population);
  const [names, categories, sums, heads, pending, times] = await Promise.all([
    categoryNames(deps),
    deps.catalog.list(),
    deps.ledger.sumByEach(
      { class: 'regular', ...entriesIn(range), ...(personIds !== undefined && { personIds }) },
      KEYS,
    ),
    deps.people.headCounts({ ...population, from: range.from, to: range.to }),
    deps.requests.pendingByUnit(personIds),
    deps.requests.decisionTimes({ from: range.from, to: range.to, ...(personIds !== undefined && { personIds }) }),
  ]);
  const isEligible = eligibleFor(categories);
  const groups = { department: new GroupTally(), grade: new GroupTally(), location: new GroupTally() };
  const fields = Object.keys(groups) as (keyof typeof groups)[];
  for (const row of heads) for (const field of fields) groups[field].addHeads(row[field], row, isEligible(row.grade));
  const ofPerson = new Map(sums.person.map((row) => [row.key, row]));
  const top = topPerformers({ viewerId: actor.personId, seesOptedOut: seesOptedOut(actor) });
  for await (const people of deps.people.eachBatch(population, BATCH)) {
    for (const person of people) {
      const own = ofPerson.get(person.id);
      if (own === undefined) continue;
      const active = isActive(person, today);
      const counts = active && person.joiningDate <= range.to && isEligible(person.grade);
      const share = { points: own.regular, count: own.count, participates: counts && own.count > 0 };
      for (const field of fields) groups[field].addPerson(person[field], share);
      if (active) top.add(person, own.regular);
    }
  }
  return {
    scope,
    ...range,
    total: groups.department.total(),
    pending: [...pending.values()].reduce((sum, count) => sum + count, 0),
    byMonth: byMonth(sums.month, range),
    byCategory: sums.category
      .map(({ key, regular, count }) => ({ key, name: names.get(key) ?? key, regular, count }))
      .sort((one, other) => other.regular - one.regular || (one.key < other.key ? -1 : 1)),
    byUnit: UNITS.flatMap((key): AnalyticsUnit[] => {
      const sum = sums.unit.find((row) => row.key === key);
      const { decided = 0, medianHours = null } = times.get(key) ?? {};
      const row = { key, regular: sum?.regular ?? 0, count: sum?.count ?? 0, pending: pending.get(key) ?? 0 };
      return row.count === 0 && row.pending === 0 && decided === 0 ? [] : [{ ...row, decided, medianHours }];
    }),
    byDepartment: groups.department.rows(lists.departments),
    byGrade: groups.grade.rows(lists.grades),
    byLocation: groups.location.rows(lists.locations.map(({ name }) => name)),
    top: await top.rows(),
  };
}

/** Undefined where everybody is meant, so that nobody has to be named. */
async function idsOf({ people }: ReportsDependencies, population: Population): Promise<string[] | undefined> {
  if (Object.values(population).every((value) => value === undefined)) return undefined;
  const ids: string[] = [];
  for await (const batch of people.eachBatch(population, BATCH)) ids.push(...batch.map(({ id }) => id));
  return ids;
}

/** Months without points are there as well. */
function byMonth(rows: readonly SumRow[], { from, to }: FigureRange): Analytics['byMonth'] {
  const found = new Map(rows.map((row) => [row.key, row]));
  return [...new Set([...monthsBetween(from, to), ...found.keys()])]
    .sort()
    .map((key) => ({ key, regular: found.get(key)?.regular ?? 0, count: found.get(key)?.count ?? 0 }));
}
