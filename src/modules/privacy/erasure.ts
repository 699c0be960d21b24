/** The steps of an erasure, in their order. */
export const ERASURE_STEPS = ['files', 'imports', 'entries', 'records', 'boards'] as const;
export type ErasureStep = (typeof ERASURE_STEPS)[number];

/** What became of an erasure. */
export interface Erasure {
  readonly personId: string;
  readonly status: 'running' | 'completed';
  readonly reason: string;
  readonly by: string;
  readonly startedAt: Date;
  readonly completedAt: Date | null;
  /** What it is at; null when all is done. */
  readonly step: ErasureStep | null;
  /** Why it could not go on when it was tried last; it is tried again by itself. */
  readonly problem: string | null;
  /** How much was replaced or deleted so far. */
  readonly records: number;
  readonly files: number;
  readonly accounts: number;
}

/** What an erasure would take away, and what would stay. */
export interface ErasureFacts {
  /** Requests that the person gains from. */
  readonly requests: number;
  readonly files: number;
  readonly entries: number;
  /** All points ever; they stay. */
  readonly points: number;
  /** Requests of the person that wait; they have to be decided first. */
  readonly pending: number;
}
