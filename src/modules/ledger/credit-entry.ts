import type { Actor } from '../../kernel/actor.js';
import { isLocalDate } from '../../kernel/local-date.js';
import { periodOfDate, type Calendar } from '../../kernel/period.js';
import { MAX_POINTS } from '../../kernel/points.js';
import { operator } from '../../platform/storage/index.js';
import { alreadyCredited, appendEntry, type AppendDependencies } from './append-entry.js';
import type { Entry, NewEntry } from './entry.js';
import type { EntryRecord } from './entry.model.js';
import type { LedgerModels } from './ledger.models.js';

/** Writes points down for the first time. Inside the caller's transaction. */
export async function creditEntry(
  deps: AppendDependencies,
  actor: Actor,
  calendar: Calendar,
  entry: NewEntry,
): Promise<Entry> {
  assertWellFormed(entry);
  const { againAfterReversal = false, ...said } = entry;
  const sourceKey = await freeSourceKey(deps, entry.sourceKey, againAfterReversal);
  return appendEntry(deps, actor, {
    ...said,
    ...periodOfDate(entry.effectiveDate, calendar),
    class: entry.kind === 'bonus' ? 'bonus' : 'regular',
    sourceKey,
    correctsEntryId: null,
  });
}

/** Callers compute points and dates; anything else than this is their mistake and no input's. */
function assertWellFormed({ points, effectiveDate, sourceKey }: NewEntry): void {
  if (!Number.isSafeInteger(points) || points < 1 || points > MAX_POINTS) throw new RangeError(`no points to credit: ${points}`);
  if (!isLocalDate(effectiveDate)) throw new RangeError(`not a calendar day: ${effectiveDate}`);
  if (sourceKey === '') throw new RangeError('an entry needs a source key');
}

/** The key itself, or with a counter when its last entry was reversed and the source may be credited again. */
async function freeSourceKey(models: LedgerModels, base: string, againAfterReversal: boolean): Promise<string> {
  const used = await keysInUse(models, base);
  const last = used.at(-1);
  if (last === undefined) return base;
  if (!againAfterReversal) throw alreadyCredited();
  const reversal = await models.entries.exists({ correctsEntryId: last.id, kind: 'reversal' });
  if (reversal === null) throw alreadyCredited();
  return `${base}:${last.counter + 1}`;
}

async function keysInUse({ entries }: LedgerModels, base: string): Promise<{ id: string; counter: number }[]> {
  // ';' follows ':', so the range holds the key and the key with a counter, and is served by the unique index.
  const records = await entries
    .find({ sourceKey: operator({ $gte: base, $lt: `${base};` }) }, { sourceKey: 1 })
    .lean<Pick<EntryRecord, '_id' | 'sourceKey'>[]>();
  return records
    .flatMap(({ _id, sourceKey }) => {
      const counter = sourceKey === base ? 1 : Number(/^:(\d+)$/.exec(sourceKey.slice(base.length))?.[1] ?? Number.NaN);
      return Number.isNaN(counter) ? [] : [{ id: _id, counter }];
    })
    .sort((one, other) => one.counter - other.counter);
}
