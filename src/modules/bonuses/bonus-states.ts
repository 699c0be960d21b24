import {
  monthsOfQuarter,
  quarterNumber,
  rangeOfPeriod,
  yearKey,
  yearOfQuarter,
  type QuarterKey,
} from '../../kernel/period.js';
import { bonusEligibility } from '../targets/index.js';
import type { BonusState } from './bonus-state.js';
import type { BonusesDependencies } from './create-bonuses.js';

type Dependencies = Pick<BonusesDependencies, 'organizations' | 'people' | 'ledger' | 'targets'>;

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
  const config = await targets.configOn(rangeOfPeriod(quarter, calendar).to);
  const persons = await people.byIds(personIds);
  const totals = await ledger.totals(personIds, [...soFar, yearKey(year)]);
  const utilization = await targets.utilization(personIds, months);
  return new Map(
    [...persons].map(([id, { grade }]) => {
      const own = totals.get(id);
      // After a reversal nothing is left of it, and it may be awarded again.
      const awarded = (own?.[quarter]?.bonus ?? 0) > 0;
      const eligibility = bonusEligibility({
        quarter,
        grade,
        config,
        alreadyAwarded: awarded,
        quarterPoints: own?.[quarter]?.regular ?? 0,
        yearPoints: soFar.reduce((sum, key) => sum + (own?.[key]?.regular ?? 0), 0),
        utilizationSum: utilization.get(id)?.sumBasisPoints ?? 0,
        months: months.length,
        yearBonus: own?.[yearKey(year)]?.bonus ?? 0,
      });
      return [id, { ...eligibility, period: quarter, grade, awarded }];
    }),
  );
}
