import type { Model } from 'mongoose';
import { offsetOf, pageOf, type PageRequest } from '../../kernel/paging.js';
import { ALL_TIME, isQuarterKey, type PeriodKey } from '../../kernel/period.js';
import type { Points } from '../../kernel/points.js';
import { operator } from '../../platform/storage/index.js';
import type { CategoryPoints, Entry, EntryClass, EntryFilter, EntryKind, HistoryPage } from './entry.js';
import { toEntry, type EntryRecord } from './entry.model.js';
import { groupStage, isOriginal, type GroupRow } from './group-entries.js';
import { combine } from './sum-entries.js';

/** The stored fields that a filter asks for. */
export function matchOf(filter: EntryFilter): Record<string, unknown> {
  const { personIds, period, from, to, sourceType, ...equal } = filter;
  return {
    // $eq keeps a value a value: the filters of an aggregation pass no sanitizer.
    ...Object.fromEntries(
      Object.entries(equal).flatMap(([name, value]) => (value === undefined ? [] : [[name, { $eq: value }]])),
    ),
    ...(personIds !== undefined && { person: operator({ $in: [...personIds] }) }),
    ...(period !== undefined && periodMatch(period)),
    ...(sourceType !== undefined && { 'source.type': { $eq: sourceType } }),
    ...((from !== undefined || to !== undefined) && {
      effectiveDate: operator({ ...(from !== undefined && { $gte: from }), ...(to !== undefined && { $lte: to }) }),
    }),
  };
}

function periodMatch(period: PeriodKey): Record<string, unknown> {
  if (period === ALL_TIME) return {};
  return isQuarterKey(period) ? { quarter: period } : { year: Number(period) };
}

export async function history(
  entries: Model<EntryRecord>,
  filter: EntryFilter,
  page: PageRequest,
): Promise<HistoryPage> {
  const records = await entries
    .find(matchOf(filter))
    .sort({ effectiveDate: -1, at: -1, _id: -1 })
    .skip(offsetOf(page))
    .limit(page.size)
    .lean<EntryRecord[]>();
  const sums = await entries.aggregate<{ _id: EntryClass; points: Points; count: number }>([
    { $match: matchOf(filter) },
    { $group: { _id: '$class', points: { $sum: '$points' }, count: { $sum: 1 } } },
  ]);
  const of = (name: EntryClass) => sums.find(({ _id }) => _id === name)?.points ?? 0;
  const total = sums.reduce((sum, { count }) => sum + count, 0);
  return {
    ...pageOf(records.map(toEntry), page, total),
    totals: combine({ regular: of('regular'), bonus: of('bonus') }),
  };
}

export async function countByKind(entries: Model<EntryRecord>, filter: EntryFilter): Promise<Map<EntryKind, number>> {
  const rows = await entries.aggregate<{ _id: EntryKind; count: number }>([
    { $match: matchOf(filter) },
    { $group: { _id: '$kind', count: { $sum: 1 } } },
  ]);
  return new Map(rows.map(({ _id, count }) => [_id, count]));
}

export async function byCategory(
  entries: Model<EntryRecord>,
  personId: string,
  period: PeriodKey,
): Promise<CategoryPoints[]> {
  const groups = await entries.aggregate<GroupRow>([
    { $match: matchOf({ personIds: [personId], period }) },
    groupStage('$categoryCode'),
  ]);
  const rows = new Map<string, { code: string; class: EntryClass; points: Points; count: number }>();
  for (const { _id, points, count } of groups) {
    const key = `${_id.class}:${_id.key}`;
    const row = rows.get(key) ?? { code: _id.key, class: _id.class, points: 0, count: 0 };
    rows.set(key, { ...row, points: row.points + points, count: row.count + (isOriginal(_id.kind) ? count : 0) });
  }
  return [...rows.values()].sort((one, other) => other.points - one.points || (one.code < other.code ? -1 : 1));
}

/** Awards and bonuses, by category; categories without any are left out. */
export async function grantsByCategory(
  entries: Model<EntryRecord>,
  codes: readonly string[],
): Promise<Map<string, number>> {
  const rows = await entries.aggregate<{ _id: string; count: number }>([
    { $match: { categoryCode: { $in: [...codes] }, kind: { $in: ['award', 'bonus'] } } },
    { $group: { _id: '$categoryCode', count: { $sum: 1 } } },
  ]);
  return new Map(rows.map(({ _id, count }) => [_id, count]));
}

export async function hasEntries(entries: Model<EntryRecord>, filter: EntryFilter): Promise<boolean> {
  return (await entries.exists(matchOf(filter))) !== null;
}

export async function* eachEntry(entries: Model<EntryRecord>, filter: EntryFilter): AsyncIterable<Entry> {
  const cursor = entries
    .find(matchOf(filter))
    .sort({ person: 1, sequence: 1 })
    .lean<EntryRecord[]>()
    .cursor({ batchSize: 500 });
  for await (const record of cursor) yield toEntry(record);
}
