import type { PersonActor } from '../../kernel/actor.js';
import { monthsOfQuarter, periodOfDate, type QuarterKey } from '../../kernel/period.js';
import type { Unit } from '../../kernel/units.js';
import { averageUtilization } from '../targets/index.js';
import { presentPeriod } from './present-period.js';
import type { ReportsDependencies } from './reports-dependencies.js';
import type { PersonMonths, UtilizationQuarter } from './utilization-figures.js';
import { assertSeesUtilization, monthStates } from './utilization-months.js';

/** A fiscal year of one person: what is recorded, what waits, what was rejected. */
export async function utilizationOfPerson(
  deps: ReportsDependencies,
  actor: PersonActor,
  unit: Unit,
  personId: string,
  asked?: number,
): Promise<PersonMonths> {
  assertSeesUtilization(actor, unit);
  const { today, calendar } = await presentPeriod(deps);
  const { id, name, employeeId, grade, department, joiningDate } = await deps.people.byId(personId);
  const records = await deps.targets.utilizationsOf(id);
  const requests = await deps.requests.utilizationRequestsOf(actor, id);
  const yearOf = (month: string) => periodOfDate(`${month}-01`, calendar).year;
  const present = yearOf(today.slice(0, 7));
  const used = [...records.map(({ month }) => month), ...requests.map(({ eventDate }) => eventDate.slice(0, 7))];
  const years = [...new Set([present, ...used.map(yearOf)])].sort((one, other) => other - one);
  const year = asked ?? present;

  const ofYear = ([1, 2, 3, 4] as const).flatMap((number) => monthsOfQuarter(`${year}-Q${number}`, calendar));
  // Whoever proposes sees that a month waits and with whom, also where somebody else of the unit proposed it.
  const waiting = await deps.requests.pendingUtilization(actor, [id], ofYear);
  const deciders = await deps.people.byIds([...new Set(waiting.map(({ approverId }) => approverId))]);

  const basisPoints = new Map(records.map((record) => [record.month, record.basisPoints] as const));
  const quarters = ([4, 3, 2, 1] as const).map((number): UtilizationQuarter => {
    const period: QuarterKey = `${year}-Q${number}`;
    const { average, recorded, of, months } = averageUtilization(monthsOfQuarter(period, calendar), basisPoints);
    return { period, average, recorded, of, months: monthStates(months, waiting, deciders, joiningDate, today) };
  });
  return {
    person: { id, name, employeeId, grade, department },
    ...{ year, years, quarters },
    requests: requests.filter(({ eventDate }) => yearOf(eventDate.slice(0, 7)) === year),
  };
}
