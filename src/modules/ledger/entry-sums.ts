import type { Model } from 'mongoose';
import type { Points } from '../../kernel/points.js';
import type { EntryFilter, PersonCategorySum, SumKey, SumRow } from './entry.js';
import type { EntryRecord } from './entry.model.js';
import { matchOf } from './entry.queries.js';
import { groupStage, isOriginal, type GroupRow } from './group-entries.js';
import { combine } from './sum-entries.js';

/** Stored fields by which entries are summed up. What a person is today (department, location) is not stored. */
const FIELDS = { month: '$month', category: '$categoryCode', unit: '$unit', person: '$person' } as const;

function sumRows(groups: readonly GroupRow[]): SumRow[] {
  const rows = new Map<string, { regular: Points; bonus: Points; count: number }>();
  for (const { _id, points, count } of groups) {
    const row = rows.get(_id.key) ?? { regular: 0, bonus: 0, count: 0 };
    row[_id.class] += points;
    if (isOriginal(_id.kind)) row.count += count;
    rows.set(_id.key, row);
  }
  return [...rows]
    .map(([key, { count, ...sums }]) => ({ key, ...combine(sums), count }))
    .sort((one, other) => (one.key < other.key ? -1 : 1));
}

export async function sumBy(entries: Model<EntryRecord>, filter: EntryFilter, by: SumKey): Promise<SumRow[]> {
  return sumRows(await entries.aggregate<GroupRow>([{ $match: matchOf(filter) }, groupStage(FIELDS[by])]));
}

interface PersonCategoryRow {
  readonly _id: { readonly person: string; readonly category: string };
  readonly points: Points;
  readonly count: number;
}

/** Regular points and how often, for each person and category that has any. */
export async function sumByPersonAndCategory(
  entries: Model<EntryRecord>,
  filter: EntryFilter,
): Promise<PersonCategorySum[]> {
  const rows = await entries.aggregate<PersonCategoryRow>([
    { $match: { ...matchOf(filter), class: 'regular' } },
    {
      $group: {
        _id: { person: '$person', category: '$categoryCode' },
        points: { $sum: '$points' },
        count: { $sum: { $cond: [{ $in: ['$kind', ['adjustment', 'reversal']] }, 0, 1] } },
      },
    },
  ]);
  return rows.map(({ _id, points, count }) => ({ personId: _id.person, categoryCode: _id.category, points, count }));
}
