import { actorReference, type Actor } from '../../kernel/actor.js';
import type { Clock } from '../../kernel/clock.js';
import { Conflict } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import { yearMonthOf } from '../../kernel/local-date.js';
import { periodKeysOf } from '../../kernel/period.js';
import type { Outbox } from '../../platform/outbox/index.js';
import { isDuplicateKey } from '../../platform/storage/index.js';
import type { AccountRecord } from './account.model.js';
import { entryChecksum } from './entry-checksum.js';
import { toEntry, type EntryRecord } from './entry.model.js';
import type { Entry } from './entry.js';
import type { LedgerModels } from './ledger.models.js';

/** An entry whose period and worth are settled. */
export type EntryDraft = Omit<Entry, 'id' | 'sequence' | 'month' | 'by' | 'at'>;

export interface AppendDependencies extends LedgerModels {
  readonly outbox: Outbox;
  readonly clock: Clock;
}

/** What the entry changes about an earlier one, for the audit. */
export interface WorthChange {
  readonly before: { readonly points: number };
  readonly after: { readonly points: number };
}

/**
 * Adds one line to a person's account inside the caller's transaction: entry, end of the chain, three totals, event.
 * The account is touched first, so that two writers for one person meet there and one of them starts anew.
 */
export async function appendEntry(
  deps: AppendDependencies,
  actor: Actor,
  draft: EntryDraft,
  change?: WorthChange,
): Promise<Entry> {
  const at = deps.clock.now();
  const account = await openAccount(deps, draft.personId);
  const { personId, ...said } = draft;
  const unsigned = {
    ...said,
    _id: newId(at),
    organization: actor.organizationId,
    person: personId,
    sequence: account.entries,
    month: yearMonthOf(draft.effectiveDate),
    by: actorReference(actor),
    at,
    previousId: account.lastEntryId,
    previousChecksum: account.lastChecksum,
  };
  const record: EntryRecord = { ...unsigned, checksum: entryChecksum(unsigned) };
  try {
    await deps.entries.insertMany([record], { lean: true });
  } catch (error) {
    throw isDuplicateKey(error, 'sourceKey') ? alreadyCredited() : error;
  }
  await deps.accounts.updateOne({ person: personId }, { $set: { lastEntryId: record._id, lastChecksum: record.checksum } });
  await addToTotals(deps, record);
  const entry = toEntry(record);
  await deps.outbox.record(actor, {
    type: 'points.credited',
    subject: { type: 'entry', id: entry.id },
    data: {
      entryId: entry.id,
      personId,
      kind: entry.kind,
      points: entry.points,
      categoryCode: entry.categoryCode,
      quarter: entry.quarter,
      year: entry.year,
    },
    ...change,
  });
  return entry;
}

export function alreadyCredited(): Conflict {
  return new Conflict('ledger.already_credited', 'These points were credited before.');
}

async function openAccount({ accounts }: LedgerModels, person: string): Promise<AccountRecord> {
  return accounts
    .findOneAndUpdate(
      { person },
      { $inc: { entries: 1 }, $setOnInsert: { _id: newId(), lastEntryId: null, lastChecksum: '' } },
      { upsert: true, returnDocument: 'after' },
    )
    .lean<AccountRecord>()
    .orFail();
}

async function addToTotals({ totals }: LedgerModels, entry: EntryRecord): Promise<void> {
  const other = entry.class === 'regular' ? 'bonus' : 'regular';
  await totals.bulkWrite(
    periodKeysOf(entry).map((period) => ({
      updateOne: {
        filter: { person: entry.person, period },
        update: { $inc: { [entry.class]: entry.points }, $setOnInsert: { _id: newId(), [other]: 0 } },
        upsert: true,
      },
    })),
  );
}
