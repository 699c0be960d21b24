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
import type { Person } from '../people/index.js';
import {
  bonusEligibility,
  isExemptFromUtilization,
  milestonesReached,
  type BonusFacts,
  type BonusRule,
} from '../targets/index.js';
import { bonusKey } from './bonus-key.js';
import type { BonusFigures, BonusState, BonusVerdict } from './bonus-state.js';
import type { BonusesDependencies } from './create-bonuses.js';

type Dependencies = Pick<BonusesDependencies, 'organizations' | 'people' | 'ledger' | 'targets'>;
/** People by their ids, or as they were read already. */
type Asked = readonly (string | Pick<Person, 'id' | 'grade'>)[];

/** Everything that does not depend on the person, as of the last day of the quarter whenever it is asked. */
async function frameOf({ organizations, targets }: Dependencies, quarter: QuarterKey) {
  const { calendar } = await organizations.current();
  const { to: lastDay } = rangeOfPeriod(quarter, calendar);
  const year = yearOfQuarter(quarter);
  return {
    quarter,
    lastDay,
    year: yearKey(year),
    soFar: ([1, 2, 3, 4] as const).slice(0, quarterNumber(quarter)).map((number): QuarterKey => `${year}-Q${number}`),
    months: monthsOfQuarter(quarter, calendar),
    config: await targets.configOn(lastDay),
  };
}

type Frame = Awaited<ReturnType<typeof frameOf>>;
type Standing = ReadonlyMap<string, Entry>;

export async function bonusStates(
  deps: Dependencies,
  people: Asked,
  quarter: QuarterKey,
): Promise<Map<string, BonusState>> {
  const frame = await frameOf(deps, quarter);
  const grades = await deps.people.gradesOn(people, frame.lastDay);
  return statesOf(deps, frame, grades, await standingOf(deps, frame, grades));
}

/** Only what decides: most people miss the points of the quarter, and nothing more has to be read of them. */
export async function bonusVerdicts(
  deps: Dependencies,
  people: Asked,
  quarter: QuarterKey,
): Promise<Map<string, BonusVerdict>> {
  const frame = await frameOf(deps, quarter);
  const grades = await deps.people.gradesOn(people, frame.lastDay);
  const standing = await standingOf(deps, frame, grades);
  const points = await deps.ledger.totals([...grades.keys()], [quarter]);
  const verdicts = new Map<string, BonusVerdict>();
  const open = new Map<string, string>();
  for (const [id, grade] of grades) {
    const award = standing.get(bonusKey(id, quarter));
    const facts = factsOf(frame, grade, award, { quarterPoints: points.get(id)?.[quarter]?.regular ?? 0 });
    const { rule, reason } = bonusEligibility(facts);
    if (!FIRST_RULES.includes(rule)) open.set(id, grade);
    else verdicts.set(id, { eligible: false, rule, reason, amount: 0, grade, ...awardOf(award) });
  }
  for (const [id, state] of await statesOf(deps, frame, open, standing)) verdicts.set(id, state);
  return verdicts;
}

/** What the later rules look at does not matter where one of these says no: they come first. */
const FIRST_RULES: readonly BonusRule[] = ['awarded', 'no-target', 'points'];

function standingOf({ ledger }: Dependencies, { quarter }: Frame, grades: ReadonlyMap<string, string>) {
  return ledger.standing([...grades.keys()].map((id) => bonusKey(id, quarter)));
}

async function statesOf(
  { ledger, targets }: Dependencies,
  frame: Frame,
  grades: ReadonlyMap<string, string>,
  standing: Standing,
): Promise<Map<string, BonusState>> {
  const { quarter, year, soFar, months } = frame;
  const ids = [...grades.keys()];
  if (ids.length === 0) return new Map();
  const totals = await ledger.totals(ids, [...soFar, year]);
  const utilization = await targets.utilization(ids, months);
  return new Map(
    [...grades].map(([id, grade]) => {
      const own = totals.get(id);
      const recorded = utilization.get(id);
      const award = standing.get(bonusKey(id, quarter));
      const facts = factsOf(frame, grade, award, {
        quarterPoints: own?.[quarter]?.regular ?? 0,
        yearPoints: soFar.reduce((sum, key) => sum + (own?.[key]?.regular ?? 0), 0),
        utilizationSum: recorded?.sumBasisPoints ?? 0,
        yearBonus: own?.[year]?.bonus ?? 0,
      });
      return [id, stateOf(facts, recorded?.recorded ?? 0, award)];
    }),
  );
}

type Sums = Pick<BonusFacts, 'quarterPoints'> &
  Partial<Pick<BonusFacts, 'yearPoints' | 'utilizationSum' | 'yearBonus'>>;

function factsOf({ quarter, config, months }: Frame, grade: string, award: Entry | undefined, sums: Sums): BonusFacts {
  const none = { yearPoints: 0, utilizationSum: 0, yearBonus: 0 };
  return { quarter, grade, config, alreadyAwarded: award !== undefined, months: months.length, ...none, ...sums };
}

function awardOf(award: Entry | undefined): Pick<BonusState, 'awarded' | 'award'> {
  return {
    awarded: award !== undefined,
    award: award === undefined ? null : { entryId: award.id, points: award.points, at: award.at, by: award.by.name },
  };
}

function stateOf(facts: BonusFacts, recorded: number, award: Entry | undefined): BonusState {
  return {
    ...bonusEligibility(facts),
    period: facts.quarter,
    grade: facts.grade,
    ...awardOf(award),
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
