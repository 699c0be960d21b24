import { operator } from '../../platform/storage/index.js';
import type { EntryWorth } from './entry.js';
import type { EntryRecord } from './entry.model.js';
import type { LedgerModels } from './ledger.models.js';

type Correction = Pick<EntryRecord, 'correctsEntryId' | 'points' | 'kind'>;

/** What entries are worth now, with one question for all of them. Corrections themselves are left out. */
export async function entryWorths(
  { entries }: LedgerModels,
  entryIds: readonly string[],
): Promise<Map<string, EntryWorth>> {
  if (entryIds.length === 0) return new Map();
  const originals = await entries
    .find({ _id: operator({ $in: [...entryIds] }) }, { points: 1, correctsEntryId: 1 })
    .lean<Pick<EntryRecord, '_id' | 'points' | 'correctsEntryId'>[]>();
  const corrections = await entries
    .find({ correctsEntryId: operator({ $in: [...entryIds] }) }, { correctsEntryId: 1, points: 1, kind: 1 })
    .lean<Correction[]>();
  const worths = new Map<string, EntryWorth>();
  for (const { _id, points, correctsEntryId } of originals) {
    if (correctsEntryId === null) worths.set(_id, { worth: points, reversed: false, corrections: 0 });
  }
  for (const { correctsEntryId, points, kind } of corrections) {
    const before = worths.get(correctsEntryId ?? '');
    if (before === undefined) continue;
    worths.set(correctsEntryId ?? '', {
      worth: before.worth + points,
      reversed: before.reversed || kind === 'reversal',
      corrections: before.corrections + 1,
    });
  }
  return worths;
}
