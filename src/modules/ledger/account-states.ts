import type { AccountRecord, TotalRecord } from './account.model.js';
import type { EntryRecord } from './entry.model.js';
import type { AccountState } from './examine-account.js';
import type { LedgerModels } from './ledger.models.js';

const BATCH = 500;

/**
 * Everybody's accounts, one after the other: three streams in the order of people, side by side, so that memory holds
 * one person's records at a time. Not a snapshot: while points are credited a state may be half old, half new.
 */
export async function* eachAccountState({ entries, accounts, totals }: LedgerModels): AsyncIterable<AccountState> {
  const entryStream = groups(
    entries.find().sort({ person: 1, sequence: 1 }).lean().cursor({ batchSize: BATCH }) as AsyncIterable<EntryRecord>,
  );
  const accountStream = groups(
    accounts.find().sort({ person: 1 }).lean().cursor({ batchSize: BATCH }) as AsyncIterable<AccountRecord>,
  );
  const totalStream = groups(
    totals.find().sort({ person: 1, period: 1 }).lean().cursor({ batchSize: BATCH }) as AsyncIterable<TotalRecord>,
  );
  await Promise.all([entryStream.advance(), accountStream.advance(), totalStream.advance()]);
  for (;;) {
    const heads = [entryStream.person, accountStream.person, totalStream.person].filter((id) => id !== undefined);
    if (heads.length === 0) return;
    const personId = heads.reduce((least, id) => (id < least ? id : least));
    yield {
      personId,
      entries: await entryStream.take(personId),
      account: (await accountStream.take(personId))[0],
      totals: await totalStream.take(personId),
    };
  }
}

/** One person's account; a snapshot when it is read in a transaction. */
export async function accountStateOf(
  { entries, accounts, totals }: LedgerModels,
  personId: string,
): Promise<AccountState> {
  const account = await accounts.findOne({ person: personId }).lean<AccountRecord>();
  return {
    personId,
    account: account ?? undefined,
    entries: await entries.find({ person: personId }).sort({ sequence: 1 }).lean<EntryRecord[]>(),
    totals: await totals.find({ person: personId }).lean<TotalRecord[]>(),
  };
}

interface Groups<T> {
  /** Whose records come next; undefined at the end. */
  readonly person: string | undefined;
  /** Reads the next person's records. */
  advance(): Promise<void>;
  /** The records of a person when they are next, else none. */
  take(person: string): Promise<readonly T[]>;
}

/** Reads a stream that is ordered by person in groups of one person. */
function groups<T extends { readonly person: string }>(stream: AsyncIterable<T>): Groups<T> {
  const iterator = stream[Symbol.asyncIterator]();
  let ahead: T | undefined;
  let group: T[] = [];
  let started = false;

  async function next(): Promise<T | undefined> {
    const result = await iterator.next();
    return result.done === true ? undefined : result.value;
  }

  async function advance(): Promise<void> {
    if (!started) ahead = await next();
    started = true;
    group = [];
    const person = ahead?.person;
    while (ahead !== undefined && ahead.person === person) {
      group.push(ahead);
      ahead = await next();
    }
  }

  return {
    get person() {
      return group[0]?.person;
    },
    advance,
    async take(person) {
      if (group[0]?.person !== person) return [];
      const taken = group;
      await advance();
      return taken;
    },
  };
}
