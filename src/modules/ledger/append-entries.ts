import { actorReference, type Actor } from '../../kernel/actor.js';
import type { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/ids.js';
import { yearMonthOf } from '../../kernel/local-date.js';
import type { PeriodKey } from '../../kernel/period.js';
import type { AnyNewEvent, Outbox } from '../../platform/outbox/index.js';
import { operator } from '../../platform/storage/index.js';
import type { AccountRecord } from './account.model.js';
import { CHAIN_START, entryChecksum } from './entry-checksum.js';
import { toEntry, type EntryRecord } from './entry.model.js';
import type { Entry, PeriodTotals } from './entry.js';
import { addToBreakdowns } from './keep-breakdowns.js';
import type { LedgerModels } from './ledger.models.js';
import { sumEntries } from './sum-entries.js';

/** An entry whose period and worth are settled. */
export type EntryDraft = Omit<Entry, 'id' | 'sequence' | 'month' | 'by' | 'at'>;

export interface AppendDependencies extends LedgerModels {
  readonly outbox: Outbox;
  readonly clock: Clock;
}

/** What a correction changes about an earlier entry, for the audit. */
export interface WorthChange {
  readonly before: { readonly points: number };
  readonly after: { readonly points: number };
}

/** The end of a person's chain. */
type ChainEnd = Pick<AccountRecord, 'entries' | 'lastEntryId' | 'lastChecksum'>;

/**
 * Adds lines to people's accounts inside the caller's transaction: entries, ends of the chains, totals, events; the
 * number of queries does not depend on the number of lines. Two writers for one person meet at the account, and one of
 * them starts anew.
 */
export async function appendEntries(
  deps: AppendDependencies,
  actor: Actor,
  drafts: readonly EntryDraft[],
  change?: WorthChange,
): Promise<Entry[]> {
  const people = [...new Set(drafts.map(({ personId }) => personId))];
  const accounts = await deps.accounts.find({ person: operator({ $in: people }) }).lean<AccountRecord[]>();
  const ends = new Map<string, ChainEnd>(accounts.map((account) => [account.person, account]));
  const records = drafts.map((draft) => chain(actor, draft, deps.clock.now(), ends));
  await deps.entries.insertMany(records, { lean: true });
  await storeEnds(deps, people, ends);
  await addToTotals(deps, records);
  const waiting = new Set(accounts.filter(({ brokenDown }) => brokenDown !== true).map(({ person }) => person));
  await addToBreakdowns(
    deps,
    records.filter(({ person }) => !waiting.has(person)),
  );
  const entries = records.map(toEntry);
  await deps.outbox.record(actor, ...entries.map((entry) => creditedEvent(entry, change)));
  return entries;
}

/** Links one entry to the person's last one, and makes it the last. */
function chain(actor: Actor, { personId, ...said }: EntryDraft, at: Date, ends: Map<string, ChainEnd>): EntryRecord {
  const end = ends.get(personId) ?? { entries: 0, lastEntryId: null, lastChecksum: CHAIN_START };
  const unsigned = {
    ...said,
    _id: newId(at),
    organization: actor.organizationId,
    person: personId,
    sequence: end.entries + 1,
    month: yearMonthOf(said.effectiveDate),
    by: actorReference(actor),
    at,
    previousId: end.lastEntryId,
    previousChecksum: end.lastChecksum,
  };
  const record = { ...unsigned, checksum: entryChecksum(unsigned) };
  ends.set(personId, { entries: record.sequence, lastEntryId: record._id, lastChecksum: record.checksum });
  return record;
}

async function storeEnds({ accounts }: LedgerModels, people: readonly string[], ends: ReadonlyMap<string, ChainEnd>) {
  await accounts.bulkWrite(
    people.flatMap((person) => {
      const end = ends.get(person);
      if (end === undefined) return [];
      const { entries, lastEntryId, lastChecksum } = end;
      const update = { $set: { entries, lastEntryId, lastChecksum }, $setOnInsert: { _id: newId(), brokenDown: true } };
      return [{ updateOne: { filter: { person }, update, upsert: true } }];
    }),
  );
}

async function addToTotals({ totals }: LedgerModels, records: readonly EntryRecord[]): Promise<void> {
  const byPerson = new Map<string, EntryRecord[]>();
  for (const record of records) byPerson.set(record.person, [...(byPerson.get(record.person) ?? []), record]);
  await totals.bulkWrite(
    [...byPerson].flatMap(([person, entries]) =>
      [...sumEntries(entries)].map(([period, sum]) => ({ updateOne: increment(person, period, sum) })),
    ),
  );
}

function increment(person: string, period: PeriodKey, { regular, bonus }: PeriodTotals) {
  return {
    filter: { person, period },
    update: { $inc: { regular, bonus }, $setOnInsert: { _id: newId() } },
    upsert: true,
  };
}

function creditedEvent(entry: Entry, change: WorthChange | undefined): AnyNewEvent {
  const { id: entryId, personId, kind, points, categoryCode, quarter, year } = entry;
  return {
    type: 'points.credited',
    subject: { type: 'entry', id: entryId },
    data: { entryId, personId, kind, points, categoryCode, quarter, year },
    ...change,
  };
}
