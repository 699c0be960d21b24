import type { PersonActor } from '../../kernel/actor.js';
import { pageOf, type Page, type PageRequest } from '../../kernel/paging.js';
import {
  ALL_TIME,
  isQuarterKey,
  isYearKey,
  monthsOfQuarter,
  yearKey,
  yearOfQuarter,
  type QuarterKey,
  type YearKey,
} from '../../kernel/period.js';
import type { Points } from '../../kernel/points.js';
import type { Unit } from '../../kernel/units.js';
import type { Entry, EntryFilter } from '../ledger/index.js';
import { isActive, type Person } from '../people/index.js';
import { seesWholeUnit } from '../requests/index.js';
import { categoryNames } from './category-figures.js';
import { targetProgress } from './employee-dashboard.js';
import type { CategoryFigure } from './employee-figures.js';
import { minimumFor, quartersOf } from './own-people.js';
import type { OwnPerson, OwnPersonEntry, OwnPersonYear, PeopleScope } from './own-people-figures.js';
import { findOwnPerson } from './own-people-scope.js';
import { pointsOf, requestsOf } from './own-people.policy.js';
import { configDayOf, presentPeriod, shownUtilization, targetOf, type PresentPeriod } from './present-period.js';
import type { ReportsDependencies } from './reports-dependencies.js';

const SHOWN_PENDING = { number: 1, size: 20 };
const SHOWN_DECIDED = 5;

/** One of the actor's own people: figures over the years, what waits, what was decided, the entries behind it all. */
export async function ownPerson(
  deps: ReportsDependencies,
  actor: PersonActor,
  unit: Unit,
  scope: PeopleScope,
  personId: string,
  page: PageRequest,
): Promise<OwnPerson> {
  const person = await findOwnPerson(deps, actor, unit, scope, personId);
  const present = await presentPeriod(deps);
  const whole = pointsOf(scope) === 'all';
  const mine: EntryFilter = { personIds: [person.id], class: 'regular', ...(!whole && { unit }) };
  const looked = requestsOf(unit, scope);
  const [points, names, superiors, pending, decided] = await Promise.all([
    pointsOfPerson(deps, person.id, mine, whole),
    categoryNames(deps),
    deps.people.byIds([person.managerId, person.dpId].filter((id) => id !== null)),
    deps.requests.ofPeople(actor, looked, [person.id], { status: 'pending' }, SHOWN_PENDING),
    deps.requests.latestOf(
      actor,
      looked,
      [person.id],
      // What was proposed and rejected is told to who proposed it; delivery partners take no part.
      { status: scope === 'assigned' ? 'approved' : 'decided' },
      SHOWN_DECIDED,
    ),
  ]);
  const inQuarter = points.quarter(present.quarter);
  return {
    person: describe(person, superiors, present),
    points: pointsOf(scope),
    quarter: { period: present.quarter, points: inQuarter },
    year: { period: present.year, points: points.year(present.year) },
    total: { period: ALL_TIME, points: points.total },
    years: yearsOf(points, present),
    ...(whole ? await progressOf(deps, person, points, present) : NO_PROGRESS),
    minimum: minimumFor(unit, scope, person.grade, inQuarter),
    byCategory: await byCategory(deps, mine, names),
    pending,
    decided,
    entries: await entriesOf(deps, { actor, unit, scope }, mine, page, names),
  };
}

function describe(
  person: Person,
  superiors: ReadonlyMap<string, Person>,
  { today }: PresentPeriod,
): OwnPerson['person'] {
  const { id, name, employeeId, email, grade, department, location, level, joiningDate, exitDate } = person;
  const named = (superiorId: string | null) => {
    const superior = superiorId === null ? undefined : superiors.get(superiorId);
    return superior === undefined ? null : { id: superior.id, name: superior.name };
  };
  return {
    ...{ id, name, employeeId, email, grade, department, location, level, joiningDate, exitDate },
    status: isActive(person, today) ? 'active' : 'deactivated',
    manager: named(person.managerId),
    dp: named(person.dpId),
  };
}

interface PersonPoints {
  readonly total: Points;
  quarter(key: QuarterKey): Points;
  year(key: YearKey): Points;
  /** Those with an entry. */
  readonly years: readonly YearKey[];
}

async function pointsOfPerson(
  { ledger }: ReportsDependencies,
  personId: string,
  mine: EntryFilter,
  whole: boolean,
): Promise<PersonPoints> {
  if (whole) {
    const totals = (await ledger.allTotals([personId])).get(personId) ?? [];
    const by = new Map(totals.map(({ period, regular }) => [period, regular]));
    return {
      total: by.get(ALL_TIME) ?? 0,
      quarter: (key) => by.get(key) ?? 0,
      year: (key) => by.get(key) ?? 0,
      years: totals.filter(({ regular }) => regular !== 0).flatMap(({ period }) => (isYearKey(period) ? [period] : [])),
    };
  }
  const sums = (await ledger.sumByQuarter(mine)).get(personId) ?? new Map<QuarterKey, { regular: Points }>();
  const quarter = (key: QuarterKey) => sums.get(key)?.regular ?? 0;
  return {
    total: [...sums.values()].reduce((sum, { regular }) => sum + regular, 0),
    quarter,
    year: (key) => quartersOf(key).reduce((sum, period) => sum + quarter(period), 0),
    years: [...new Set([...sums.keys()].filter(isQuarterKey).map((key) => yearKey(yearOfQuarter(key))))],
  };
}

function yearsOf(points: PersonPoints, { year }: PresentPeriod): OwnPersonYear[] {
  return [...new Set([year, ...points.years])]
    .sort((one, other) => Number(other) - Number(one))
    .map((key) => ({
      year: key,
      quarters: quartersOf(key).map((period) => ({ period, points: points.quarter(period) })),
      points: points.year(key),
    }));
}

const NO_PROGRESS = { quarterProgress: null, yearProgress: null, utilization: null, utilizationMonths: null };

/** As the person's own dashboard has them. */
async function progressOf(
  { targets }: ReportsDependencies,
  { id, grade }: Person,
  points: PersonPoints,
  present: PresentPeriod,
): Promise<Pick<OwnPerson, keyof typeof NO_PROGRESS>> {
  const { today, quarter, year, months, calendar } = present;
  const thisMonth = today.slice(0, 7);
  const begun = quartersOf(year)
    .flatMap((key) => monthsOfQuarter(key, calendar))
    .filter((month) => month <= thisMonth);
  const config = await targets.configOn(configDayOf(present, quarter));
  const inQuarter = (await targets.utilization([id], months)).get(id);
  const inYear = (await targets.utilization([id], begun)).get(id);
  const target = targetOf(grade, config);
  return {
    quarterProgress: targetProgress(points.quarter(quarter), target, quarter, present),
    yearProgress: targetProgress(points.year(year), target === undefined ? undefined : target * 4, year, present),
    utilization: shownUtilization(inQuarter, months),
    utilizationMonths: shownUtilization(inYear, begun).months,
  };
}

async function byCategory(
  { ledger }: ReportsDependencies,
  mine: EntryFilter,
  names: ReadonlyMap<string, string>,
): Promise<CategoryFigure[]> {
  const rows = await ledger.sumBy(mine, 'category');
  return rows
    .map(({ key, regular, count }) => ({ code: key, name: names.get(key) ?? key, points: regular, count }))
    .sort((one, other) => other.points - one.points || (one.code < other.code ? -1 : 1));
}

/** What was said in a request is shown to those to whom the unit shows the request; words of an award to who said them. */
async function entriesOf(
  { ledger, requests }: ReportsDependencies,
  { actor, unit, scope }: { actor: PersonActor; unit: Unit; scope: PeopleScope },
  mine: EntryFilter,
  page: PageRequest,
  names: ReadonlyMap<string, string>,
): Promise<Page<OwnPersonEntry> & { readonly total: Points }> {
  const found = await ledger.history(mine, page);
  const asked = found.items.flatMap(({ source }) => (source.type === 'request' ? [source.id] : []));
  const shown = scope === 'assigned' ? new Set<string>() : await requests.shownOf(actor, unit, asked);
  const whole = seesWholeUnit(actor, unit);
  const items = found.items.map((entry): OwnPersonEntry => {
    const requestId = entry.source.type === 'request' && shown.has(entry.source.id) ? entry.source.id : null;
    return { ...entryLine(entry, names), words: maySeeWords(entry, requestId) ? entry.reason : null, requestId };
  });
  return { ...pageOf(items, page, found.page.total), total: found.totals.regular };

  function maySeeWords(entry: Entry, requestId: string | null): boolean {
    return requestId !== null || entry.by.id === actor.personId || (whole && entry.unit === unit);
  }
}

function entryLine(entry: Entry, names: ReadonlyMap<string, string>): Omit<OwnPersonEntry, 'words' | 'requestId'> {
  return {
    id: entry.id,
    kind: entry.kind,
    categoryCode: entry.categoryCode,
    categoryName: names.get(entry.categoryCode) ?? entry.categoryCode,
    points: entry.points,
    date: entry.effectiveDate,
    period: entry.quarter,
    by: entry.by.name,
  };
}
