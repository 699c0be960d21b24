import { operator } from '../../platform/storage/index.js';
import { KEY_FIELDS, type BoardModels, type BoardRecord } from './board.model.js';
import { scopeFilter, type BoardKey, type BoardPeriod } from './board-scope.js';

/** A stretch of keys, the end not included. */
interface Stretch {
  readonly from: string;
  readonly to?: string | undefined;
}

function filterOf(key: BoardKey, { from, to }: Stretch) {
  return {
    period: key.period,
    ...scopeFilter(key),
    [KEY_FIELDS[key.class]]: operator({ $gte: from, ...(to !== undefined && { $lt: to }) }),
  };
}

/** Rows of a list in its order, from a key on. */
export function rowsFrom(
  { boards }: BoardModels,
  key: BoardKey,
  from: string,
  { skip, limit }: { readonly skip: number; readonly limit: number },
): Promise<BoardRecord[]> {
  return boards
    .find(filterOf(key, { from }))
    .sort({ [KEY_FIELDS[key.class]]: 1 })
    .skip(skip)
    .limit(limit)
    .lean<BoardRecord[]>();
}

export function countRows({ boards }: BoardModels, key: BoardKey, stretch: Stretch): Promise<number> {
  return boards.countDocuments(filterOf(key, stretch));
}

/** The key so many places behind the start of a stretch. */
export async function keyAt(
  { boards }: BoardModels,
  key: BoardKey,
  from: string,
  to: string | undefined,
  offset: number,
): Promise<string | undefined> {
  const field = KEY_FIELDS[key.class];
  const row = await boards
    .findOne(filterOf(key, { from, to }), { [field]: 1 })
    .sort({ [field]: 1 })
    .skip(offset)
    .lean<BoardRecord>();
  return row?.[field] ?? undefined;
}

/** Everybody of a list in its order, streamed; only what is counted of them. */
export async function* eachPlace(
  { boards }: BoardModels,
  key: BoardKey,
): AsyncIterable<{ readonly key: string; readonly points: number; readonly person: string }> {
  const field = KEY_FIELDS[key.class];
  const cursor = boards
    .find(filterOf(key, { from: '' }), { [field]: 1, [key.class]: 1, person: 1 })
    .sort({ [field]: 1 })
    .lean<BoardRecord[]>()
    .cursor({ batchSize: 1000 });
  for await (const row of cursor) yield { key: row[field] ?? '', points: row[key.class], person: row.person };
}

/**
 * The rows of these people in a period. By name of the index, since there are many that begin with the period, by which all
 * rows of the period would be looked at.
 */
export function rowsOf(
  { boards }: BoardModels,
  personIds: readonly string[],
  period: BoardPeriod,
): Promise<BoardRecord[]> {
  return boards
    .find({ person: operator({ $in: [...new Set(personIds)] }), period })
    .hint({ organization: 1, person: 1, period: 1 })
    .lean<BoardRecord[]>();
}
