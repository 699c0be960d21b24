import type { LocalDate } from '../../kernel/local-date.js';
import { operator, type Storage } from '../../platform/storage/index.js';
import type { BoardModels, BoardRecord } from './board.model.js';
import { toRow, toScore } from './board.model.js';
import { nextVersion, readState } from './board-versions.js';
import { placeKey } from './place-key.js';
import { storeRows } from './store-rows.js';

/**
 * Exit dates pass without anybody doing anything: moves the boards to another day, later or earlier, by the rows whose
 * exit date lies between the two. Says whether anything was written.
 */
export async function moveToDay(storage: Storage, models: BoardModels, today: LocalDate): Promise<boolean> {
  return storage.run(async () => {
    const { day } = await readState(models);
    if (day === null || day === today) return false;
    const [from, until] = day < today ? [day, today] : [today, day];
    const rows = await models.boards.find({ exitDate: operator({ $gte: from, $lt: until }) }).lean<BoardRecord[]>();
    const changes = rows.map((before) => ({ before, after: toRow(toScore(before), before.period, today, placeKey) }));
    const { version } = await nextVersion(models, { day: today });
    await storeRows(models, changes, version);
    return true;
  });
}
