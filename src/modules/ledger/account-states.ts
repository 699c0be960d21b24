import { setImmediate } from 'node:timers/promises';
import type { Model, QueryFilter } from 'mongoose';
import { readAhead } from '../../kernel/read-ahead.js';
import { operator } from '../../platform/storage/index.js';
import type { AccountRecord, TotalRecord } from './account.model.js';
import type { BreakdownRecord } from './breakdown.model.js';
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

/** Everything of the people of a range. */
interface Stretch {
  readonly entries: readonly EntryRecord[];
  readonly accounts: readonly AccountRecord[];
  readonly totals: readonly TotalRecord[];
  readonly breakdowns: readonly BreakdownRecord[];
}

/**
 * Everybody's accounts, one after the other, in the order of people. Memory holds three stretches, however many there
 * are. Not a snapshot: while points are credited a state may be half old, half new.
 */
export async function* eachAccountState(models: LedgerModels): AsyncIterable<AccountState> {
  for await (const stretch of readAhead(eachRange(models), (range) => readStretch(models, range), AHEAD)) {
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

async function readStretch(models: LedgerModels, range: Range): Promise<Stretch> {
  return {
    entries: await readPeople<EntryRecord>(models.entries, 'sequence', range),
    accounts: await readPeople<AccountRecord>(models.accounts, 'entries', range),
    totals: await readPeople<TotalRecord>(models.totals, 'period', range),
    breakdowns: await readPeople<BreakdownRecord>(models.breakdowns, 'year', range),
  };
}

function readPeople<T extends { readonly person: string }>(
  model: Model<T>,
  within: string,
  { after, until }: Range,
): Promise<T[]> {
  const person = { $gt: after ?? '', ...(until !== undefined && { $lte: until }) };
  return model
    .find({ person: operator(person) } as QueryFilter<T>)
    .sort({ person: 1, [within]: 1 })
    .batchSize(ANSWER)
    .lean<T[]>();
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
