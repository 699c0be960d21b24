import type { AnyBulkWriteOperation } from 'mongoose';
import { newId } from '../../kernel/ids.js';
import { groupBy } from '../../kernel/group-by.js';
import { operator, type Storage } from '../../platform/storage/index.js';
import { accountStateOf, eachAccountState } from './account-states.js';
import type { AccountRecord, TotalRecord } from './account.model.js';
import { cellsByYear } from './breakdown-cells.js';
import type { BreakdownRecord } from './breakdown.model.js';
import { examineBreakdowns, examineTotals, type AccountState } from './examine-account.js';
import { replacement } from './keep-breakdowns.js';
import type { LedgerModels } from './ledger.models.js';
import type { Looked } from './looked.js';

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
  states: AsyncIterable<AccountState> = eachAccountState(models),
  looked: Looked = () => undefined,
): Promise<{ people: number; corrected: number }> {
  let people = 0;
  let corrected = 0;
  let group: AccountState[] = [];
  let entries = 0;
  const mendGroup = async () => {
    const wrong = group;
    [group, entries] = [[], 0];
    if (wrong.length > 0) corrected += await storage.run(() => mendAll(models, wrong));
  };
  for await (const state of states) {
    people += 1;
    looked(state.entries.length);
    if (isRight(state)) continue;
    if (group.length === PEOPLE || entries + state.entries.length > ENTRIES) await mendGroup();
    group.push(state);
    entries += state.entries.length;
  }
  await mendGroup();
  return { people, corrected };
}

/** Inside a transaction: looks again at what small records say now, and at entries only of those who got one meanwhile. */
async function mendAll(models: LedgerModels, states: readonly AccountState[]): Promise<number> {
  const people = { person: operator({ $in: states.map(({ personId }) => personId) }) };
  const accounts = new Map(
    (await models.accounts.find(people).lean<AccountRecord[]>()).map((one) => [one.person, one]),
  );
  const totals = groupBy(await models.totals.find(people).lean<TotalRecord[]>(), ({ person }) => person);
  const breakdowns = groupBy(await models.breakdowns.find(people).lean<BreakdownRecord[]>(), ({ person }) => person);
  const mending: Mending = { totals: [], breakdowns: [], complete: [] };
  let corrected = 0;
  for (const state of states) {
    const { personId } = state;
    const account = accounts.get(personId);
    const small = { account, totals: totals.get(personId) ?? [], breakdowns: breakdowns.get(personId) ?? [] };
    const present = isWholeBy(state, account) ? { ...state, ...small } : await accountStateOf(models, personId);
    corrected += mendTotals(mending, present) + mendBreakdowns(mending, present);
  }
  if (mending.totals.length > 0) await models.totals.bulkWrite(mending.totals);
  if (mending.breakdowns.length > 0) await models.breakdowns.bulkWrite(mending.breakdowns);
  if (mending.complete.length > 0) {
    const complete = { person: operator({ $in: mending.complete }) };
    await models.accounts.updateMany(complete, { $set: { brokenDown: true } });
  }
  return corrected;
}

/** What shall be written, collected over people, so that the number of writes does not follow that of people. */
interface Mending {
  readonly totals: AnyBulkWriteOperation<TotalRecord>[];
  readonly breakdowns: AnyBulkWriteOperation<BreakdownRecord>[];
  /** Ids of people whose breakdowns are there from now on. */
  readonly complete: string[];
}

/** The entries that were read end where the account ends now, so none came in between. */
function isWholeBy({ entries }: AccountState, account: AccountRecord | undefined): boolean {
  return account?.entries === entries.length && account.lastEntryId === entries.at(-1)?._id;
}

function isRight(state: AccountState): boolean {
  const made = state.account === undefined || state.account.brokenDown === true;
  return made && examineTotals(state).length === 0 && examineBreakdowns(state).length === 0;
}

function mendTotals({ totals }: Mending, state: AccountState): number {
  const { personId: person } = state;
  const wrong = examineTotals(state);
  for (const { period, computed } of wrong) {
    const filter = { person, period };
    if (computed === undefined) totals.push({ deleteOne: { filter } });
    else {
      const { regular, bonus } = computed;
      const update = { $set: { regular, bonus }, $setOnInsert: { _id: newId() } };
      totals.push({ updateOne: { filter, update, upsert: true } });
    }
  }
  return wrong.length;
}

function mendBreakdowns({ breakdowns, complete }: Mending, state: AccountState): number {
  const { personId: person, account, entries } = state;
  const wrong = new Set(examineBreakdowns(state).map(({ year }) => year));
  const computed = cellsByYear(entries);
  const missing = account !== undefined && account.brokenDown !== true;
  for (const [year, cells] of computed)
    if (missing || wrong.has(year)) breakdowns.push(replacement(person, year, cells));
  for (const year of wrong) if (!computed.has(year)) breakdowns.push({ deleteOne: { filter: { person, year } } });
  if (missing) complete.push(person);
  return wrong.size;
}
