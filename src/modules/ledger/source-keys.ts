import { operator } from '../../platform/storage/index.js';
import type { NewEntry } from './entry.js';
import type { EntryRecord } from './entry.model.js';
import type { LedgerModels } from './ledger.models.js';

type Wanted = Pick<NewEntry, 'sourceKey' | 'againAfterReversal'>;

/**
 * The keys under which sources may be credited now: the key itself, or with a counter when its last entry was reversed
 * and the source may be credited again. Sources that may not be credited are left out, also those named twice.
 */
export async function freeSourceKeys(models: LedgerModels, wanted: readonly Wanted[]): Promise<Map<string, string>> {
  const used = await usedKeys(models, wanted);
  const lastIds = [...used.values()].map(({ id }) => id);
  const reversed = lastIds.length === 0 ? new Set<string>() : await reversedAmong(models, lastIds);
  const free = new Map<string, string>();
  const named = new Set<string>();
  for (const { sourceKey, againAfterReversal = false } of wanted) {
    const last = used.get(sourceKey);
    if (named.has(sourceKey)) free.delete(sourceKey);
    else if (last === undefined) free.set(sourceKey, sourceKey);
    else if (againAfterReversal && reversed.has(last.id)) free.set(sourceKey, `${sourceKey}:${last.counter + 1}`);
    named.add(sourceKey);
  }
  return free;
}

/**
 * The entries that stand under source keys: the last one credited under each, where it was not reversed. Only for
 * sources that were credited anew are keys with counters asked for.
 */
export async function standingUnder(
  models: LedgerModels,
  sourceKeys: readonly string[],
): Promise<Map<string, EntryRecord>> {
  const first = await models.entries
    .find({ sourceKey: operator({ $in: [...sourceKeys] }) })
    .lean<EntryRecord[]>()
    .exec();
  const reversed = first.length === 0 ? new Set<string>() : await reversedAmong(models, idsOf(first));
  const standing = new Map(first.filter(({ _id }) => !reversed.has(_id)).map((entry) => [entry.sourceKey, entry]));
  if (reversed.size === 0) return standing;
  const renewed = first.filter(({ _id }) => reversed.has(_id)).map(({ sourceKey }) => sourceKey);
  const later = await models.entries
    .find({ sourceKey: operator({ $in: renewed.flatMap(counted) }) })
    .lean<EntryRecord[]>()
    .exec();
  const reversedLater = later.length === 0 ? new Set<string>() : await reversedAmong(models, idsOf(later));
  for (const entry of later) {
    if (!reversedLater.has(entry._id)) standing.set(entry.sourceKey.replace(/:\d+$/, ''), entry);
  }
  return standing;
}

function idsOf(entries: readonly Pick<EntryRecord, '_id'>[]): string[] {
  return entries.map(({ _id }) => _id);
}

interface Used {
  readonly id: string;
  /** 1 for the key itself, then as the key says. */
  readonly counter: number;
}

/** A source can be credited anew so many times; who gets there has another problem than points. */
const MAX_RENEWALS = 20;

/** The last entry credited under each key, with or without a counter. Every possible key is named, so one query does. */
async function usedKeys({ entries }: LedgerModels, wanted: readonly Wanted[]): Promise<Map<string, Used>> {
  const possible = wanted.flatMap(({ sourceKey, againAfterReversal }) =>
    againAfterReversal === true ? [sourceKey, ...counted(sourceKey)] : [sourceKey],
  );
  const records = await entries
    .find({ sourceKey: operator({ $in: possible }) }, { sourceKey: 1 })
    .lean<Pick<EntryRecord, '_id' | 'sourceKey'>[]>();
  const stored = new Map(records.map(({ _id, sourceKey }) => [sourceKey, _id]));
  const last = new Map<string, Used>();
  for (const { sourceKey } of wanted) {
    // Counters have no gaps: each was given after the one before.
    for (let counter = 1, key = sourceKey; stored.has(key); counter += 1, key = `${sourceKey}:${counter}`) {
      last.set(sourceKey, { id: stored.get(key) ?? '', counter });
    }
  }
  return last;
}

/** `key:2`, `key:3` ... */
function counted(sourceKey: string): string[] {
  return Array.from({ length: MAX_RENEWALS }, (_, index) => `${sourceKey}:${index + 2}`);
}

async function reversedAmong({ entries }: LedgerModels, ids: readonly string[]): Promise<Set<string>> {
  const reversals = await entries
    .find({ correctsEntryId: operator({ $in: [...ids] }), kind: 'reversal' }, { correctsEntryId: 1 })
    .lean<Pick<EntryRecord, 'correctsEntryId'>[]>();
  return new Set(reversals.flatMap(({ correctsEntryId }) => correctsEntryId ?? []));
}
