import {
  monthsOfQuarter,
  quarterNumber,
  rangeOfPeriod,
  yearKey,
  yearOfQuarter,
  type QuarterKey,
} from '../../kernel/period.js';
import { utilizationPercent } from '../../kernel/utilization.js';
import type { Entry } from '../ledger/index.js';
import { bonusEligibility, isExemptFromUtilization, milestonesReached, type BonusFacts } from '../targets/index.js';
import { bonusKey } from './bonus-key.js';
import type { BonusFigures, BonusState } from './bonus-state.js';
import type { BonusesDependencies } from './create-bonuses.js';

type Dependencies = Pick<BonusesDependencies, 'organizations' | 'people' | 'ledger' | 'targets'>;

/** Reads everything as of the last day of the quarter, whenever it is asked. One query after the other. */
export async function bonusStates(
  { organizations, people, ledger, targets }: Dependencies,
  personIds: readonly string[],
  quarter: QuarterKey,
): Promise<Map<string, BonusState>> {
  const { calendar } = await organizations.current();
  const year = yearOfQuarter(quarter);
  const soFar = ([1, 2, 3, 4] as const)
    .slice(0, quarterNumber(quarter))
    .map((number): QuarterKey => `${year}-Q${number}`);
  const months = monthsOfQuarter(quarter, calendar);
  const { to: lastDay } = rangeOfPeriod(quarter, calendar);
  const config = await targets.configOn(lastDay);
  const grades = await people.gradesOn(personIds, lastDay);
  const totals = await ledger.totals(personIds, [...soFar, yearKey(year)]);
  const utilization = await targets.utilization(personIds, months);
  const standing = await ledger.standing(personIds.map((id) => bonusKey(id, quarter)));
  return new Map(
    [...grades].map(([id, grade]) => {
      const own = totals.get(id);
      const award = standing.get(bonusKey(id, quarter));
      const months3 = utilization.get(id);
      const facts: BonusFacts = {
        quarter,
        grade,
        config,
        alreadyAwarded: award !== undefined,
        quarterPoints: own?.[quarter]?.regular ?? 0,
        yearPoints: soFar.reduce((sum, key) => sum + (own?.[key]?.regular ?? 0), 0),
        utilizationSum: months3?.sumBasisPoints ?? 0,
        months: months.length,
        yearBonus: own?.[yearKey(year)]?.bonus ?? 0,
      };
      return [id, stateOf(facts, months3?.recorded ?? 0, award)];
    }),
  );
}

function stateOf(facts: BonusFacts, recorded: number, award: Entry | undefined): BonusState {
  return {
    ...bonusEligibility(facts),
    period: facts.quarter,
    grade: facts.grade,
    awarded: award !== undefined,
    award: award === undefined ? null : { entryId: award.id, points: award.points, at: award.at, by: award.by.name },
    figures: figuresOf(facts, recorded),
  };
}

function figuresOf(facts: BonusFacts, recorded: number): BonusFigures {
  const { config, grade, quarter, quarterPoints, yearPoints, yearBonus, months } = facts;
  const quarterlyTarget = Object.hasOwn(config.quarterly, grade) ? (config.quarterly[grade] ?? null) : null;
  const yearlyTarget = quarterlyTarget === null ? null : quarterlyTarget * 4;
  return {
    ...{ quarterPoints, quarterlyTarget, yearPoints, yearlyTarget, yearBonus, cap: config.bonusCap },
    milestones: yearlyTarget === null ? [] : milestonesReached(yearPoints, yearlyTarget, quarter, config),
    utilization: {
      average: utilizationPercent(facts.utilizationSum / months),
      recorded,
      of: months,
      needed: utilizationPercent(config.utilizationThreshold),
      exempt: isExemptFromUtilization(grade),
    },
  };
}
