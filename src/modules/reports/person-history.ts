import type { PersonActor } from '../../kernel/actor.js';
import { offsetOf, pageOf, type PageRequest } from '../../kernel/paging.js';
import { ALL_TIME, isQuarterKey } from '../../kernel/period.js';
import { NO_POINTS, type Entry, type EntryFilter } from '../ledger/index.js';
import type { RequestFilter, RequestView } from '../requests/index.js';
import { categoryNames } from './category-figures.js';
import type { History, HistoryFilter, HistoryItem, HistoryStatus } from './history.js';
import type { ReportsDependencies } from './reports-dependencies.js';

/** A person's entries and what became of the own requests, merged; the totals are those of the entries. */
export async function personHistory(
  deps: ReportsDependencies,
  actor: PersonActor,
  filter: HistoryFilter,
  page: PageRequest,
): Promise<History> {
  // Both lists come in the order of the merged one, so that the page lies within the first rows of each.
  const upTo = { number: 1, size: offsetOf(page) + page.size };
  const [names, entries, requests] = await Promise.all([
    categoryNames(deps),
    wantsEntries(filter) ? deps.ledger.history(entryFilter(actor.personId, filter), upTo) : NOTHING,
    wantsRequests(filter) ? deps.requests.mine(actor, requestFilter(filter), upTo) : NOTHING,
  ]);
  const merged = [...entries.items.map((entry) => entryItem(entry, names)), ...requests.items.map(requestItem)].sort(
    newestFirst,
  );
  const total = entries.page.total + requests.page.total;
  return { ...pageOf(merged.slice(offsetOf(page), upTo.size), page, total), totals: entries.totals };
}

const NOTHING = { items: [], page: { number: 1, size: 0, total: 0 }, totals: NO_POINTS };

function wantsEntries({ status }: HistoryFilter): boolean {
  return status === undefined || status === 'credited';
}

function wantsRequests({ status, kind, source }: HistoryFilter): boolean {
  return status !== 'credited' && kind === undefined && (source === undefined || source === 'request');
}

function entryFilter(personId: string, { period, categoryCode, kind, source }: HistoryFilter): EntryFilter {
  return {
    personIds: [personId],
    ...(period !== undefined && { period }),
    ...(categoryCode !== undefined && { categoryCode }),
    ...(kind !== undefined && { kind }),
    ...(source !== undefined && { sourceType: source }),
  };
}

function requestFilter({ period = ALL_TIME, categoryCode, status }: HistoryFilter): RequestFilter {
  return {
    status: status === undefined || status === 'credited' ? 'uncredited' : status,
    ...(isQuarterKey(period) ? { quarter: period } : period !== ALL_TIME && { year: Number(period) }),
    ...(categoryCode !== undefined && { category: categoryCode }),
  };
}

function entryItem(entry: Entry, names: ReadonlyMap<string, string>): HistoryItem {
  return {
    id: entry.id,
    type: 'entry',
    kind: entry.kind,
    status: 'credited',
    categoryCode: entry.categoryCode,
    categoryName: names.get(entry.categoryCode) ?? entry.categoryCode,
    points: entry.points,
    date: entry.effectiveDate,
    period: entry.quarter,
    notes: entry.reason,
    at: entry.at,
    requestId: entry.source.type === 'request' ? entry.source.id : null,
  };
}

function requestItem(request: RequestView): HistoryItem {
  return {
    id: request.id,
    type: 'request',
    kind: request.kind,
    status: request.status as Exclude<HistoryStatus, 'credited'>,
    categoryCode: request.category.code,
    categoryName: request.category.name,
    points: request.points,
    date: request.eventDate,
    period: request.period,
    notes: request.decisionNotes,
    at: request.raisedAt,
    requestId: request.id,
  };
}

function newestFirst(a: HistoryItem, b: HistoryItem): number {
  if (a.date !== b.date) return a.date < b.date ? 1 : -1;
  return b.at.getTime() - a.at.getTime();
}
