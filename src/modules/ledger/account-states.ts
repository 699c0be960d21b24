import { setImmediate } from 'node:timers/promises';
import type { Model, QueryFilter } from 'mongoose';
import { readAhead } from '../../kernel/read-ahead.js';
import { operator } from '../../platform/storage/index.js';
import type { AccountRecord, TotalRecord } from './account.model.js';
import type { BreakdownRecord } from './breakdown.model.js';
import { COUNTED_FIELDS, type CountedEntry } from './counted-entry.js';
import type { EntryRecord } from './entry.model.js';
import type { AccountState } from './examine-account.js';
import type { LedgerModels } from './ledger.models.js';

/** Entries of a stretch, about; some megabytes. */
const STRETCH = 2000;
/** Stretches that are being read while one is looked at: the database works on one while the other arrives. */
const AHEAD = 2;
/** Documents that the database gives in one answer; others wait meanwhile. */
const ANSWER = 1000;
/** After so many entries whatever else the process has to do comes in between. */
const BREATH = 400;

/** People behind one id up to another; undefined is the beginning, and the end. */
interface Range {
  readonly after: string | undefined;
  readonly until: string | undefined;
}

/** Fields that are read; all where none are named. */
type Fields = Readonly<Record<string, 1>>;

/** Everything of the people of a range. */
interface Stretch<E> {
  readonly entries: readonly E[];
  readonly accounts: readonly AccountRecord[];
  readonly totals: readonly TotalRecord[];
  readonly breakdowns: readonly BreakdownRecord[];
}

/**
 * Everybody's accounts, one after the other, in the order of people. Memory holds three stretches, however many there
 * are. Not a snapshot: while points are credited a state may be half old, half new.
 */
export function eachAccountState(models: LedgerModels): AsyncIterable<AccountState> {
  return eachState<EntryRecord>(models, {});
}

/** As {@link eachAccountState}, with only that of entries which is counted: half the work where nothing else is asked. */
export function eachCountedState(models: LedgerModels): AsyncIterable<AccountState<CountedEntry>> {
  return eachState<CountedEntry>(models, COUNTED_FIELDS);
}

async function* eachState<E extends CountedEntry>(
  models: LedgerModels,
  fields: Fields,
): AsyncIterable<AccountState<E>> {
  const stretches = readAhead(eachRange(models), (range) => readStretch<E>(models, range, fields), AHEAD);
  for await (const stretch of stretches) {
    let looked = 0;
    for (const state of statesOf(stretch)) {
      yield state;
      looked += state.entries.length + 1;
      if (looked < BREATH) continue;
      looked = 0;
      await setImmediate();
    }
  }
}

/** All people, cut so that each range has about as many entries; whoever has more alone has a range alone. */
async function* eachRange({ accounts }: LedgerModels): AsyncGenerator<Range, void> {
  let after: string | undefined;
  let last: string | undefined;
  let entries = 0;
  for await (const account of eachEnd(accounts)) {
    if (last !== undefined && entries + account.entries > STRETCH) {
      yield { after, until: last };
      [after, entries] = [last, 0];
    }
    last = account.person;
    entries += account.entries;
  }
  yield { after, until: undefined };
}

/** By pages: a cursor would hold the database to what was there when it was opened, for as long as all this takes. */
async function* eachEnd(
  accounts: LedgerModels['accounts'],
): AsyncGenerator<Pick<AccountRecord, 'person' | 'entries'>, void> {
  for (let after = ''; ;) {
    const page = await accounts
      .find({ person: operator({ $gt: after }) }, { person: 1, entries: 1 })
      .sort({ person: 1 })
      .limit(ANSWER)
      .lean<Pick<AccountRecord, 'person' | 'entries'>[]>();
    yield* page;
    const last = page.at(-1)?.person;
    if (last === undefined || page.length < ANSWER) return;
    after = last;
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

async function readStretch<E extends CountedEntry>(
  models: LedgerModels,
  range: Range,
  fields: Fields,
): Promise<Stretch<E>> {
  return {
    entries: await readPeople<E>(models.entries as unknown as Model<E>, 'sequence', range, fields),
    accounts: await readPeople<AccountRecord>(models.accounts, 'entries', range),
    totals: await readPeople<TotalRecord>(models.totals, 'period', range),
    breakdowns: await readPeople<BreakdownRecord>(models.breakdowns, 'year', range),
  };
}

function readPeople<T extends { readonly person: string }>(
  model: Model<T>,
  within: string,
  { after, until }: Range,
  fields: Fields = {},
): Promise<T[]> {
  const person = { $gt: after ?? '', ...(until !== undefined && { $lte: until }) };
  return model
    .find({ person: operator(person) } as QueryFilter<T>, fields)
    .sort({ person: 1, [within]: 1 })
    .batchSize(ANSWER)
    .lean<T[]>();
}

interface Collected<E> {
  account: AccountRecord | undefined;
  readonly entries: E[];
  readonly totals: TotalRecord[];
  readonly breakdowns: BreakdownRecord[];
}

function statesOf<E extends CountedEntry>({ entries, accounts, totals, breakdowns }: Stretch<E>): AccountState<E>[] {
  const states = new Map<string, Collected<E>>();
  const stateOf = ({ person }: { readonly person: string }): Collected<E> => {
    const known = states.get(person);
    if (known !== undefined) return known;
    const state: Collected<E> = { account: undefined, entries: [], totals: [], breakdowns: [] };
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
