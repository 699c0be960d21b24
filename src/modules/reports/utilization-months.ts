import type { PersonActor } from '../../kernel/actor.js';
import { Forbidden } from '../../kernel/errors.js';
import { addDays, type LocalDate } from '../../kernel/local-date.js';
import { pageOf, type PageRequest } from '../../kernel/paging.js';
import { monthsOfQuarter, periodOfDate, type Calendar, type QuarterKey } from '../../kernel/period.js';
import { can } from '../../kernel/permissions.js';
import type { Unit } from '../../kernel/units.js';
import { utilizationPercent } from '../../kernel/utilization.js';
import type { Person, PersonFilter } from '../people/index.js';
import type { PendingUtilization, PersonName } from '../requests/index.js';
import type { PersonUtilization } from '../targets/index.js';
import { presentPeriod, shownUtilization } from './present-period.js';
import type { ReportsDependencies } from './reports-dependencies.js';
import type { UtilizationFilter, UtilizationMonth, UtilizationMonths, UtilizationRow } from './utilization-figures.js';

export function assertSeesUtilization(actor: PersonActor, unit: Unit): void {
  if (!can(actor, 'requests:view', unit)) throw new Forbidden();
}

/**
 * One page of people first, then the months of these alone. Whose month is missing is known from the ids of those who have
 * a record or a proposal of it, which the database gives out of an index: at 10 000 people about 250 kB for a moment, and
 * one walk along the people in the database; no record and no person beyond the page is loaded.
 */
export async function utilizationMonths(
  deps: ReportsDependencies,
  actor: PersonActor,
  unit: Unit,
  filter: UtilizationFilter,
  page: PageRequest,
): Promise<UtilizationMonths> {
  assertSeesUtilization(actor, unit);
  const { today, calendar } = await presentPeriod(deps);
  const shown = shownMonths(filter, today, calendar);
  const { department, grade, q } = filter;
  const people: PersonFilter = { status: 'active', department, grade, q };
  const missing = shown.month > today.slice(0, 7) ? undefined : await withoutMonth(deps, people, shown.month);
  const found =
    filter.missing !== true
      ? await deps.people.list(people, page)
      : missing === undefined
        ? pageOf<Person>([], page, 0)
        : await deps.people.list(missing, page);
  return {
    ...pageOf(await rowsOf(deps, actor, found.items, shown.months, today), page, found.page.total),
    ...shown,
    missing: missing === undefined ? 0 : filter.missing === true ? found.page.total : await deps.people.count(missing),
  };
}

/** The quarter and the month of it that is looked at: of the present quarter the present month. */
function shownMonths(
  { month, quarter }: UtilizationFilter,
  today: LocalDate,
  calendar: Calendar,
): Pick<UtilizationMonths, 'quarter' | 'months' | 'month'> {
  const present = today.slice(0, 7);
  const meant: QuarterKey = quarter ?? periodOfDate(`${month ?? present}-01`, calendar).quarter;
  const months = monthsOfQuarter(meant, calendar);
  const begun = months.filter((one) => one <= present);
  const fallback = begun.at(-1) ?? months[0] ?? present;
  return { quarter: meant, months, month: month !== undefined && months.includes(month) ? month : fallback };
}

/** The people of a filter who were there by the end of the month and have neither a record nor a proposal of it. */
async function withoutMonth(deps: ReportsDependencies, people: PersonFilter, month: string): Promise<PersonFilter> {
  const recorded = await deps.targets.peopleRecorded(month);
  const pending = await deps.requests.peopleWithPendingUtilization(month);
  return { ...people, exceptIds: [...new Set([...recorded, ...pending])], joinedBy: endOfMonth(month) };
}

export function endOfMonth(month: string): LocalDate {
  return addDays(`${addDays(`${month}-01`, 31).slice(0, 7)}-01`, -1);
}

async function rowsOf(
  deps: ReportsDependencies,
  actor: PersonActor,
  people: readonly Person[],
  months: readonly string[],
  today: LocalDate,
): Promise<UtilizationRow[]> {
  const ids = people.map(({ id }) => id);
  const recorded = await deps.targets.utilization(ids, months);
  const waiting = await deps.requests.pendingUtilization(actor, ids, months);
  const deciders = await deps.people.byIds([...new Set(waiting.map(({ approverId }) => approverId))]);
  return people.map((person) => {
    const { id, name, employeeId, grade, department } = person;
    const own = waiting.filter(({ personId }) => personId === id);
    const { average, ...rest } = shownUtilization(recorded.get(id), months);
    return {
      ...{ id, name, employeeId, grade, department, average, recorded: rest.recorded, of: rest.of },
      months: monthStates(rest.months, own, deciders, person.joiningDate, today),
    };
  });
}

/** How each month stands, from what is recorded and what waits. */
export function monthStates(
  recorded: PersonUtilization['months'],
  waiting: readonly PendingUtilization[],
  deciders: ReadonlyMap<string, PersonName>,
  joiningDate: LocalDate,
  today: LocalDate,
): UtilizationMonth[] {
  return recorded.map(({ month, percent }): UtilizationMonth => {
    if (percent !== null) return { month, state: 'recorded', percent, request: null };
    const pending = waiting.find((one) => one.month === month);
    if (pending !== undefined) {
      const { requestId, approverId, basisPoints } = pending;
      const decider = { id: approverId, name: deciders.get(approverId)?.name ?? 'Unknown person' };
      return { month, state: 'pending', percent: utilizationPercent(basisPoints), request: { id: requestId, decider } };
    }
    const state = month > today.slice(0, 7) ? 'later' : joiningDate > endOfMonth(month) ? 'before' : 'missing';
    return { month, state, percent: null, request: null };
  });
}
