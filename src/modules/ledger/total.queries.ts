import { type PeriodKey } from '../../kernel/period.js';
import { operator } from '../../platform/storage/index.js';
import type { AccountRecord, TotalRecord } from './account.model.js';
import { NO_POINTS, type PeriodTotals, type Totals } from './entry.js';
import type { LedgerModels } from './ledger.models.js';
import { combine } from './sum-entries.js';

/** One query, whatever the number of people and periods; absent totals are zero. */
export async function totalsOf(
  { totals }: LedgerModels,
  personIds: readonly string[],
  periods: readonly PeriodKey[],
): Promise<Map<string, Record<PeriodKey, Totals>>> {
  const empty = () => Object.fromEntries(periods.map((period) => [period, NO_POINTS])) as Record<PeriodKey, Totals>;
  const result = new Map(personIds.map((id) => [id, empty()]));
  const records = await totals
    .find({ person: operator({ $in: [...personIds] }), period: operator({ $in: [...periods] }) })
    .lean<TotalRecord[]>();
  for (const record of records) {
    const person = result.get(record.person);
    if (person !== undefined) person[record.period] = combine(record);
  }
  return result;
}

export async function allTotalsOf(
  { totals }: LedgerModels,
  personIds: readonly string[],
): Promise<Map<string, PeriodTotals[]>> {
  const result = new Map<string, PeriodTotals[]>(personIds.map((id) => [id, []]));
  const records = await totals.find({ person: operator({ $in: [...personIds] }) }).lean<TotalRecord[]>();
  for (const { person, period, regular, bonus } of records) result.get(person)?.push({ period, regular, bonus });
  return result;
}

export async function* eachAccount({ accounts }: LedgerModels, size: number): AsyncIterable<string[]> {
  const cursor = accounts
    .find({}, { person: 1 })
    .sort({ person: 1 })
    .lean<AccountRecord[]>()
    .cursor({ batchSize: size });
  let batch: string[] = [];
  for await (const account of cursor) {
    batch.push(account.person);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** How many accounts there are, and entries in them. */
export async function extentOf({ accounts }: LedgerModels): Promise<{ accounts: number; entries: number }> {
  const [sum] = await accounts.aggregate<{ accounts: number; entries: number }>([
    { $group: { _id: null, accounts: { $sum: 1 }, entries: { $sum: '$entries' } } },
  ]);
  return { accounts: sum?.accounts ?? 0, entries: sum?.entries ?? 0 };
}
