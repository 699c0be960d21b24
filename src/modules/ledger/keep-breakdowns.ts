import { groupBy } from '../../kernel/group-by.js';
import { newId } from '../../kernel/ids.js';
import { acrossOrganizations, inOrganization } from '../../platform/request-context.js';
import { operator, type Storage } from '../../platform/storage/index.js';
import type { AccountRecord } from './account.model.js';
import { addToCells, cellsByYear, readCells, writeCells, type Cells } from './breakdown-cells.js';
import type { BreakdownRecord } from './breakdown.model.js';
import { COUNTED_FIELDS, type CountedEntry } from './counted-entry.js';
import type { EntryRecord } from './entry.model.js';
import type { LedgerModels } from './ledger.models.js';

/** Accounts whose breakdowns are made in one transaction. */
const BATCH = 50;

export const BREAKDOWN_JOB = { name: 'ledger.breakdowns', every: 60_000 } as const;

/** The job: makes what is missing, organization by organization. */
export async function completeBreakdownsEverywhere(
  ledger: { completeBreakdowns(stopping?: AbortSignal): Promise<void> },
  organizations: { list(): Promise<readonly { readonly id: string }[]> },
  stopping?: AbortSignal,
): Promise<void> {
  for (const { id } of await acrossOrganizations(() => organizations.list()))
    await inOrganization(id, () => ledger.completeBreakdowns(stopping));
}

/**
 * Adds new entries to the breakdowns of their people, in the transaction that writes them. Two writers for one person
 * have met at the account before, so what is read here is what will be replaced.
 */
export async function addToBreakdowns({ breakdowns }: LedgerModels, records: readonly EntryRecord[]): Promise<void> {
  if (records.length === 0) return;
  const byPerson = groupBy(records, ({ person }) => person);
  const stored = await breakdowns
    .find({
      person: operator({ $in: [...byPerson.keys()] }),
      year: operator({ $in: [...new Set(records.map(({ year }) => year))] }),
    })
    .lean<BreakdownRecord[]>();
  const known = new Map(stored.map(({ person, year, cells }) => [`${person} ${year}`, cells]));
  await breakdowns.bulkWrite(
    [...byPerson].flatMap(([person, ofPerson]) =>
      [...groupBy(ofPerson, ({ year }) => year)].map(([year, entries]) => {
        const cells = readCells(known.get(`${person} ${year}`) ?? '');
        for (const entry of entries) addToCells(cells, entry);
        return replacement(person, year, cells);
      }),
    ),
  );
}

/** Puts a breakdown in the place of a stored one, or beside others. */
function replacement(person: string, year: number, cells: Cells) {
  return {
    updateOne: {
      filter: { person, year },
      update: { $set: { cells: writeCells(cells) }, $setOnInsert: { _id: newId() } },
      upsert: true,
    },
  };
}

/**
 * Makes the breakdowns of accounts that were written before there were any. Costs one look where there is none; until
 * an account has them its entries are read instead. Stops after the batch at hand when it is told to.
 */
export async function completeBreakdowns(
  storage: Storage,
  models: LedgerModels,
  stopping?: AbortSignal,
): Promise<void> {
  while (stopping?.aborted !== true && (await storage.run(() => completeSome(models))) > 0);
}

async function completeSome({ accounts, entries, breakdowns }: LedgerModels): Promise<number> {
  const found = await accounts.find({ brokenDown: null }, { person: 1 }).limit(BATCH).lean<AccountRecord[]>();
  if (found.length === 0) return 0;
  const people = operator({ $in: found.map(({ person }) => person) });
  const records = await entries.find({ person: people }, COUNTED_FIELDS).lean<CountedEntry[]>();
  await breakdowns.deleteMany({ person: people });
  await breakdowns.bulkWrite(
    [...groupBy(records, ({ person }) => person)].flatMap(([person, ofPerson]) =>
      [...cellsByYear(ofPerson)].map(([year, cells]) => replacement(person, year, cells)),
    ),
  );
  // Whoever credits points at the same moment has changed the account as well, and one of the two starts anew.
  await accounts.updateMany({ person: people }, { $set: { brokenDown: true } });
  return found.length;
}
