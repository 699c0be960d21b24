import type { QuarterKey } from '../../kernel/period.js';
import type { Points } from '../../kernel/points.js';
import type { Unit } from '../../kernel/units.js';
import type { BoardRow } from '../leaderboard/index.js';
import type { DecisionFigures } from '../requests/index.js';
import type { FigureRange, WantedRange } from './figure-range.js';
import type { Share } from './participation.js';
import type { UnitSum } from './unit-figures.js';

/** Whose figures: everybody's, or those of the people whose delivery partner the actor is. */
export type AnalyticsScope = 'company' | 'assigned';

/** What people are compared by; always what they are today. */
export const GROUPINGS = ['department', 'grade', 'location'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export interface AnalyticsFilter extends WantedRange {
  readonly department?: string | undefined;
  readonly grade?: string | undefined;
  readonly location?: string | undefined;
  /** Only what was got in a category, by its code. */
  readonly category?: string | undefined;
  /** Only what was got in a unit's categories. */
  readonly unit?: Unit | undefined;
}

/** People, and the regular points of the days asked for. */
export interface PeopleFigures extends Share {
  readonly points: Points;
  /** How often something was got; corrections change points, not the count. */
  readonly count: number;
  /** People who were here on at least one of the days. */
  readonly heads: number;
  /** Points by head, two decimals, cut off; null without heads. */
  readonly perHead: number | null;
}

/** People who have something in common today. */
export interface GroupFigures extends PeopleFigures {
  /** Empty for points of people of whom nothing is known. */
  readonly key: string;
  /** Groups that are too small to be shown alone, together in this row; only for viewers who must not see them. */
  readonly together?: readonly string[];
}

export interface AnalyticsUnit extends UnitSum, DecisionFigures {
  readonly key: Unit;
  /** Pending now, whatever the days. */
  readonly pending: number;
  /** Approved among approved and rejected, per cent, one decimal, never rounded up; null where nothing was decided. */
  readonly approval: number | null;
}

export interface AnalyticsCategory extends UnitSum, Share {
  readonly name: string;
  /** How many different people have an activity in it; unlike the participants, whoever has left or is not eligible too. */
  readonly people: number;
}

export interface Analytics extends FigureRange {
  readonly scope: AnalyticsScope;
  /** There are too few people in this choice for the viewer to see their figures; everything else is empty then. */
  readonly withheld: boolean;
  readonly total: PeopleFigures;
  /** How many different people have an activity. */
  readonly people: number;
  /** Bonus points of the days, which no other figure counts; null for viewers whom they do not concern. */
  readonly bonus: Points | null;
  readonly pending: number;
  /** Every month of the days. */
  readonly byMonth: readonly UnitSum[];
  /** The quarters in which the points are counted. */
  readonly byQuarter: readonly (UnitSum & { readonly key: QuarterKey })[];
  /** Highest first. */
  readonly byCategory: readonly AnalyticsCategory[];
  readonly byUnit: readonly AnalyticsUnit[];
  readonly byDepartment: readonly GroupFigures[];
  readonly byGrade: readonly GroupFigures[];
  readonly byLocation: readonly GroupFigures[];
  /** Active people only; who takes part without name has neither name nor id, unless the viewer may know. */
  readonly top: readonly BoardRow[];
}
