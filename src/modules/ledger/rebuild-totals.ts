import { newId } from '../../kernel/ids.js';
import { operator, type Storage } from '../../platform/storage/index.js';
import { accountStateOf, eachAccountState } from './account-states.js';
import { cellsByYear } from './breakdown-cells.js';
import { examineBreakdowns, examineTotals, type AccountState } from './examine-account.js';
import { replacement } from './keep-breakdowns.js';
import type { LedgerModels } from './ledger.models.js';
import type { Looked } from './looked.js';

/**
 * Makes totals and breakdowns agree with the entries. Each person's are mended in a transaction of their own; a credit that comes
 * in between touches the same totals, so one of the two starts anew and nothing is lost.
 */
export async function rebuildTotals(
  storage: Storage,
  models: LedgerModels,
  states: AsyncIterable<AccountState> = eachAccountState(models),
  looked: Looked = () => undefined,
): Promise<{ people: number; corrected: number }> {
  let people = 0;
  let corrected = 0;
  for await (const state of states) {
    people += 1;
    looked(state.entries.length);
    if (isRight(state)) continue;
    corrected += await storage.run(async () => {
      const present = await accountStateOf(models, state.personId);
      return (await mend(models, present)) + (await mendBreakdowns(models, present));
    });
  }
  return { people, corrected };
}

function isRight(state: AccountState): boolean {
  const made = state.account === undefined || state.account.brokenDown === true;
  return made && examineTotals(state).length === 0 && examineBreakdowns(state).length === 0;
}

async function mend({ totals }: LedgerModels, state: AccountState): Promise<number> {
  const wrong = examineTotals(state);
  const right = wrong.flatMap(({ computed }) => computed ?? []);
  if (right.length > 0) {
    await totals.bulkWrite(
      right.map(({ period, regular, bonus }) => ({
        updateOne: {
          filter: { person: state.personId, period },
          update: { $set: { regular, bonus }, $setOnInsert: { _id: newId() } },
          upsert: true,
        },
      })),
    );
  }
  const surplus = wrong.flatMap(({ period, computed }) => (computed === undefined ? [period] : []));
  if (surplus.length > 0) await totals.deleteMany({ person: state.personId, period: operator({ $in: surplus }) });
  return wrong.length;
}

async function mendBreakdowns({ accounts, breakdowns }: LedgerModels, state: AccountState): Promise<number> {
  const { personId: person, account, entries } = state;
  const wrong = new Set(examineBreakdowns(state).map(({ year }) => year));
  const computed = cellsByYear(entries);
  const missing = account !== undefined && account.brokenDown !== true;
  const right = [...computed].filter(([year]) => missing || wrong.has(year));
  if (right.length > 0) await breakdowns.bulkWrite(right.map(([year, cells]) => replacement(person, year, cells)));
  const surplus = [...wrong].filter((year) => !computed.has(year));
  if (surplus.length > 0) await breakdowns.deleteMany({ person, year: operator({ $in: surplus }) });
  if (missing) await accounts.updateOne({ person }, { $set: { brokenDown: true } });
  return wrong.size;
}
