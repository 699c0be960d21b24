import { monthsOfQuarter, rangeOfPeriod, type PeriodKey, type YearKey } from '../../kernel/period.js';
import type { Points } from '../../kernel/points.js';
import type { Totals } from '../ledger/index.js';
import type { Person } from '../people/index.js';
import { progress, type PersonUtilization, type Progress, type TargetConfig } from '../targets/index.js';
import type { CentralQuarter } from './central-employee-figures.js';
import { bonusOf } from './central-rows.js';
import { quartersOf } from './own-people.js';
import { configDayOf, figuresOf, shownUtilization, targetOf, type PresentPeriod } from './present-period.js';
import type { ReportsDependencies } from './reports-dependencies.js';

/** Points towards the quarterly target of a grade, or towards several of it; null for a grade without one. */
export function towardsTarget(
  points: Points,
  grade: string,
  config: TargetConfig,
  quarters: 1 | 4 = 1,
): Progress | null {
  const target = targetOf(grade, config);
  return target === undefined ? null : progress(points, target * quarters);
}

/** The four quarters of a person's year; what counts for each is what applies on its last day. */
export async function centralQuarters(
  deps: ReportsDependencies,
  person: Person,
  year: YearKey,
  own: Partial<Record<PeriodKey, Totals>>,
  present: PresentPeriod,
): Promise<CentralQuarter[]> {
  const { today, calendar } = present;
  const quarters: CentralQuarter[] = [];
  for (const period of quartersOf(year)) {
    const { from } = rangeOfPeriod(period, calendar);
    const months = monthsOfQuarter(period, calendar);
    // The module of bonuses knows the grade of the last day; a quarter that has not begun has no bonus yet.
    const state = from > today ? undefined : (await deps.bonuses.states([person.id], period)).get(person.id);
    const grade = state?.grade ?? person.grade;
    const figures = figuresOf(own, period);
    quarters.push({
      ...figures,
      grade,
      progress: towardsTarget(figures.regular, grade, await deps.targets.configOn(configDayOf(present, period))),
      utilization: shownUtilization((await deps.targets.utilization([person.id], months)).get(person.id), months),
      bonusState: state === undefined ? null : bonusOf(state),
    });
  }
  return quarters;
}

/** The months that have begun, out of those of the quarters. */
export function begunMonths(
  quarters: readonly CentralQuarter[],
  { today }: PresentPeriod,
): PersonUtilization['months'] {
  const present = today.slice(0, 7);
  return quarters.flatMap(({ utilization }) => utilization.months).filter(({ month }) => month <= present);
}
