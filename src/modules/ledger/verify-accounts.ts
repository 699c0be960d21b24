import type { Storage } from '../../platform/storage/index.js';
import { accountStateOf, eachAccountState } from './account-states.js';
import type { Difference } from './difference.js';
import { examineAccount, type AccountState } from './examine-account.js';
import type { LedgerModels } from './ledger.models.js';
import type { Looked } from './looked.js';

/**
 * Reports every difference. Points may be credited meanwhile: an account that looks wrong in the stream is read again
 * in a transaction, which sees all of it as of one moment, and only what is wrong there is reported.
 */
export async function* verifyAccounts(
  storage: Storage,
  models: LedgerModels,
  states: AsyncIterable<AccountState> = eachAccountState(models),
  looked: Looked = () => undefined,
): AsyncIterable<Difference> {
  for await (const state of states) {
    looked(state.entries.length);
    if (examineAccount(state).length === 0) continue;
    yield* await storage.run(async () => examineAccount(await accountStateOf(models, state.personId)));
  }
}
