import type { LocalDate } from '../../kernel/local-date.js';
import type { Points } from '../../kernel/points.js';
import type { Unit } from '../../kernel/units.js';
import type { RequestKind } from './request.js';

/** `overdue` has waited longer than the days of escalation since it was made; `escalated` was told to others. */
export const TRACKER_STATUSES = [
  'pending',
  'orphaned',
  'overdue',
  'escalated',
  'approved',
  'rejected',
  'withdrawn',
  'all',
] as const;
export type TrackerStatus = (typeof TRACKER_STATUSES)[number];

export const TRACKER_SORTS = [
  'raised',
  '-raised',
  'assigned',
  '-assigned',
  'points',
  '-points',
  'person',
  '-person',
] as const;
export type TrackerSort = (typeof TRACKER_SORTS)[number];

/** Which requests of the company are meant; everything that is given must hold. */
export interface TrackerFilter {
  /** `pending` unless said. */
  readonly status?: TrackerStatus | undefined;
  /** Id of the person who gains. */
  readonly person?: string | undefined;
  /** Part of the person's name. */
  readonly q?: string | undefined;
  /** A category's code. */
  readonly category?: string | undefined;
  readonly unit?: Unit | undefined;
  readonly source?: RequestKind | undefined;
  /** Where the person worked when the request was made. */
  readonly location?: string | undefined;
  /** Id of whoever has it. */
  readonly decider?: string | undefined;
  /** Days on which it was made, on the organization's clock; both inclusive. */
  readonly from?: LocalDate | undefined;
  readonly to?: LocalDate | undefined;
}

/** Of the pending requests that a filter means, whatever status it names. */
export interface TrackerSummary {
  readonly pending: number;
  readonly points: Points;
  readonly orphaned: number;
  readonly overdue: number;
  readonly escalated: number;
  /** When the oldest one was made. */
  readonly oldest: Date | null;
  /** How long that one waits, in working hours; one decimal. */
  readonly oldestHours: number;
}
