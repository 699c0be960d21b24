import type { PeriodKey } from '../../kernel/period.js';
import type { AccountRecord, TotalRecord } from './account.model.js';
import { cellsByYear, writeCells } from './breakdown-cells.js';
import type { BreakdownRecord } from './breakdown.model.js';
import type { CountedEntry } from './counted-entry.js';
import type { Difference } from './difference.js';
import { entryChecksum } from './entry-checksum.js';
import type { EntryRecord } from './entry.model.js';
import type { PeriodTotals } from './entry.js';
import { sumEntries } from './sum-entries.js';

/** Everything stored about one person's points; or, of entries, what is counted. */
export interface AccountState<E extends CountedEntry = EntryRecord> {
  readonly personId: string;
  readonly account: AccountRecord | undefined;
  /** In the order of their sequence. */
  readonly entries: readonly E[];
  readonly totals: readonly TotalRecord[];
  readonly breakdowns: readonly BreakdownRecord[];
}

/** What is wrong with an account: with its chain of entries, and with its totals and breakdowns. */
export function examineAccount(state: AccountState): Difference[] {
  return [...examineChain(state), ...examineTotals(state), ...examineBreakdowns(state)];
}

/**
 * Entries are numbered from 1 and each carries the checksum of the one before, so that a gap, a changed entry and an
 * entry with a newly computed checksum all show. An entry that still fits its own checksum is a trustworthy witness
 * of the one before it.
 */
export function examineChain({ personId, account, entries }: AccountState): Difference[] {
  const found: Difference[] = [];
  const count = account?.entries ?? 0;
  let previous: EntryRecord | undefined;
  for (const entry of entries) {
    const next: number = (previous?.sequence ?? 0) + 1;
    const named = { personId, sequence: entry.sequence, entryId: entry._id };
    if (entry.sequence > count || entry.sequence < next || !Number.isInteger(entry.sequence)) {
      found.push({ type: 'entry.foreign', ...named });
      continue;
    }
    found.push(...missingEntries(personId, next, entry.sequence - 1, entry.previousId));
    const sound = entryChecksum(entry) === entry.checksum;
    if (!sound) found.push({ type: 'entry.altered', ...named });
    else if (previous !== undefined && entry.sequence === next) accuse(found, previous, entry.previousChecksum);
    previous = entry;
  }
  if (account === undefined) {
    if (entries.length > 0) found.push({ type: 'account.altered', personId });
    return found;
  }
  const last = previous?.sequence ?? 0;
  found.push(...missingEntries(personId, last + 1, count, account.lastEntryId));
  if (previous !== undefined && last === count) {
    if (account.lastEntryId !== previous._id) found.push({ type: 'account.altered', personId });
    else accuse(found, previous, account.lastChecksum);
  }
  return found;
}

/** The entry is not the one that its successor was written after. */
function accuse(found: Difference[], entry: EntryRecord, witnessed: string): void {
  if (entry.checksum === witnessed) return;
  const said = found.some((difference) => 'entryId' in difference && difference.entryId === entry._id);
  if (!said)
    found.push({ type: 'entry.altered', personId: entry.person, sequence: entry.sequence, entryId: entry._id });
}

function missingEntries(personId: string, from: number, to: number, lastId: string | null): Difference[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => {
    const sequence = from + index;
    return { type: 'entry.missing', personId, sequence, entryId: sequence === to ? lastId : null };
  });
}

/** The stored totals that are not the sum of the entries. */
export function examineTotals({
  personId,
  entries,
  totals,
}: AccountState<CountedEntry>): Extract<Difference, { type: 'total.wrong' }>[] {
  const computed = sumEntries(entries);
  const stored = new Map<PeriodKey, PeriodTotals>(
    totals.map(({ period, regular, bonus }) => [period, { period, regular, bonus }]),
  );
  return [...new Set([...computed.keys(), ...stored.keys()])].sort().flatMap((period) => {
    const [is, should] = [stored.get(period), computed.get(period)];
    if (is?.regular === should?.regular && is?.bonus === should?.bonus) return [];
    return [{ type: 'total.wrong' as const, personId, period, stored: is, computed: should }];
  });
}

/** The fiscal years whose stored breakdown is not that of the entries; none where they were not made yet. */
export function examineBreakdowns(
  state: AccountState<CountedEntry>,
): Extract<Difference, { type: 'breakdown.wrong' }>[] {
  if (state.account?.brokenDown !== true && state.breakdowns.length === 0) return [];
  const { personId } = state;
  return wrongBreakdowns(state).map(({ year }) => ({ type: 'breakdown.wrong' as const, personId, year }));
}

/** The fiscal years whose breakdown is missing, wrong or should not be there, and what it should be. */
export function wrongBreakdowns({
  entries,
  breakdowns,
}: AccountState<CountedEntry>): { readonly year: number; readonly cells: string | undefined }[] {
  const computed = cellsByYear(entries);
  const stored = new Map(breakdowns.map(({ year, cells }) => [year, cells]));
  return [...new Set([...computed.keys(), ...stored.keys()])].sort().flatMap((year) => {
    const cells = computed.get(year);
    const text = cells && writeCells(cells);
    return stored.get(year) === text ? [] : [{ year, cells: text }];
  });
}
