import { groupBy } from '../../kernel/group-by.js';
import { isQuarterKey, nextQuarter, periodOfDate, type Calendar, type QuarterKey } from '../../kernel/period.js';
import { percentFloor } from '../../kernel/points.js';
import { UNITS, type Unit } from '../../kernel/units.js';
import type { Category } from '../catalog/index.js';
import type { Breakdown, BreakdownCell } from '../ledger/index.js';
import type { Head } from '../people/index.js';
import type { DecisionFigures } from '../requests/index.js';
import type { Analytics, AnalyticsCategory, AnalyticsUnit } from './analytics-figures.js';
import { monthsBetween, type FigureRange } from './figure-range.js';
import { eligibleFor, shareOf } from './participation.js';
import type { UnitSum } from './unit-figures.js';

/** What the cells with the same key come to. */
function sumsBy<K extends string>(cells: readonly BreakdownCell[], keyOf: (cell: BreakdownCell) => K): Map<K, UnitSum> {
  return new Map(
    [...groupBy(cells, keyOf)].map(([key, ofKey]) => [
      key,
      {
        key,
        regular: ofKey.reduce((sum, { points }) => sum + points, 0),
        count: ofKey.reduce((sum, { count }) => sum + count, 0),
      },
    ]),
  );
}

/** Months and quarters without points are there as well; a quarter is the one that was stored with the entries. */
export function monthsAndQuarters(
  cells: readonly BreakdownCell[],
  range: FigureRange,
  calendar: Calendar,
): Pick<Analytics, 'byMonth' | 'byQuarter'> {
  const months = sumsBy(cells, ({ month }) => month);
  const quarters = sumsBy(cells, ({ quarter }) => quarter);
  const filled = <K extends string>(keys: readonly K[], sums: ReadonlyMap<K, UnitSum>) =>
    [...new Set([...keys, ...sums.keys()])]
      .sort()
      .map((key) => ({ ...(sums.get(key) ?? { regular: 0, count: 0 }), key }));
  return {
    byMonth: filled(monthsBetween(range.from, range.to), months),
    byQuarter: filled(quartersBetween(range, calendar), quarters),
  };
}

function quartersBetween({ period, from, to }: FigureRange, calendar: Calendar): QuarterKey[] {
  if (period !== null && isQuarterKey(period)) return [period];
  const keys: QuarterKey[] = [];
  const last = periodOfDate(to, calendar).quarter;
  for (let key = periodOfDate(from, calendar).quarter; key <= last; key = nextQuarter(key)) keys.push(key);
  return keys;
}

/** What categories are measured by: their names, those that could be got, and the people who are looked at. */
export interface CategoryFrame {
  readonly categories: readonly Category[];
  readonly offered: readonly Category[];
  readonly heads: readonly Head[];
}

/** Each category with its points and with who took part in it, as if it were the only one that is offered. */
export function categoryRows(
  cells: readonly BreakdownCell[],
  takers: Breakdown['takers'],
  { categories, offered, heads }: CategoryFrame,
): AnalyticsCategory[] {
  const names = new Map(categories.map(({ code, name }) => [code, name]));
  const grades = new Map(heads.filter(({ active }) => active).map(({ id, grade }) => [id, grade]));
  const activeOf = countBy(grades.values());
  return [...sumsBy(cells, ({ categoryCode }) => categoryCode).values()]
    .map((sum): AnalyticsCategory => {
      const isEligible = eligibleFor(offered.filter(({ code }) => code === sum.key));
      const took = [...(takers.get(sum.key) ?? [])];
      const eligibleOf = (counts: ReadonlyMap<string, number>) =>
        [...counts].reduce((all, [grade, count]) => all + (isEligible(grade) ? count : 0), 0);
      const participants = eligibleOf(countBy(took.flatMap((id) => grades.get(id) ?? [])));
      return {
        ...{ ...sum, name: names.get(sum.key) ?? sum.key, people: took.length },
        ...shareOf(participants, eligibleOf(activeOf)),
      };
    })
    .sort((one, other) => other.regular - one.regular || (one.key < other.key ? -1 : 1));
}

function countBy(keys: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

const NO_DECISIONS: DecisionFigures = {
  ...{ approved: 0, rejected: 0, withdrawn: 0, decided: 0 },
  ...{ medianHours: null, ninetiethHours: null },
};

/** Units in their usual order; those without anything are left out. */
export function unitFigures(
  cells: readonly BreakdownCell[],
  pending: ReadonlyMap<Unit, number>,
  decisions: ReadonlyMap<Unit, DecisionFigures>,
): AnalyticsUnit[] {
  const sums = sumsBy(cells, ({ unit }) => unit);
  return UNITS.flatMap((key): AnalyticsUnit[] => {
    const { regular, count } = sums.get(key) ?? { regular: 0, count: 0 };
    const made = decisions.get(key) ?? NO_DECISIONS;
    const waiting = pending.get(key) ?? 0;
    if (count === 0 && waiting === 0 && made.decided === 0 && made.withdrawn === 0) return [];
    const approval = made.decided === 0 ? null : percentFloor(made.approved, made.decided);
    return [{ key, regular, count, pending: waiting, ...made, approval }];
  });
}
