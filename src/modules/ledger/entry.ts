import type { ActorReference } from '../../kernel/actor.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Page } from '../../kernel/paging.js';
import type { PeriodKey, QuarterKey } from '../../kernel/period.js';
import type { Points } from '../../kernel/points.js';
import type { Unit } from '../../kernel/units.js';

export const ENTRY_KINDS = ['earn', 'award', 'bonus', 'adjustment', 'reversal'] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** `regular` is what targets and boards count; bonuses stand apart. Corrections have the class of what they correct. */
export type EntryClass = 'regular' | 'bonus';

export interface EntrySource {
  readonly type: 'request' | 'award' | 'bonus' | 'entry';
  readonly id: string;
}

/** What the points were computed from, kept so that "why did I get these points?" answers itself. */
export interface EntryBasis {
  readonly value: Points;
  readonly quantity: number;
  readonly grade: string;
  readonly categoryVersion: number;
}

/** One immutable line of the ledger. */
export interface Entry {
  readonly id: string;
  readonly personId: string;
  /** 1, 2, 3 ... within the person's account. */
  readonly sequence: number;
  readonly kind: EntryKind;
  readonly class: EntryClass;
  /** A whole number; negative only in adjustments and reversals. */
  readonly points: Points;
  readonly categoryCode: string;
  readonly unit: Unit;
  readonly quarter: QuarterKey;
  /** Fiscal year, named by the year in which it starts. */
  readonly year: number;
  /** `YYYY-MM` of the effective date. */
  readonly month: string;
  /** The day of the event; it decides the period, whenever the entry was written. */
  readonly effectiveDate: LocalDate;
  readonly sourceKey: string;
  readonly source: EntrySource;
  readonly reason: string;
  readonly basis: EntryBasis;
  readonly correctsEntryId: string | null;
  readonly by: ActorReference;
  readonly at: Date;
}

/** Points to be written down for the first time; corrections go through `adjust` and `reverse`. */
export interface NewEntry {
  readonly personId: string;
  readonly kind: 'earn' | 'award' | 'bonus';
  readonly points: Points;
  readonly categoryCode: string;
  readonly unit: Unit;
  readonly effectiveDate: LocalDate;
  /** `request:<id>`, `award:<idempotency key>` or `bonus:<person>:<period>`; credited at most once per organization. */
  readonly sourceKey: string;
  readonly source: EntrySource;
  readonly reason: string;
  readonly basis: EntryBasis;
  /** True where the source may be credited anew once its entry was reversed; the key then carries a counter. */
  readonly againAfterReversal?: boolean;
}

/** What an entry is worth now. */
export interface EntryWorth {
  readonly worth: Points;
  readonly reversed: boolean;
  /** How many corrections there are. */
  readonly corrections: number;
}

/** All given conditions must hold. Dates are inclusive and mean the effective date. */
export interface EntryFilter {
  readonly personIds?: readonly string[];
  readonly period?: PeriodKey;
  readonly from?: LocalDate;
  readonly to?: LocalDate;
  readonly categoryCode?: string;
  readonly unit?: Unit;
  readonly kind?: EntryKind;
  readonly class?: EntryClass;
  readonly sourceType?: EntrySource['type'];
}

/** Whole points. `combined` is regular plus bonus. */
export interface Totals {
  readonly regular: Points;
  readonly bonus: Points;
  readonly combined: Points;
}

export const NO_POINTS: Totals = { regular: 0, bonus: 0, combined: 0 };

export interface PeriodTotals {
  readonly period: PeriodKey;
  readonly regular: Points;
  readonly bonus: Points;
}

/** What a person got of one category in a period. */
export interface CategoryTotals extends PeriodTotals {
  readonly categoryCode: string;
}

export type HistoryPage = Page<Entry> & { readonly totals: Totals };

export interface CategoryPoints {
  readonly code: string;
  readonly class: EntryClass;
  readonly points: Points;
  /** How often; corrections change points, not the count. */
  readonly count: number;
}

export type SumKey = 'month' | 'category' | 'unit' | 'person';

export interface SumRow extends Totals {
  /** The month `YYYY-MM`, category code, unit or id of the person. */
  readonly key: string;
  /** How often; corrections change points, not the count. */
  readonly count: number;
}

/** Regular points of one person in one category. */
export interface PersonCategorySum {
  readonly personId: string;
  readonly categoryCode: string;
  readonly points: Points;
  readonly count: number;
}
