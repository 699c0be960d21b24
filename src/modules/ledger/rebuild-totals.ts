import { newId } from '../../kernel/ids.js';
import { operator, type Storage } from '../../platform/storage/index.js';
import { accountStateOf, eachAccountState } from './account-states.js';
import { examineTotals, type AccountState } from './examine-account.js';
import type { LedgerModels } from './ledger.models.js';

/**
 * Makes the totals agree with the entries. Each person's are mended in a transaction of their own; a credit that comes
 * in between touches the same totals, so one of the two starts anew and nothing is lost.
 */
export async function rebuildTotals(
  storage: Storage,
  models: LedgerModels,
  states: AsyncIterable<AccountState> = eachAccountState(models),
): Promise<{ people: number; corrected: number }> {
  let people = 0;
  let corrected = 0;
  for await (const state of states) {
    people += 1;
    if (examineTotals(state).length === 0) continue;
    corrected += await storage.run(async () => mend(models, await accountStateOf(models, state.personId)));
  }
  return { people, corrected };
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
