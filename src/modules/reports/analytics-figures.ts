import type { Points } from '../../kernel/points.js';
import type { Unit } from '../../kernel/units.js';
import type { BoardRow } from '../leaderboard/index.js';
import type { FigureRange, WantedRange } from './figure-range.js';
import type { Share } from './participation.js';
import type { UnitSum } from './unit-figures.js';

/** Whose figures: everybody's, or those of the people whose delivery partner the actor is. */
export type AnalyticsScope = 'company' | 'assigned';

export interface AnalyticsFilter extends WantedRange {
  /** What people are today. */
  readonly department?: string | undefined;
  readonly grade?: string | undefined;
  readonly location?: string | undefined;
}

/** People who have something in common today, and the regular points of the days asked for. */
export interface GroupFigures extends Share {
  readonly key: string;
  readonly points: Points;
  readonly count: number;
  /** People who were here on at least one of the days. */
  readonly heads: number;
  /** Points by head, two decimals, cut off; null without heads. */
  readonly perHead: number | null;
}

export interface AnalyticsUnit extends UnitSum {
  readonly key: Unit;
  /** Pending now, whatever the days. */
  readonly pending: number;
  /** Approved or rejected, with an event in the days. */
  readonly decided: number;
  readonly medianHours: number | null;
}

export interface Analytics extends FigureRange {
  readonly scope: AnalyticsScope;
  readonly total: Omit<GroupFigures, 'key'>;
  readonly pending: number;
  /** Every month of the days. */
  readonly byMonth: readonly UnitSum[];
  /** Highest first. */
  readonly byCategory: readonly (UnitSum & { readonly name: string })[];
  readonly byUnit: readonly AnalyticsUnit[];
  readonly byDepartment: readonly GroupFigures[];
  readonly byGrade: readonly GroupFigures[];
  readonly byLocation: readonly GroupFigures[];
  /** Active people only; who takes part without name has neither name nor id. */
  readonly top: readonly BoardRow[];
}
