import type { LocalDate } from '../../kernel/local-date.js';
import type { QuarterKey, YearKey } from '../../kernel/period.js';
import type { Points } from '../../kernel/points.js';
import type { DecisionTime, RequestView } from '../requests/index.js';
import type { UnitParticipation } from './unit-participation.js';

export interface UnitDashboardWish {
  /** Whose figures a decider sees: those of the own team, or the whole unit's. */
  readonly scope: 'team' | 'unit';
  /** This quarter unless said. */
  readonly period?: QuarterKey | YearKey | undefined;
  /** With participation by grade. */
  readonly participation?: boolean | undefined;
}

/** Regular points and how often, of a month `YYYY-MM` or a category. */
export interface UnitSum {
  readonly key: string;
  readonly regular: Points;
  readonly count: number;
}

export interface UnitDashboard {
  /** `own` is somebody's who proposes only. */
  readonly view: 'unit' | 'team' | 'own';
  readonly period: QuarterKey | YearKey;
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** Pending and assigned now, approved and rejected with an event in the period: exactly what the queue lists. */
  readonly counts: {
    readonly pending: number;
    readonly assigned: number;
    readonly approved: number;
    readonly rejected: number;
  };
  /** Per cent of the decided ones that were approved, one decimal, never rounded up; null where nothing was decided. */
  readonly acceptance: number | null;
  readonly decision: DecisionTime;
  /** Regular points of the period from entries; null for somebody who proposes only. */
  readonly points: Points | null;
  /** What waits longest: for the actor, or for anybody where the actor decides nothing. At most five. */
  readonly oldest: readonly RequestView[];
  /** The latest five decisions. */
  readonly recent: readonly RequestView[];
  /** First and last day of the twelve months of the chart, which end with the period. */
  readonly monthsFrom: LocalDate;
  readonly monthsTo: LocalDate;
  readonly byMonth: readonly UnitSum[];
  /** Highest first. */
  readonly byCategory: readonly (UnitSum & { readonly name: string })[];
  /** The own proposals of the same months; null for everybody else. */
  readonly proposals:
    | readonly {
        readonly key: string;
        readonly pending: number;
        readonly approved: number;
        readonly rejected: number;
      }[]
    | null;
  readonly participation: UnitParticipation | null;
}
