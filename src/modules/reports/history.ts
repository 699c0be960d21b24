import type { LocalDate } from '../../kernel/local-date.js';
import type { Page } from '../../kernel/paging.js';
import type { PeriodKey, QuarterKey } from '../../kernel/period.js';
import type { Points } from '../../kernel/points.js';
import type { EntryKind, EntryOrder, EntrySource, Totals } from '../ledger/index.js';

/** Statuses of lines of the history: entries are credited, requests are in one of their own states. */
export const HISTORY_STATUSES = ['credited', 'pending', 'rejected', 'withdrawn'] as const;
export type HistoryStatus = (typeof HISTORY_STATUSES)[number];

/** All given conditions must hold. */
export interface HistoryFilter {
  /** A quarter, a fiscal year or all time. */
  readonly period?: PeriodKey | undefined;
  /** Days of events, both inclusive. */
  readonly from?: LocalDate | undefined;
  readonly to?: LocalDate | undefined;
  readonly categoryCode?: string | undefined;
  /** Kind of entry; leaves requests out. */
  readonly kind?: EntryKind | undefined;
  /** What an entry came from; `request` includes the requests themselves. */
  readonly source?: EntrySource['type'] | undefined;
  readonly status?: HistoryStatus | undefined;
}

/** An entry of the ledger, or a request that did not become one (yet). */
export interface HistoryItem {
  readonly id: string;
  readonly type: 'entry' | 'request';
  /** Kind of the entry, or how the request came about. */
  readonly kind: string;
  readonly status: HistoryStatus;
  readonly categoryCode: string;
  readonly categoryName: string;
  /** Of a request: what it asks for. Counted only once credited. */
  readonly points: Points;
  readonly date: LocalDate;
  readonly period: QuarterKey;
  /** Who decided or granted it, or has it to decide. */
  readonly by: string;
  /** The decider's words, or the reason. */
  readonly notes: string | null;
  readonly at: Date;
  /** The request behind it; null where there is none. */
  readonly requestId: string | null;
}

/** Newest day first unless asked for otherwise; of one day, or with the same points, entries come before requests. */
export type HistoryOrder = EntryOrder;

/** The totals are those of all entries in the filter, whatever the page shows; `entries` is how many these are. */
export type History = Page<HistoryItem> & { readonly totals: Totals; readonly entries: number };
