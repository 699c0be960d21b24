import { utilizationPercent, type BasisPoints } from '../../kernel/utilization.js';

/** A person's utilization over some months. Percentages have one decimal, cut off. */
export interface PersonUtilization {
  readonly months: readonly { readonly month: string; readonly percent: number | null }[];
  /** Of the recorded months; null when none is. */
  readonly average: number | null;
  readonly recorded: number;
  readonly of: number;
  /** Exact, for comparisons: the sum over all months, a missing one counting 0. */
  readonly sumBasisPoints: BasisPoints;
}

/** Brings a person's records in the order of the months asked for. */
export function averageUtilization(
  months: readonly string[],
  records: ReadonlyMap<string, BasisPoints>,
): PersonUtilization {
  const recorded = months.flatMap((month) => records.get(month) ?? []);
  const sum = recorded.reduce((total, basisPoints) => total + basisPoints, 0);
  return {
    months: months.map((month) => {
      const basisPoints = records.get(month);
      return { month, percent: basisPoints === undefined ? null : utilizationPercent(basisPoints) };
    }),
    average: recorded.length === 0 ? null : utilizationPercent(sum / recorded.length),
    recorded: recorded.length,
    of: months.length,
    sumBasisPoints: sum,
  };
}
