import type { PersonActor } from '../../kernel/actor.js';
import { Forbidden } from '../../kernel/errors.js';
import { DEFAULT_PAGE_SIZE, type PageRequest } from '../../kernel/paging.js';
import {
  ALL_TIME,
  isYearKey,
  quarterNumber,
  yearKey,
  type PeriodKey,
  type QuarterKey,
  type YearKey,
} from '../../kernel/period.js';
import { can } from '../../kernel/permissions.js';
import { NO_POINTS, type Totals } from '../ledger/index.js';
import { isActive, type Person } from '../people/index.js';
import { milestonesReached } from '../targets/index.js';
import { categoryFigures, categoryNames } from './category-figures.js';
import { centralEntries, centralMonths } from './central-employee-entries.js';
import type { CentralEmployee, CentralEmployeeWish, CentralQuarter } from './central-employee-figures.js';
import { begunMonths, centralQuarters, towardsTarget } from './central-employee-quarters.js';
import type { CentralBonus } from './central-figures.js';
import { bonusOf } from './central-rows.js';
import { configDayOf, figuresOf, presentPeriod, targetOf, type PresentPeriod } from './present-period.js';
import type { ReportsDependencies } from './reports-dependencies.js';

const FIRST_PAGE = { number: 1, size: DEFAULT_PAGE_SIZE };
const SHOWN_WAITING = { number: 1, size: 20 };

/** One person as central sees it: a fiscal year with its quarters, how a bonus stands, and the entries behind it all. */
export async function centralEmployee(
  deps: ReportsDependencies,
  actor: PersonActor,
  personId: string,
  wish: CentralEmployeeWish = {},
  page: PageRequest = FIRST_PAGE,
): Promise<CentralEmployee> {
  if (!can(actor, 'figures:view-all')) throw new Forbidden();
  const person = await deps.people.byId(personId);
  const present = await presentPeriod(deps);
  const year = wish.year === undefined ? present.year : yearKey(wish.year);
  const own = await totalsByPeriod(deps, person.id);
  const [names, superiors, pending, waiting, quarters, byMonth] = await Promise.all([
    categoryNames(deps),
    deps.people.byIds([person.managerId, person.dpId].filter((id) => id !== null)),
    deps.requests.pendingOf(person.id),
    // The actor was found to see everybody's figures; who waits for what is one of them.
    deps.requests.ofPeople(actor, 'every', [person.id], { status: 'pending' }, SHOWN_WAITING),
    centralQuarters(deps, person, year, own, present),
    centralMonths(deps, person.id, year, present.calendar),
  ]);
  const judged = judgedQuarter(year, present);
  return {
    person: describe(person, superiors, present),
    totals: own[ALL_TIME] ?? NO_POINTS,
    ...(await aimsOf(deps, person, { year, judged, quarters, own, present })),
    years: yearsOf(own, [present.year, year]),
    quarters,
    utilizationMonths: begunMonths(quarters, present),
    bonus: await bonusIn(deps, person, judged, quarters),
    byCategory: await categoryFigures(deps, person.id, year, names),
    byMonth,
    pending,
    waiting,
    entries: await centralEntries(deps, person.id, year, wish, page, names),
  };
}

function describe(
  person: Person,
  superiors: ReadonlyMap<string, Person>,
  { today }: PresentPeriod,
): CentralEmployee['person'] {
  const { id, name, employeeId, email, grade, department, location, level, joiningDate, exitDate } = person;
  const [manager, dp] = [person.managerId, person.dpId].map((superiorId) => {
    const superior = superiorId === null ? undefined : superiors.get(superiorId);
    return superior === undefined ? null : { id: superior.id, name: superior.name };
  });
  return {
    ...{ id, name, employeeId, email, grade, department, location, level, joiningDate, exitDate },
    status: isActive(person, today) ? 'active' : 'deactivated',
    manager: manager ?? null,
    dp: dp ?? null,
    optedOut: person.preferences.leaderboardOptOut,
  };
}

async function totalsByPeriod(
  { ledger }: ReportsDependencies,
  personId: string,
): Promise<Partial<Record<PeriodKey, Totals>>> {
  const totals = (await ledger.allTotals([personId])).get(personId) ?? [];
  return Object.fromEntries(
    totals.map(({ period, regular, bonus }) => [period, { regular, bonus, combined: regular + bonus }]),
  );
}

function yearsOf(own: Partial<Record<PeriodKey, Totals>>, shown: readonly YearKey[]): YearKey[] {
  const withPoints = Object.keys(own).filter(isYearKey);
  return [...new Set([...shown, ...withPoints])].sort((one, other) => Number(other) - Number(one));
}

/** Of the year that runs the present quarter, of one that is over the last. */
function judgedQuarter(year: YearKey, present: PresentPeriod): QuarterKey {
  return year < present.year ? `${Number(year)}-Q4` : present.quarter;
}

async function bonusIn(
  { bonuses }: ReportsDependencies,
  { id }: Person,
  judged: QuarterKey,
  quarters: readonly CentralQuarter[],
): Promise<CentralBonus> {
  const shown = quarters.find(({ period }) => period === judged)?.bonusState;
  if (shown !== null && shown !== undefined) return shown;
  // A year that has not begun is looked at while the present one runs.
  const state = (await bonuses.states([id], judged)).get(id);
  if (state === undefined) throw new RangeError('somebody who is there has a state');
  return bonusOf(state);
}

interface Year {
  readonly year: YearKey;
  readonly judged: QuarterKey;
  readonly quarters: readonly CentralQuarter[];
  readonly own: Partial<Record<PeriodKey, Totals>>;
  readonly present: PresentPeriod;
}

/** Today's figures as the person's own dashboard has them; of a year that is over as they stood on its last day. */
async function aimsOf(
  deps: ReportsDependencies,
  person: Person,
  { year, judged, quarters, own, present }: Year,
): Promise<Pick<CentralEmployee, 'quarter' | 'year' | 'milestones'>> {
  const current = await deps.targets.configOn(configDayOf(present, present.quarter));
  const over = year < present.year;
  const config = await deps.targets.configOn(configDayOf(present, year));
  const grade = over ? (quarters[quarterNumber(judged) - 1]?.grade ?? person.grade) : person.grade;
  const inQuarter = figuresOf(own, present.quarter);
  const inYear = figuresOf(own, year);
  const target = targetOf(grade, config);
  return {
    quarter: { ...inQuarter, progress: towardsTarget(inQuarter.regular, person.grade, current) },
    year: { ...inYear, progress: towardsTarget(inYear.regular, grade, config, 4) },
    milestones: target === undefined ? [] : milestonesReached(inYear.regular, target * 4, judged, config),
  };
}
