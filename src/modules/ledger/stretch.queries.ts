import type { Model } from 'mongoose';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Points } from '../../kernel/points.js';
import type { Entry, EntryClass, EntryFilter } from './entry.js';
import { toEntry, type EntryRecord } from './entry.model.js';
import { matchOf } from './entry.queries.js';

/** What lists of entries are put in order by; `-` is downwards. Equal ones follow newest day first. */
export const ENTRY_ORDERS = ['-date', 'date', '-points', 'points'] as const;
export type EntryOrder = (typeof ENTRY_ORDERS)[number];

/** How many entries of a class have the same day, or the same points, and what they add up to. */
export interface TallyRow<K extends LocalDate | Points = LocalDate | Points> {
  readonly key: K;
  readonly class: EntryClass;
  readonly count: number;
  readonly points: Points;
}

/** Rows of a list, from the one after `skip` others on. */
export interface Stretch {
  readonly skip: number;
  readonly limit: number;
}

const NEWEST = { effectiveDate: -1, at: -1, _id: -1 } as const;
const OLDEST = { effectiveDate: 1, at: 1, _id: 1 } as const;

function sortOf(order: EntryOrder): Record<string, 1 | -1> {
  switch (order) {
    case '-date':
      return NEWEST;
    case 'date':
      return OLDEST;
    case '-points':
      return { points: -1, ...NEWEST };
    case 'points':
      return { points: 1, ...NEWEST };
  }
}

/** What a list in this order begins with, counted: enough to know what stands on a page without reading those before. */
export async function tally(entries: Model<EntryRecord>, filter: EntryFilter, order: EntryOrder): Promise<TallyRow[]> {
  const key = order.endsWith('points') ? '$points' : '$effectiveDate';
  const rows = await entries.aggregate<{
    _id: { key: LocalDate | Points; class: EntryClass };
    count: number;
    points: Points;
  }>([
    { $match: matchOf(filter) },
    { $group: { _id: { key, class: '$class' }, count: { $sum: 1 }, points: { $sum: '$points' } } },
  ]);
  return rows.map(({ _id, count, points }) => ({ ..._id, count, points }));
}

export async function stretch(
  entries: Model<EntryRecord>,
  filter: EntryFilter,
  order: EntryOrder,
  { skip, limit }: Stretch,
): Promise<Entry[]> {
  if (limit === 0) return [];
  const records = await entries.find(matchOf(filter)).sort(sortOf(order)).skip(skip).limit(limit).lean<EntryRecord[]>();
  return records.map(toEntry);
}

/** The whole list, streamed. */
export async function* eachInOrder(
  entries: Model<EntryRecord>,
  filter: EntryFilter,
  order: EntryOrder,
): AsyncGenerator<Entry> {
  const cursor = entries.find(matchOf(filter)).sort(sortOf(order)).lean<EntryRecord[]>().cursor({ batchSize: 500 });
  for await (const record of cursor) yield toEntry(record);
}
