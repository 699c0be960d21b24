import type { QuarterKey } from '../../kernel/period.js';
import type { Points } from '../../kernel/points.js';
import type { BonusReason } from './bonus-standing.js';

/** What is done to everybody who is eligible: awarded the bonus, or told how the bonus stands. */
export const RUN_KINDS = ['award', 'analysis'] as const;
export type RunKind = (typeof RUN_KINDS)[number];

export const ROW_OUTCOMES = ['done', 'skipped', 'waiting'] as const;
export type RowOutcome = (typeof ROW_OUTCOMES)[number];

/** Something that is done to many people in the background, and what became of it. */
export interface BonusRun {
  readonly id: string;
  readonly kind: RunKind;
  readonly period: QuarterKey;
  /** `preparing` while everybody's state is read, `running` while people are gone through. */
  readonly status: 'preparing' | 'running' | 'completed';
  /** By name. */
  readonly by: string;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  /** People who were eligible when it began, and how many of them are gone through. */
  readonly total: number;
  readonly reached: number;
  readonly done: number;
  /** Everybody it left out, from the beginning on or when it came to them. */
  readonly skipped: number;
  /** Awarded so far, or told about. */
  readonly points: Points;
}

/** What became of one person in a run. */
export interface BonusRunRow {
  readonly personId: string;
  readonly outcome: RowOutcome;
  readonly code: BonusReason;
  readonly reason: string;
  readonly points: Points;
  readonly entryId: string | null;
}

export interface Expected {
  readonly count: number;
  readonly points: Points;
}

/** What somebody asks for who means everybody that is eligible. */
export interface RunOrder {
  readonly period: QuarterKey;
  /** The figures of the preview. Where they are others by now, nothing happens. */
  readonly expected?: Expected | undefined;
  /** What the sender calls it; sent again it is the same run. */
  readonly key?: string | undefined;
}
