import type { PersonActor } from '../../kernel/actor.js';
import { monthsOfQuarter, periodOfDate, rangeOfPeriod, type QuarterKey } from '../../kernel/period.js';
import { utilizationPercent, type BasisPoints } from '../../kernel/utilization.js';
import { averageUtilization, isExemptFromUtilization } from '../targets/index.js';
import type { OwnUtilization, OwnUtilizationQuarter } from './own-figures.js';
import { assertBegun, begunQuarters, configOf, gradeOn, measuredOn, ownMeasures } from './own-years.js';
import { presentPeriod } from './present-period.js';
import type { ReportsDependencies } from './reports-dependencies.js';
import { monthStates } from './utilization-months.js';

/** A fiscal year of the own percentages, and what they mean for the bonus of each quarter. */
export async function ownUtilization(
  deps: ReportsDependencies,
  actor: PersonActor,
  asked?: number,
): Promise<OwnUtilization> {
  const { personId } = actor;
  const present = await presentPeriod(deps);
  const { today, calendar } = present;
  const year = asked ?? Number(present.year);
  assertBegun(present, year);
  const measures = await ownMeasures(deps, personId, present);
  const { joiningDate } = await deps.people.byId(personId);
  const records = await deps.targets.utilizationsOf(personId);
  const quarters = begunQuarters(present, year);
  const months = quarters.flatMap((quarter) => monthsOfQuarter(quarter, calendar));
  // What others proposed is told once it is approved; then it is recorded.
  const waiting = await deps.requests.pendingUtilization(actor, [personId], months);
  const deciders = await deps.people.byIds([...new Set(waiting.map(({ approverId }) => approverId))]);
  const basisPoints = new Map(records.map((record) => [record.month, record.basisPoints] as const));
  const begun = months.filter((month) => month <= today.slice(0, 7));
  const whole = averageUtilization(begun, basisPoints);
  return {
    year,
    years: yearsOf([today.slice(0, 7), ...records.map(({ month }) => month)]),
    average: whole.average,
    recorded: whole.recorded,
    of: begun.length,
    quarters: quarters.map((period): OwnUtilizationQuarter => {
      const grade = gradeOn(measures, measuredOn(measures, period));
      const { utilizationThreshold } = configOf(measures, period);
      const { average, recorded, of, months: ofQuarter, sumBasisPoints } = quarterOf(period, basisPoints);
      const exempt = isExemptFromUtilization(grade);
      return {
        ...{ period, average, recorded, of, grade, exempt },
        months: monthStates(ofQuarter, waiting, deciders, joiningDate, today),
        counted: utilizationPercent(sumBasisPoints / of),
        threshold: utilizationPercent(utilizationThreshold),
        // Whole numbers on both sides: an average of 79.999 must not pass as 80.
        enough: exempt || sumBasisPoints >= utilizationThreshold * of,
        over: rangeOfPeriod(period, calendar).to < today,
      };
    }),
  };

  function quarterOf(period: QuarterKey, recorded: ReadonlyMap<string, BasisPoints>) {
    return averageUtilization(monthsOfQuarter(period, calendar), recorded);
  }

  function yearsOf(all: readonly string[]): number[] {
    const years = all.map((month) => periodOfDate(`${month}-01`, calendar).year);
    return [...new Set(years)].sort((one, other) => other - one);
  }
}
