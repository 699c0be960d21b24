import type { ActorReference } from '../../kernel/actor.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Page } from '../../kernel/paging.js';
import type { QuarterKey } from '../../kernel/period.js';
import type { ConfigChange } from './config-changes.js';
import type { DatedTargetConfig, TargetConfig } from './target-config.js';

/** `replaced`: another one was made for the same day. */
export const CONFIG_STATES = ['current', 'upcoming', 'past', 'withdrawn', 'replaced'] as const;
export type ConfigState = (typeof CONFIG_STATES)[number];

/** A configuration with where it comes from. */
export interface ConfigVersion extends TargetConfig {
  /** Null for what an organization has before central changes anything. */
  readonly id: string | null;
  /** 0 for what there is at first, then 1, 2, 3 ... in the order of setting. */
  readonly number: number;
  /** Null for what there is at first. */
  readonly effectiveFrom: LocalDate | null;
  readonly state: ConfigState;
  readonly by: ActorReference | null;
  readonly at: Date | null;
  readonly withdrawn: { readonly by: ActorReference; readonly at: Date } | null;
  /** What differs from the one it was made from. */
  readonly changes: readonly ConfigChange[];
}

/** Everything central set, and when it applies. */
export interface TargetHistory {
  /** Counts every change; whoever changes something says what he or she has seen. */
  readonly revision: number;
  /** What applies today. */
  readonly current: ConfigVersion;
  /** What applies from a later day on, the nearest first. */
  readonly upcoming: readonly ConfigVersion[];
  /** All that were set, the last one set first. */
  readonly history: Page<ConfigVersion>;
}

/** What a configuration would change if it were set. */
export interface ConfigPreview {
  readonly effectiveFrom: LocalDate;
  /** What would apply on that day otherwise. */
  readonly before: TargetConfig;
  readonly after: TargetConfig;
  readonly changes: readonly ConfigChange[];
  /** The quarter in which the day lies; all of it counts by the new figures. */
  readonly quarter: { readonly key: QuarterKey; readonly from: LocalDate; readonly to: LocalDate };
  /** True where the quarter began before that day. */
  readonly midQuarter: boolean;
  /** A version set for the same day, whose place this one takes. */
  readonly replaces: number | null;
  /** The next version that is planned already and ends this one. */
  readonly until: { readonly number: number; readonly effectiveFrom: LocalDate } | null;
  readonly revision: number;
}

/** The days from which a change is easiest to understand. */
export interface StartDays {
  readonly today: LocalDate;
  readonly nextQuarter: LocalDate;
  readonly nextYear: LocalDate;
}

export interface RevisionOptions {
  /** The revision that the change was made from; refused where there is a later one. */
  readonly revision?: number | undefined;
}

export type SetConfig = DatedTargetConfig &
  Pick<ConfigVersion, 'number' | 'state' | 'by' | 'at' | 'changes'> & {
    readonly id: string;
  };
