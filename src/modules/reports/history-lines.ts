import type { PersonActor } from '../../kernel/actor.js';
import { ALL_TIME, isQuarterKey } from '../../kernel/period.js';
import type { Entry, EntryFilter } from '../ledger/index.js';
import type { OwnDecision, OwnFilter, RequestView } from '../requests/index.js';
import type { HistoryFilter, HistoryItem, HistoryStatus } from './history.js';
import type { ReportsDependencies } from './reports-dependencies.js';

/** The entries that a filter of the history means; null where it means none. */
export function entriesMeant(personId: string, filter: HistoryFilter): EntryFilter | null {
  const { period, from, to, categoryCode, kind, source, status } = filter;
  if (status !== undefined && status !== 'credited') return null;
  return {
    personIds: [personId],
    ...(period !== undefined && { period }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(categoryCode !== undefined && { categoryCode }),
    ...(kind !== undefined && { kind }),
    ...(source !== undefined && { sourceType: source }),
  };
}

/** The requests without an entry that a filter of the history means; null where it means none. */
export function requestsMeant(filter: HistoryFilter): OwnFilter | null {
  const { period = ALL_TIME, from, to, categoryCode, kind, source, status } = filter;
  if (status === 'credited' || kind !== undefined || (source !== undefined && source !== 'request')) return null;
  return {
    status: status ?? 'uncredited',
    ...(isQuarterKey(period) ? { quarter: period } : period !== ALL_TIME && { year: Number(period) }),
    ...(categoryCode !== undefined && { category: categoryCode }),
    from,
    to,
  };
}

/** Entries as lines; those of requests with the words of whoever decided. One question for all of them. */
export async function entryItems(
  { requests }: Pick<ReportsDependencies, 'requests'>,
  actor: PersonActor,
  entries: readonly Entry[],
  names: ReadonlyMap<string, string>,
): Promise<HistoryItem[]> {
  const decisions = await requests.ownDecisions(actor, requestIds(entries));
  return entries.map((entry) => entryItem(entry, names, decisions));
}

/** The requests behind entries. */
export function requestIds(entries: readonly Entry[]): string[] {
  return entries.flatMap(({ source }) => (source.type === 'request' ? [source.id] : []));
}

/** What was said when the points were given: what the person wrote in the request is no reason of the decider's. */
export function wordsOf({ kind, reason, source }: Entry, decisions: ReadonlyMap<string, OwnDecision>): string {
  return kind === 'earn' ? (decisions.get(source.id)?.notes ?? '') : reason;
}

function entryItem(
  entry: Entry,
  names: ReadonlyMap<string, string>,
  decisions: ReadonlyMap<string, OwnDecision>,
): HistoryItem {
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
    by: entry.by.name,
    notes: wordsOf(entry, decisions),
    at: entry.at,
    requestId: entry.source.type === 'request' ? entry.source.id : null,
  };
}

export function requestItem(request: RequestView): HistoryItem {
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
    by: (request.decidedBy ?? request.approver).name,
    notes: request.decisionNotes,
    at: request.raisedAt,
    requestId: request.id,
  };
}
