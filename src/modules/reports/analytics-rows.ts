import { groupBy } from '../../kernel/group-by.js';
import { isQuarterKey, nextQuarter, periodOfDate, type Calendar, type QuarterKey } from '../../kernel/period.js';
import { percentFloor } from '../../kernel/points.js';
import { UNITS, type Unit } from '../../kernel/units.js';
import type { Category } from '../catalog/index.js';
import type { BreakdownCell } from '../ledger/index.js';
import type { DecisionFigures } from '../requests/index.js';
import type { Analytics, AnalyticsUnit } from './analytics-figures.js';
import { monthsBetween, type FigureRange } from './figure-range.js';
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

export function pointsByCategory(
  cells: readonly BreakdownCell[],
  categories: readonly Category[],
): Analytics['byCategory'] {
  const names = new Map(categories.map(({ code, name }) => [code, name]));
  return [...sumsBy(cells, ({ categoryCode }) => categoryCode).values()]
    .map((sum) => ({ ...sum, name: names.get(sum.key) ?? sum.key }))
    .sort((one, other) => other.regular - one.regular || (one.key < other.key ? -1 : 1));
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
