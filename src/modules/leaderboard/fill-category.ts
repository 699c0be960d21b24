import type { LocalDate } from '../../kernel/local-date.js';
import type { PeriodKey } from '../../kernel/period.js';
import type { Storage } from '../../platform/storage/index.js';
import type { LedgerModule } from '../ledger/index.js';
import type { BoardPeople } from './board-people.js';
import type { BoardModels } from './board.model.js';
import { rowsOf } from './board-rows.js';
import { categoryPeriod } from './board-scope.js';
import { nextVersion, readState } from './board-versions.js';
import { newRow } from './project-scores.js';
import { storeRows } from './store-rows.js';

/** People in one transaction: others wait for it, so it is short. */
const BATCH = 200;

interface Dependencies {
  readonly storage: Storage;
  readonly models: BoardModels;
  readonly people: Pick<BoardPeople, 'byIds'>;
  readonly ledger: Pick<LedgerModule, 'breakdown'>;
}

/** The points of one category in a period. */
interface Wanted {
  readonly period: PeriodKey;
  readonly categoryCode: string;
}

/**
 * Gives everybody with points of a category in a period a row of them, so that its boards are lists like all others. From
 * the moment it began the projection carries the category along. Breaks off anywhere and goes on at the next try.
 */
export async function fillCategory(deps: Dependencies, wanted: Wanted, today: LocalDate): Promise<void> {
  const { storage, models, ledger } = deps;
  const key = categoryPeriod(wanted.period, wanted.categoryCode);
  await storage.run(async () => {
    const { day } = await readState(models);
    await nextVersion(models, { filled: key, day: day ?? today });
  });
  // Only now: whoever is credited after this gets the row by the projection.
  const ids = [...(await ledger.breakdown(wanted)).people.keys()];
  for (let at = 0; at < ids.length; at += BATCH) {
    const batch = ids.slice(at, at + BATCH);
    await storage.run(() => addRows(deps, wanted, batch));
  }
  await storage.run(async () => void (await nextVersion(models, { complete: key })));
}

async function addRows({ models, people, ledger }: Dependencies, wanted: Wanted, ids: readonly string[]) {
  const key = categoryPeriod(wanted.period, wanted.categoryCode);
  // First: a projection beside it waits, instead of undoing what was read here again and again.
  const { version, day } = await nextVersion(models);
  const { people: sums } = await ledger.breakdown({ ...wanted, personIds: new Set(ids) });
  const known = await people.byIds(ids);
  const there = new Set((await rowsOf(models, ids, key)).map(({ person }) => person));
  const changes = ids
    .filter((id) => !there.has(id))
    .map((id) => ({ before: undefined, after: newRow(id, known.get(id), sums.get(id), key, day ?? '') }));
  await storeRows(models, changes, version);
}
