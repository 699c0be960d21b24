import { daysBetween } from '../../kernel/local-date.js';
import type { DateRange } from '../../kernel/period.js';
import { percentFloor, type Points } from '../../kernel/points.js';

export interface Progress {
  readonly points: Points;
  readonly target: Points;
  /** One decimal, cut off, so that 7699 of 7700 is never shown as reached. May exceed 100. */
  readonly percent: number;
  /** What a bar shows: 0 to 100. */
  readonly bar: number;
  readonly reached: boolean;
  /** Points still missing, at least 0. */
  readonly missing: Points;
}

/** How far points are towards a target of at least 1. */
export function progress(points: Points, target: Points): Progress {
  const percent = percentFloor(points, target);
  return {
    points,
    target,
    percent,
    bar: Math.min(100, Math.max(0, percent)),
    reached: points >= target,
    missing: Math.max(0, target - points),
  };
}

/** The yearly target scaled to a range of days: floor(yearly x days / 365). 91 days of 30 800 are 7678. */
export function targetOfRange(yearlyTarget: Points, range: DateRange): Points {
  return Math.floor((yearlyTarget * (daysBetween(range.from, range.to) + 1)) / 365);
}
