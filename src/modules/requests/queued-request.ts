import type { Points } from '../../kernel/points.js';
import type { Decision, RequestFilter, RequestKind, RequestView } from './request.js';

export const QUEUE_STATUSES = ['pending', 'approved', 'rejected', 'withdrawn', 'decided', 'all'] as const;

/** `oldest` and `newest` go by the day of the decision where only decided ones are meant, else by when they were made. */
export const QUEUE_SORTS = ['oldest', 'newest', 'points', '-points', 'person', '-person'] as const;
export type QueueSort = (typeof QUEUE_SORTS)[number];

/** What makes a request worth a second look; `any` of them. */
export const ODDITIES = ['any', 'duplicate', 'same-file', 'escalated', 'orphaned'] as const;
export type Oddity = (typeof ODDITIES)[number];

/** Which of a unit's requests are meant; everything that is given must hold. */
export interface QueueFilter extends Omit<RequestFilter, 'q'> {
  /** Part of the person's name or of the notes. */
  readonly q?: string | undefined;
  /** Of the pending ones what the viewer has, of the decided ones what the viewer decided; of all statuses either. */
  readonly mine?: boolean | undefined;
  readonly kind?: RequestKind | undefined;
  /** Where the person worked when the request was made. */
  readonly location?: string | undefined;
  /** Id of whoever has it, or decided it. */
  readonly decider?: string | undefined;
  readonly odd?: Oddity | undefined;
}

/** Numbers of what each tab of a queue shows for a filter, whatever status the filter names. */
export interface QueueCounts {
  /** Pending, and the viewer's to decide. */
  readonly waiting: number;
  readonly pending: number;
  /** Approved or rejected. */
  readonly decided: number;
  /** Approved or rejected by the viewer. */
  readonly decidedByMe: number;
  readonly all: number;
}

/** Requests by their ids, or all that wait for the viewer and match a filter. */
export type Selection = { readonly ids: readonly string[] } | { readonly filter: QueueFilter };

export interface NotDecidable {
  readonly id: string;
  readonly code: string;
  /** Why, in a sentence. */
  readonly detail: string;
  /** Where the viewer may see it. */
  readonly request?: RequestView;
}

/** What deciding several at once would do. Nothing is decided. */
export interface DecisionPreview {
  /** Those that the viewer may decide now, in the order given; of a filter the oldest first. */
  readonly decidable: readonly RequestView[];
  readonly left: readonly NotDecidable[];
  /** Of the decidable ones. */
  readonly people: number;
  readonly points: Points;
  readonly duplicates: number;
  readonly sameFiles: number;
  /** How many were meant; more than are listed where a filter matches more than can be decided at once. */
  readonly meant: number;
}

/** What became of several that were decided at once. */
export interface BulkOutcome {
  readonly id: string;
  readonly decision: Decision;
  readonly startedAt: Date;
  /** Null while it is still going on. */
  readonly finishedAt: Date | null;
  readonly done: readonly string[];
  readonly failed: readonly { readonly id: string; readonly code: string; readonly detail: string }[];
  /** How many were asked for. */
  readonly asked: number;
}

/** The same with the requests, as far as the viewer may see them. */
export interface BulkOutcomeView extends BulkOutcome {
  readonly requests: readonly RequestView[];
}
