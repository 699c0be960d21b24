import { setImmediate } from 'node:timers/promises';
import type { Model, QueryFilter } from 'mongoose';
import { operator } from '../../platform/storage/index.js';
import type { AccountRecord, TotalRecord } from './account.model.js';
import type { BreakdownRecord } from './breakdown.model.js';
import type { EntryRecord } from './entry.model.js';
import type { AccountState } from './examine-account.js';
import type { LedgerModels } from './ledger.models.js';

/** Entries read at once: some megabytes, and two of these are held at a time. */
const STRETCH = 2000;
/** Of the small records, more than people with so many entries have. */
const SMALL_STRETCH = 4 * STRETCH;
/** Documents that the database gives in one answer; others wait meanwhile. */
const ANSWER = 1000;
/** After so many entries whatever else the process has to do comes in between. */
const BREATH = 400;

/** Everything of the people behind one id up to another; `until` undefined is the end. */
interface Stretch {
  readonly entries: readonly EntryRecord[];
  readonly accounts: readonly AccountRecord[];
  readonly totals: readonly TotalRecord[];
  readonly breakdowns: readonly BreakdownRecord[];
  readonly until: string | undefined;
}

/**
 * Everybody's accounts, one after the other, in the order of people. Memory holds two stretches, however many there are;
 * one is read while the other is looked at. Not a snapshot: while points are credited a state may be half old, half new.
 */
export async function* eachAccountState(models: LedgerModels): AsyncIterable<AccountState> {
  let ahead = readStretch(models, '');
  for (;;) {
    const stretch = await ahead;
    const { until } = stretch;
    if (until !== undefined) {
      ahead = readStretch(models, until);
      // Whoever stops early does not wait for it.
      ahead.catch(() => undefined);
    }
    let looked = 0;
    for (const state of statesOf(stretch)) {
      yield state;
      looked += state.entries.length + 1;
      if (looked < BREATH) continue;
      looked = 0;
      await setImmediate();
    }
    if (until === undefined) return;
  }
}

/** One person's account; a snapshot when it is read in a transaction. */
export async function accountStateOf(
  { entries, accounts, totals, breakdowns }: LedgerModels,
  personId: string,
): Promise<AccountState> {
  const account = await accounts.findOne({ person: personId }).lean<AccountRecord>();
  return {
    personId,
    account: account ?? undefined,
    entries: await entries.find({ person: personId }).sort({ sequence: 1 }).lean<EntryRecord[]>(),
    totals: await totals.find({ person: personId }).lean<TotalRecord[]>(),
    breakdowns: await breakdowns.find({ person: personId }).lean<BreakdownRecord[]>(),
  };
}

/** The next stretch ends with the last person of whom all collections gave everything. */
async function readStretch(models: LedgerModels, after: string): Promise<Stretch> {
  const entries = await readPeople<EntryRecord>(models.entries, 'sequence', { after, limit: STRETCH });
  const range = { after, until: entries.until, limit: SMALL_STRETCH };
  const accounts = await readPeople<AccountRecord>(models.accounts, 'entries', range);
  const totals = await readPeople<TotalRecord>(models.totals, 'period', { ...range, until: accounts.until });
  const breakdowns = await readPeople<BreakdownRecord>(models.breakdowns, 'year', { ...range, until: totals.until });
  const { until } = breakdowns;
  return {
    entries: upTo(entries.records, until),
    accounts: upTo(accounts.records, until),
    totals: upTo(totals.records, until),
    breakdowns: breakdowns.records,
    until,
  };
}

interface PeopleRange {
  readonly after: string;
  readonly until?: string | undefined;
  readonly limit: number;
}

/** Records of people in a range, about as many as the limit says and never a part of somebody's; and where they end. */
async function readPeople<T extends { readonly person: string }>(
  model: Model<T>,
  within: string,
  { after, until, limit }: PeopleRange,
): Promise<{ records: readonly T[]; until: string | undefined }> {
  const read = (person: object, most: number) =>
    model
      .find({ person: operator(person) } as QueryFilter<T>)
      .sort({ person: 1, [within]: 1 })
      .limit(most)
      .batchSize(ANSWER)
      .lean<T[]>();
  const records = await read({ $gt: after, ...(until !== undefined && { $lte: until }) }, limit);
  const last = records.at(-1)?.person;
  if (last === undefined || records.length < limit) return { records, until };
  const whole = records.findLast(({ person }) => person !== last)?.person;
  if (whole !== undefined) return { records: upTo(records, whole), until: whole };
  // Somebody alone has more than the limit; 0 means no limit.
  return { records: await read({ $gte: last, $lte: last }, 0), until: last };
}

/** Of records in the order of people, those up to a person. */
function upTo<T extends { readonly person: string }>(records: readonly T[], until: string | undefined): readonly T[] {
  if (until === undefined || (records.at(-1)?.person ?? '') <= until) return records;
  return records.filter(({ person }) => person <= until);
}

interface Collected {
  account: AccountRecord | undefined;
  readonly entries: EntryRecord[];
  readonly totals: TotalRecord[];
  readonly breakdowns: BreakdownRecord[];
}

function statesOf({ entries, accounts, totals, breakdowns }: Stretch): AccountState[] {
  const states = new Map<string, Collected>();
  const stateOf = ({ person }: { readonly person: string }): Collected => {
    const known = states.get(person);
    if (known !== undefined) return known;
    const state: Collected = { account: undefined, entries: [], totals: [], breakdowns: [] };
    states.set(person, state);
    return state;
  };
  for (const entry of entries) stateOf(entry).entries.push(entry);
  for (const account of accounts) stateOf(account).account = account;
  for (const total of totals) stateOf(total).totals.push(total);
  for (const breakdown of breakdowns) stateOf(breakdown).breakdowns.push(breakdown);
  return [...states]
    .map(([personId, state]) => ({ personId, ...state }))
    .sort((one, other) => (one.personId < other.personId ? -1 : 1));
}
