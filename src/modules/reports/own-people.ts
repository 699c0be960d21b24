import type { PersonActor } from '../../kernel/actor.js';
import { offsetOf, pageOf, type PageRequest } from '../../kernel/paging.js';
import { yearKey, type QuarterKey, type YearKey } from '../../kernel/period.js';
import type { Points } from '../../kernel/points.js';
import type { Unit } from '../../kernel/units.js';
import { isActive, type Person, type PersonFilter } from '../people/index.js';
import { expectedMinimum } from '../targets/index.js';
import type {
  Minimum,
  OwnPeople,
  OwnPeopleFilter,
  OwnPeopleSort,
  OwnPersonRow,
  PeopleScope,
} from './own-people-figures.js';
import { ownPeopleFilter } from './own-people-scope.js';
import { minimumOf, pointsOf, requestsOf } from './own-people.policy.js';
import { presentPeriod, type PresentPeriod } from './present-period.js';
import type { ReportsDependencies } from './reports-dependencies.js';
import { topRows } from './top-rows.js';

const BATCH = 500;

/** What the rows of a list are made of. */
export interface PeopleLook {
  readonly actor: PersonActor;
  readonly unit: Unit;
  readonly scope: PeopleScope;
  readonly present: PresentPeriod;
  readonly year: YearKey;
  readonly quarters: readonly QuarterKey[];
  /** Whose minimum is looked at. */
  readonly quarter: QuarterKey;
}

/** One page of the actor's own people with their quarters, in the order asked for. */
export async function ownPeople(
  deps: ReportsDependencies,
  actor: PersonActor,
  unit: Unit,
  scope: PeopleScope,
  filter: OwnPeopleFilter,
  page: PageRequest,
): Promise<OwnPeople> {
  const look = await lookOf(deps, actor, unit, scope, filter.year);
  const meant = { ...(await ownPeopleFilter(deps, actor, unit, scope)), ...conditionsOf(filter) };
  const { year, quarter } = look;
  const { grades } = (await deps.organizations.current()).lists;
  const expects = grades.some((grade) => expectedMinimum(minimumOf(unit, scope), grade) !== undefined);
  const list =
    expects || filter.belowMinimum !== true
      ? await pageOfRows(deps, look, meant, filter, page)
      : pageOf<OwnPersonRow>([], page, 0);
  return { ...list, year, quarter, expects, points: pointsOf(scope) };
}

/** Every row of a list in its order, in pieces, so that memory does not grow with them; by name unless figures sort. */
export async function* eachOwnPerson(
  deps: ReportsDependencies,
  look: PeopleLook,
  filter: OwnPeopleFilter,
): AsyncGenerator<OwnPersonRow[]> {
  const meant = { ...(await ownPeopleFilter(deps, look.actor, look.unit, look.scope)), ...conditionsOf(filter) };
  for await (const people of deps.people.eachBatch({ ...meant, sort: nameOrder(filter.sort) }, BATCH)) {
    yield (await rowsOf(deps, look, people)).filter((row) => isMeant(row, filter));
  }
}

export async function lookOf(
  deps: ReportsDependencies,
  actor: PersonActor,
  unit: Unit,
  scope: PeopleScope,
  asked: number | undefined,
): Promise<PeopleLook> {
  const present = await presentPeriod(deps);
  const year = asked === undefined ? present.year : yearKey(asked);
  const quarters = quartersOf(year);
  const quarter = year === present.year ? present.quarter : (`${Number(year)}-Q4` as QuarterKey);
  return { actor, unit, scope, present, year, quarters, quarter };
}

export function quartersOf(year: YearKey): QuarterKey[] {
  return ([1, 2, 3, 4] as const).map((number): QuarterKey => `${Number(year)}-Q${number}`);
}

/** What is expected of a grade, beside the points that the viewer sees; null where nothing is. */
export function minimumFor(unit: Unit, scope: PeopleScope, grade: string, points: Points): Minimum | null {
  const expected = expectedMinimum(minimumOf(unit, scope), grade);
  return expected === undefined ? null : { expected, points, missing: Math.max(0, expected - points) };
}

function conditionsOf({ q, department, grade, location, status }: OwnPeopleFilter): PersonFilter {
  return { q, department, grade, location, status };
}

function isMeant(row: OwnPersonRow, { belowMinimum }: OwnPeopleFilter): boolean {
  return belowMinimum !== true || (row.minimum?.missing ?? 0) > 0;
}

function nameOrder(sort: OwnPeopleSort | undefined): 'name' | '-name' {
  return sort === '-name' ? '-name' : 'name';
}

async function pageOfRows(
  deps: ReportsDependencies,
  look: PeopleLook,
  meant: PersonFilter,
  filter: OwnPeopleFilter,
  page: PageRequest,
) {
  const { sort = 'name', belowMinimum } = filter;
  if ((sort === 'name' || sort === '-name') && belowMinimum !== true) {
    const people = await deps.people.list({ ...meant, sort }, page);
    return pageOf(await rowsOf(deps, look, people.items), page, people.page.total);
  }
  // Figures belong to ledger and requests, names to the people, so neither can sort for the other. Everybody passes by in
  // batches with the one figure that sorts; only those up to the end of the page are kept.
  const top = topRows<Candidate>(comparison(sort), offsetOf(page) + page.size);
  for await (const people of deps.people.eachBatch(meant, BATCH)) {
    top.add(await candidatesAmong(deps, look, people, filter));
  }
  const shown = top.sorted().slice(offsetOf(page));
  const rows = await rowsOf(
    deps,
    look,
    shown.map(({ person }) => person),
  );
  return pageOf(rows, page, top.seen());
}

/** Somebody who may stand on a page, with what decides where. */
interface Candidate {
  readonly person: Person;
  readonly figure: number;
}

async function candidatesAmong(
  deps: ReportsDependencies,
  look: PeopleLook,
  people: readonly Person[],
  { sort = 'name', belowMinimum }: OwnPeopleFilter,
): Promise<Candidate[]> {
  const { actor, unit, scope, quarters, quarter } = look;
  const ids = people.map(({ id }) => id);
  const key = sort.replace('-', '');
  const sorting = key === 'year' ? quarters : quarters.filter((period) => period.endsWith(key.toUpperCase()));
  const [points, pending] = await Promise.all([
    sorting.length > 0 || belowMinimum === true ? pointsByQuarter(deps, look, ids) : () => 0,
    key === 'pending' ? deps.requests.pendingByPerson(actor, requestsOf(unit, scope), ids) : new Map<string, number>(),
  ]);
  const missing = (person: Person) => minimumFor(unit, scope, person.grade, points(person.id, quarter))?.missing ?? 0;
  return people
    .filter((person) => belowMinimum !== true || missing(person) > 0)
    .map((person) => ({
      person,
      figure: sorting.reduce((sum, period) => sum + points(person.id, period), pending.get(person.id) ?? 0),
    }));
}

/** Figures of several people by three queries, however many they are. */
export async function rowsOf(
  deps: ReportsDependencies,
  look: PeopleLook,
  people: readonly Person[],
): Promise<OwnPersonRow[]> {
  if (people.length === 0) return [];
  const ids = people.map(({ id }) => id);
  const { actor, unit, scope, quarters, quarter, present } = look;
  const [points, pending] = await Promise.all([
    pointsByQuarter(deps, look, ids),
    deps.requests.pendingByPerson(actor, requestsOf(unit, scope), ids),
  ]);
  return people.map((person) => {
    const { id, name, employeeId, grade, department, location } = person;
    const own = quarters.map((period) => ({ period, points: points(id, period) }));
    return {
      ...{ id, name, employeeId, grade, department, location },
      status: isActive(person, present.today) ? 'active' : 'deactivated',
      quarters: own,
      year: own.reduce((sum, row) => sum + row.points, 0),
      minimum: minimumFor(unit, scope, grade, points(id, quarter)),
      pending: pending.get(id) ?? 0,
    };
  });
}

/** Regular points of a quarter: all of them from the totals, or those of the unit from its entries. */
async function pointsByQuarter(
  { ledger }: ReportsDependencies,
  { unit, scope, year, quarters }: PeopleLook,
  ids: readonly string[],
): Promise<(id: string, quarter: QuarterKey) => Points> {
  if (pointsOf(scope) === 'all') {
    const totals = await ledger.totals(ids, quarters);
    return (id, quarter) => totals.get(id)?.[quarter]?.regular ?? 0;
  }
  const sums = await ledger.sumByQuarter({ personIds: ids, unit, period: year });
  return (id, quarter) => sums.get(id)?.get(quarter)?.regular ?? 0;
}

function comparison(sort: OwnPeopleSort) {
  const direction = sort.startsWith('-') ? -1 : 1;
  const byName = (a: Candidate, b: Candidate) =>
    a.person.name.localeCompare(b.person.name) || (a.person.id < b.person.id ? -1 : 1);
  if (sort === 'name' || sort === '-name') return (a: Candidate, b: Candidate) => direction * byName(a, b);
  return (a: Candidate, b: Candidate) => direction * (a.figure - b.figure) || byName(a, b);
}
