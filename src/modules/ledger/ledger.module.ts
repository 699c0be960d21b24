import type { Actor } from '../../kernel/actor.js';
import type { Page, PageRequest } from '../../kernel/paging.js';
import type { PeriodKey, QuarterKey } from '../../kernel/period.js';
import type { Points } from '../../kernel/points.js';
import type { Breakdown, BreakdownFilter } from './breakdown.js';
import type { Difference } from './difference.js';
import type {
  CategoryPoints,
  CategoryTotals,
  Entry,
  EntryFilter,
  EntryKind,
  EntryWorth,
  HistoryPage,
  NewEntry,
  PeriodTotals,
  PersonCategorySum,
  SumKey,
  SumRow,
  Totals,
} from './entry.js';
import type { GrantedFilter } from './granted.queries.js';
import type { AwardedFilter } from './person.queries.js';
import type { Looked } from './looked.js';
import type { ReplaceWords } from './reseal-accounts.js';
import type { EntryOrder, Stretch, TallyRow } from './stretch.queries.js';

/** What an entry was worth for whoever decided on the correction; where it is worth something else now, nothing happens. */
export interface BasedOn {
  readonly basedOn?: Points | undefined;
}

/** Every point anybody ever got. Entries are only ever added; totals follow them in the same transaction. */
export interface LedgerModule {
  /**
   * Writes one entry, the person's totals and `points.credited`. Joins the caller's transaction; the caller has checked
   * the right. The effective date decides the period, by the organization's calendar of now.
   * @throws Conflict `ledger.already_credited` when the source key was credited before (the transaction must then end)
   */
  credit(actor: Actor, entry: NewEntry): Promise<Entry>;
  /** Credits several at once, all or none, in the order given; far fewer queries than one by one. @throws as `credit` */
  creditMany(actor: Actor, entries: readonly NewEntry[]): Promise<Entry[]>;
  /**
   * Corrects what an entry is worth: `points` is the new value, 300 for 400 -> 300, and the adjustment of -100 is returned.
   * It has period, category and class of the corrected entry.
   * @throws Forbidden, NotFound, Conflict `ledger.already_reversed`, `ledger.changed_meanwhile`, RuleBroken without reason, below 0 or without change
   */
  adjust(actor: Actor, correction: { entryId: string; points: Points; reason: string } & BasedOn): Promise<Entry>;
  /** What `adjust` would correct, without writing it. @throws as `adjust` */
  previewAdjustment(
    actor: Actor,
    correction: { entryId: string; points: Points; reason: string } & BasedOn,
  ): Promise<{ entry: Entry; worth: Points }>;
  /** Takes back what an entry is worth now. @throws as `adjust` */
  reverse(actor: Actor, reversal: { entryId: string; reason: string } & BasedOn): Promise<Entry>;

  /** @throws NotFound `entry.not_found` */
  byId(id: string): Promise<Entry>;
  findBySource(sourceKey: string): Promise<Entry | undefined>;
  /** What stands under each source key: the last entry of the source, with or without a counter, unless it was reversed. */
  standing(sourceKeys: readonly string[]): Promise<Map<string, Entry>>;
  /** What entries are worth with their corrections, for those that are no corrections themselves. */
  worths(entryIds: readonly string[]): Promise<Map<string, EntryWorth>>;
  /** An entry's corrections in the order of writing, and what it is worth with them. */
  corrections(entryId: string): Promise<{ entries: Entry[]; worth: Points; reversed: boolean }>;

  /** Totals for every person and period asked for, zero where there are no entries. */
  totals(personIds: readonly string[], periods: readonly PeriodKey[]): Promise<Map<string, Record<PeriodKey, Totals>>>;
  /** All periods in which these people have entries. */
  allTotals(personIds: readonly string[]): Promise<Map<string, PeriodTotals[]>>;
  /** Ids of everybody with at least one entry, in batches. */
  eachAccount(size: number): AsyncIterable<string[]>;

  /** How many entries of each kind there are; kinds without any are left out. */
  countByKind(filter: EntryFilter): Promise<Map<EntryKind, number>>;
  /** Newest effective date first; the totals are those of the whole filter, not of the page. */
  history(filter: EntryFilter, page: PageRequest): Promise<HistoryPage>;
  /** What the list in this order consists of, by its first key; the sums are those of the whole filter. */
  tally(filter: EntryFilter, order: EntryOrder): Promise<TallyRow[]>;
  /** A stretch of that list, without counting it. */
  stretch(filter: EntryFilter, order: EntryOrder, stretch: Stretch): Promise<Entry[]>;
  /** All of it, streamed. */
  eachInOrder(filter: EntryFilter, order: EntryOrder): AsyncIterable<Entry>;
  /** Awards of a unit in the order in which they were granted, newest first. */
  granted(filter: GrantedFilter, page: PageRequest): Promise<Page<Entry>>;
  /** Highest points first. */
  byCategory(personId: string, period: PeriodKey): Promise<CategoryPoints[]>;
  /** How often points were granted without a request, by category. */
  grantsByCategory(codes: readonly string[]): Promise<Map<string, number>>;
  /** Sums for charts, in the order of the key. */
  sumBy(filter: EntryFilter, by: SumKey): Promise<SumRow[]>;
  /** Regular points of every person in every category. */
  sumByPersonAndCategory(filter: EntryFilter): Promise<PersonCategorySum[]>;
  /**
   * Points by quarter, month, category, unit and class, who got them by category, and by person, of the same entries; from what is kept by month,
   * so that the number of entries matters little.
   */
  breakdown(filter: BreakdownFilter): Promise<Breakdown>;
  /** What these people got of categories in every period in which they have entries of them; from what is kept by month. */
  categoryTotals(
    personIds: readonly string[],
    categoryCodes: ReadonlySet<string>,
  ): Promise<Map<string, CategoryTotals[]>>;
  /** Whether there is any entry, corrections included; for filters that an index serves. */
  hasEntries(filter: EntryFilter): Promise<boolean>;
  /** What each person got in each quarter; quarters without an entry are left out. */
  sumByQuarter(filter: EntryFilter): Promise<Map<string, Map<QuarterKey, Totals>>>;
  /** Ids of everybody who was granted points by a unit without a request. */
  awardedPeople(filter: AwardedFilter): Promise<string[]>;
  /** In the order of writing per person, streamed. */
  eachEntry(filter: EntryFilter): AsyncIterable<Entry>;

  /**
   * For erasure alone: replaces names and reasons in entries where the rule answers others, and closes the chains of those
   * accounts anew; how many there were. Points, periods and numbers stay. Doing it again does nothing.
   * @throws Conflict `ledger.account_differs` at the end, where accounts were not sound and so left alone
   */
  replaceWords(actor: Actor, replace: ReplaceWords): Promise<{ readonly accounts: number }>;
  /** Every difference between entries, their chain of checksums, and totals. Works while entries are being written. */
  verify(looked?: Looked): AsyncIterable<Difference>;
  /** How many entries there are to look at, as the accounts say. */
  extent(): Promise<{ readonly accounts: number; readonly entries: number }>;
  /** Makes the breakdowns of accounts that were written before there were any. */
  completeBreakdowns(stopping?: AbortSignal): Promise<void>;
  /** Makes totals and breakdowns anew from the entries; says how many people there are and how many were wrong. */
  rebuildTotals(looked?: Looked): Promise<{ people: number; corrected: number }>;
}
