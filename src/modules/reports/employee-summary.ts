import type { PersonActor } from '../../kernel/actor.js';
import { ALL_TIME, type PeriodKey } from '../../kernel/period.js';
import { categoryFigures, categoryNames } from './category-figures.js';
import type { EmployeeSummary } from './employee-figures.js';
import { configDayOf, figuresOf, presentPeriod, shownUtilization, targetOf } from './present-period.js';
import type { ReportsDependencies } from './reports-dependencies.js';

/** A person's points of a period by category, and how today's quarter and year stand. */
export async function employeeSummary(
  deps: ReportsDependencies,
  { personId, grade }: PersonActor,
  period: PeriodKey = ALL_TIME,
): Promise<EmployeeSummary> {
  const present = await presentPeriod(deps);
  const [totals, names, config, utilization] = await Promise.all([
    deps.ledger.totals([personId], [period, present.quarter, present.year]),
    categoryNames(deps),
    deps.targets.configOn(configDayOf(present, present.quarter)),
    deps.targets.utilization([personId], present.months),
  ]);
  const own = totals.get(personId);
  const target = targetOf(grade, config);
  return {
    ...figuresOf(own, period),
    quarter: figuresOf(own, present.quarter),
    year: figuresOf(own, present.year),
    byCategory: await categoryFigures(deps, personId, period, names),
    target: { quarter: target ?? null, year: target === undefined ? null : target * 4 },
    utilization: shownUtilization(utilization.get(personId), present.months),
  };
}
