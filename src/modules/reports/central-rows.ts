import { ALL_TIME } from '../../kernel/period.js';
import type { Points } from '../../kernel/points.js';
import type { BonusState } from '../bonuses/index.js';
import { isActive, type Person } from '../people/index.js';
import { progress, type Progress } from '../targets/index.js';
import type { CentralBonus, CentralRow } from './central-figures.js';
import { gradesFor, targetFor, type CentralLook, type SortedFigure } from './central-look.js';
import { rangeTotals } from './central-range.js';
import { quartersOf } from './own-people.js';
import { figuresOf } from './present-period.js';
import type { ReportsDependencies } from './reports-dependencies.js';

/** The figures of several people by a fixed number of queries, however many they are. */
export async function centralRows(
  deps: ReportsDependencies,
  people: readonly Person[],
  look: CentralLook,
): Promise<CentralRow[]> {
  if (people.length === 0) return [];
  const { today, quarter, year } = look.present;
  const quarters = quartersOf(year);
  const ids = people.map(({ id }) => id);
  const [totals, states, inRange, gradeThen] = await Promise.all([
    deps.ledger.totals(ids, [...quarters, year, ALL_TIME]),
    deps.bonuses.states(ids, quarter),
    look.range === null ? undefined : rangeTotals(deps, ids, look.range),
    gradesFor(deps, 'range', people, look),
  ]);
  return people.map((person) => {
    const own = totals.get(person.id);
    const { id, name, employeeId, email, grade, department, location } = person;
    const towards = (of: SortedFigure['of'], points: Points): Progress | null => {
      const target = targetFor(of, of === 'range' ? gradeThen(person) : grade, look);
      return target === undefined ? null : progress(points, target);
    };
    const [inQuarter, inYear] = [figuresOf(own, quarter), figuresOf(own, year)];
    const state = states.get(id);
    const days = inRange?.(id);
    return {
      ...{ id, name, employeeId, email, grade, department, location },
      status: isActive(person, today) ? 'active' : 'deactivated',
      quarters: quarters.map((key) => figuresOf(own, key)),
      quarter: inQuarter,
      year: inYear,
      total: figuresOf(own, ALL_TIME),
      quarterProgress: towards('quarter', inQuarter.regular),
      yearProgress: towards('year', inYear.regular),
      bonusState: state === undefined ? null : bonusOf(state),
      range: days === undefined ? null : { ...days, progress: towards('range', days.regular) },
    };
  });
}

export function bonusOf({ period, eligible, awarded, amount, reason }: BonusState): CentralBonus {
  return { period, eligible, awarded, amount, reason };
}
