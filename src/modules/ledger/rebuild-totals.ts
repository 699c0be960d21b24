import type { AnyBulkWriteOperation } from 'mongoose';
import { newId } from '../../kernel/ids.js';
import { groupBy } from '../../kernel/group-by.js';
import { operator, type Storage } from '../../platform/storage/index.js';
import { accountStateOf, eachCountedState } from './account-states.js';
import type { AccountRecord, TotalRecord } from './account.model.js';
import type { BreakdownRecord } from './breakdown.model.js';
import type { CountedEntry } from './counted-entry.js';
import { examineBreakdowns, examineTotals, wrongBreakdowns, type AccountState } from './examine-account.js';
import type { LedgerModels } from './ledger.models.js';
import type { Looked } from './looked.js';

type CountedState = AccountState<CountedEntry>;

/** People mended in one transaction, and entries that they have together at most unless one alone has more. */
const PEOPLE = 25;
const ENTRIES = 4000;

/**
 * Makes totals and breakdowns agree with the entries. People are mended some at a time, each group in a transaction of
 * its own; a credit that comes in between touches the same totals, so one of the two starts anew and nothing is lost.
 */
export async function rebuildTotals(
  storage: Storage,
  models: LedgerModels,
  states: AsyncIterable<CountedState> = eachCountedState(models),
  looked: Looked = () => undefined,
): Promise<{ people: number; corrected: number }> {
  let people = 0;
  let corrected = 0;
  let group: CountedState[] = [];
  let entries = 0;
  // One group at a time is mended, while the next one is looked for.
  let mending = Promise.resolve();
  const mendGroup = async () => {
    const wrong = group;
    [group, entries] = [[], 0];
    await mending;
    mending = storage.run(() => mendAll(models, wrong)).then((mended) => void (corrected += mended));
    // Its error is met by whoever awaits it; until then nobody may be asked about it.
    mending.catch(() => undefined);
  };
  try {
    for await (const state of states) {
      people += 1;
      looked(state.entries.length);
      if (isRight(state)) continue;
      if (group.length > 0 && (group.length === PEOPLE || entries + state.entries.length > ENTRIES)) await mendGroup();
      group.push(state);
      entries += state.entries.length;
    }
    if (group.length > 0) await mendGroup();
    await mending;
  } finally {
    // Also where reading fails: nothing is written any more once this has ended.
    await mending.catch(() => undefined);
  }
  return { people, corrected };
}

/** Inside a transaction: looks again at what small records say now, and at entries only of those who got one meanwhile. */
async function mendAll(models: LedgerModels, states: readonly CountedState[]): Promise<number> {
  const people = { person: operator({ $in: states.map(({ personId }) => personId) }) };
  const accounts = new Map(
    (await models.accounts.find(people).lean<AccountRecord[]>()).map((one) => [one.person, one]),
  );
  const totals = groupBy(await models.totals.find(people).lean<TotalRecord[]>(), ({ person }) => person);
  const breakdowns = groupBy(await models.breakdowns.find(people).lean<BreakdownRecord[]>(), ({ person }) => person);
  const mending: Mending = { newTotals: [], totals: [], newBreakdowns: [], breakdowns: [], complete: [] };
  let corrected = 0;
  for (const state of states) {
    const { personId } = state;
    const account = accounts.get(personId);
    const small = { account, totals: totals.get(personId) ?? [], breakdowns: breakdowns.get(personId) ?? [] };
    const present = isWholeBy(state, account) ? { ...state, ...small } : await accountStateOf(models, personId);
    corrected += mendTotals(mending, present) + mendBreakdowns(mending, present);
  }
  await write(models, mending);
  return corrected;
}

/**
 * What shall be written, collected over people, so that the number of writes does not follow that of people. New records
 * are apart: nothing has to be looked for where they go, and whoever writes the same at that moment starts anew.
 */
interface Mending {
  readonly newTotals: TotalRecord[];
  readonly totals: AnyBulkWriteOperation<TotalRecord>[];
  readonly newBreakdowns: BreakdownRecord[];
  readonly breakdowns: AnyBulkWriteOperation<BreakdownRecord>[];
  /** Ids of people whose breakdowns are there from now on. */
  readonly complete: string[];
}

async function write(models: LedgerModels, { newTotals, totals, newBreakdowns, breakdowns, complete }: Mending) {
  if (newTotals.length > 0) await models.totals.insertMany(newTotals, { lean: true });
  if (totals.length > 0) await models.totals.bulkWrite(totals);
  if (newBreakdowns.length > 0) await models.breakdowns.insertMany(newBreakdowns, { lean: true });
  if (breakdowns.length > 0) await models.breakdowns.bulkWrite(breakdowns);
  if (complete.length > 0)
    await models.accounts.updateMany({ person: operator({ $in: complete }) }, { $set: { brokenDown: true } });
}

/** The entries that were read end where the account ends now, so none came in between. */
function isWholeBy({ entries }: CountedState, account: AccountRecord | undefined): boolean {
  return account?.entries === entries.length && account.lastEntryId === entries.at(-1)?._id;
}

function isRight(state: CountedState): boolean {
  const made = state.account === undefined || state.account.brokenDown === true;
  return made && examineTotals(state).length === 0 && examineBreakdowns(state).length === 0;
}

function mendTotals({ newTotals, totals }: Mending, state: CountedState): number {
  const { personId: person } = state;
  const wrong = examineTotals(state);
  for (const { period, stored, computed } of wrong) {
    const filter = { person, period };
    if (computed === undefined) totals.push({ deleteOne: { filter } });
    else {
      const { regular, bonus } = computed;
      if (stored === undefined) newTotals.push({ _id: newId(), person, period, regular, bonus });
      else totals.push({ updateOne: { filter, update: { $set: { regular, bonus } } } });
    }
  }
  return wrong.length;
}

function mendBreakdowns({ newBreakdowns, breakdowns, complete }: Mending, state: CountedState): number {
  const { personId: person, account } = state;
  const present = new Set(state.breakdowns.map(({ year }) => year));
  const made = account?.brokenDown === true || present.size > 0;
  const missing = account !== undefined && account.brokenDown !== true;
  const wrong = made || missing ? wrongBreakdowns(state) : [];
  for (const { year, cells } of wrong) {
    const filter = { person, year };
    if (cells === undefined) breakdowns.push({ deleteOne: { filter } });
    else if (present.has(year)) breakdowns.push({ updateOne: { filter, update: { $set: { cells } } } });
    else newBreakdowns.push({ _id: newId(), person, year, cells });
  }
  if (missing) complete.push(person);
  // What was never made was not wrong.
  return made ? wrong.length : 0;
}
