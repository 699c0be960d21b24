import type { PeriodKey } from '../../kernel/period.js';
import type { Storage } from '../../platform/storage/index.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { BoardPeople, BoardPerson } from './board-people.js';
import type { BoardModels } from './board.model.js';
import { rowsOf } from './board-rows.js';
import { nextVersion, readState } from './board-versions.js';
import { boardRowOf } from './project-scores.js';
import { storeRows } from './store-rows.js';

/** People in one transaction: others wait for it, so it is short. */
const BATCH = 500;

/**
 * Gives everybody active a row in a period, so that lists of all people are read by index. Whoever comes after it began
 * gets the row by the projection. Breaks off anywhere and goes on at the next try.
 */
export async function fillPeriod(
  {
    storage,
    models,
    people,
  }: { readonly storage: Storage; readonly models: BoardModels; readonly people: BoardPeople },
  period: PeriodKey,
  today: LocalDate,
): Promise<void> {
  await storage.run(async () => {
    const { day } = await readState(models);
    await nextVersion(models, { filled: period, day: day ?? today });
  });
  for await (const batch of people.eachBatch({}, BATCH)) {
    const active = batch.filter(({ status }) => status === 'active');
    if (active.length > 0) await storage.run(() => addRows(models, period, active));
  }
  await storage.run(async () => void (await nextVersion(models, { complete: period })));
}

async function addRows(models: BoardModels, period: PeriodKey, people: readonly BoardPerson[]): Promise<void> {
  const { day } = await readState(models);
  const ids = people.map(({ id }) => id);
  const present = await rowsOf(models, ids, period);
  const there = new Set(present.map(({ person }) => person));
  const changes = people
    .filter(({ id }) => !there.has(id))
    .map((person) => ({
      before: undefined,
      after: boardRowOf(person, { regular: 0, bonus: 0 }, period, day ?? ''),
    }));
  if (changes.length === 0) return;
  const { version } = await nextVersion(models);
  await storeRows(models, changes, version);
}
