import type { Actor } from '../../kernel/actor.js';
import { Forbidden } from '../../kernel/errors.js';
import { ALL_TIME, monthsOfQuarter, quarterNumber, rangeOfPeriod, type QuarterKey } from '../../kernel/period.js';
import { can } from '../../kernel/permissions.js';
import { NO_POINTS } from '../ledger/index.js';
import { isActive } from '../people/index.js';
import { bonusEligibility, progress } from '../targets/index.js';
import { categoryFigures, categoryNames } from './category-figures.js';
import type { CentralEmployee } from './central-figures.js';
import { figuresOf, presentPeriod, shownUtilization, targetOf } from './present-period.js';
import type { ReportsDependencies } from './reports-dependencies.js';

/** One person as central sees it: totals, the quarters of the fiscal year, and whether a bonus is due. */
export async function centralEmployee(
  deps: ReportsDependencies,
  actor: Actor,
  personId: string,
): Promise<CentralEmployee> {
  if (!can(actor, 'figures:view-all')) throw new Forbidden();
  const person = await deps.people.byId(personId);
  const present = await presentPeriod(deps);
  const { calendar, quarter, year } = present;
  const keys = ([1, 2, 3, 4] as const).map((number): QuarterKey => `${Number(year)}-Q${number}`);
  const [totals, names, pending, quarters] = await Promise.all([
    deps.ledger.totals([personId], [ALL_TIME, year, ...keys]),
    categoryNames(deps),
    deps.requests.pendingOf(personId),
    Promise.all(
      keys.map(async (key) => {
        const months = monthsOfQuarter(key, calendar);
        // What counts for a quarter is what applies on its last day.
        const config = await deps.targets.configOn(rangeOfPeriod(key, calendar).to);
        return { key, months, config, utilization: (await deps.targets.utilization([personId], months)).get(personId) };
      }),
    ),
  ]);
  const own = totals.get(personId);
  const current = quarters[quarterNumber(quarter) - 1];
  if (current === undefined) throw new RangeError(`no such quarter: ${quarter}`);
  const target = targetOf(person.grade, current.config);
  const soFar = keys.slice(0, quarterNumber(quarter));
  const { id, name, employeeId, email, grade, department, location } = person;
  const status = isActive(person, present.today) ? 'active' : 'deactivated';
  return {
    person: { id, name, employeeId, email, grade, department, location, status },
    totals: own?.[ALL_TIME] ?? NO_POINTS,
    year: {
      ...figuresOf(own, year),
      progress: target === undefined ? null : progress(figuresOf(own, year).regular, target * 4),
    },
    quarters: quarters.map(({ key, months, config, utilization }) => {
      const quarterTarget = targetOf(grade, config);
      const figures = figuresOf(own, key);
      return {
        ...figures,
        progress: quarterTarget === undefined ? null : progress(figures.regular, quarterTarget),
        utilization: shownUtilization(utilization, months),
      };
    }),
    bonus: {
      period: quarter,
      ...bonusEligibility({
        quarter,
        // After a reversal nothing is left of it, and it may be awarded again.
        alreadyAwarded: figuresOf(own, quarter).bonus > 0,
        grade,
        quarterPoints: figuresOf(own, quarter).regular,
        yearPoints: soFar.reduce((sum, key) => sum + figuresOf(own, key).regular, 0),
        utilizationSum: current.utilization?.sumBasisPoints ?? 0,
        months: current.months.length,
        yearBonus: figuresOf(own, year).bonus,
        config: current.config,
      }),
    },
    byCategory: await categoryFigures(deps, personId, ALL_TIME, names),
    pending,
  };
}
