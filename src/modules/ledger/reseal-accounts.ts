import type { Actor } from '../../kernel/actor.js';
import { Conflict } from '../../kernel/errors.js';
import type { Outbox } from '../../platform/outbox/index.js';
import type { Storage } from '../../platform/storage/index.js';
import { accountStateOf, eachAccountState } from './account-states.js';
import { CHAIN_START, entryChecksum } from './entry-checksum.js';
import type { EntryRecord } from './entry.model.js';
import { examineChain, type AccountState } from './examine-account.js';
import type { LedgerModels } from './ledger.models.js';

/** The only words of an entry that may ever be replaced: names and what somebody wrote, where the person was erased. */
export interface EntryWords {
  /** Whose account it is. */
  readonly personId: string;
  readonly reason: string;
  readonly by: EntryRecord['by'];
}

/** Answers the same object where nothing is to be replaced. */
export type ReplaceWords = (words: EntryWords) => EntryWords;

interface Dependencies extends LedgerModels {
  readonly storage: Storage;
  readonly outbox: Outbox;
}

/**
 * Replaces words in entries and closes the chains of these accounts anew, each in one transaction that meets writers of
 * the same account. Points, periods, numbers and ids stay. An account whose chain is not sound is left as it is: a new
 * seal would hide that somebody tampered with it. (docs/adr/0025)
 */
export async function resealAccounts(
  deps: Dependencies,
  actor: Actor,
  replace: ReplaceWords,
): Promise<{ readonly accounts: number }> {
  let accounts = 0;
  let unsound = 0;
  for await (const state of eachAccountState(deps)) {
    if (!state.entries.some((entry) => isReplaced(entry, replace))) continue;
    const sealed = await deps.storage.run(async () => reseal(deps, actor, state.personId, replace));
    if (sealed) accounts += 1;
    else unsound += 1;
  }
  if (unsound > 0) {
    throw new Conflict(
      'ledger.account_differs',
      `The entries of ${unsound === 1 ? 'one person' : `${unsound} people`} are not what was written. Let an operator look at them with verify-ledger.`,
    );
  }
  return { accounts };
}

function wordsOf({ person, reason, by }: EntryRecord): EntryWords {
  return { personId: person, reason, by };
}

function isReplaced(entry: EntryRecord, replace: ReplaceWords): boolean {
  const words = wordsOf(entry);
  return replace(words) !== words;
}

/** False where the chain is not sound. */
async function reseal(deps: Dependencies, actor: Actor, personId: string, replace: ReplaceWords): Promise<boolean> {
  const state = await accountStateOf(deps, personId);
  if (examineChain(state).length > 0) return false;
  const changed = rewritten(state, replace);
  const last = changed.at(-1);
  const { account } = state;
  if (last === undefined || account === undefined) return true;
  await deps.entries.bulkWrite(
    changed.map(({ _id, reason, by, previousChecksum, checksum }) => ({
      updateOne: { filter: { _id }, update: { $set: { reason, by, previousChecksum, checksum } } },
    })),
  );
  await deps.accounts.updateOne({ person: personId }, { $set: { lastChecksum: last.checksum } });
  await deps.outbox.record(actor, {
    type: 'account.resealed',
    subject: { type: 'person', id: personId },
    data: { entries: account.entries, replaced: state.entries.filter((entry) => isReplaced(entry, replace)).length },
    before: { checksum: account.lastChecksum },
    after: { checksum: last.checksum },
  });
  return true;
}

/** The entries from the first one with other words on, with their new checksums. */
function rewritten({ entries }: AccountState, replace: ReplaceWords): EntryRecord[] {
  const first = entries.findIndex((entry) => isReplaced(entry, replace));
  if (first < 0) return [];
  let previousChecksum = first === 0 ? CHAIN_START : (entries[first - 1]?.checksum ?? CHAIN_START);
  return entries.slice(first).map((entry) => {
    const { reason, by } = replace(wordsOf(entry));
    const unsigned = { ...entry, reason, by: { ...by }, previousChecksum };
    previousChecksum = entryChecksum(unsigned);
    return { ...unsigned, checksum: previousChecksum };
  });
}
