import { newId } from '../../kernel/ids.js';
import type { Storage } from '../../platform/storage/index.js';
import type { BoardModels, TallyRecord } from './board.model.js';
import { eachPlace, rowsFrom } from './board-rows.js';
import { scopeText, type BoardKey } from './board-scope.js';
import { nextVersion } from './board-versions.js';
import { append, emptyTally, type Tally } from './tally.js';

export type StoredTally = Pick<TallyRecord, 'from' | 'counts' | 'participants' | 'sum' | 'version'>;

const NOBODY: StoredTally = { ...emptyTally(), version: 0 };

/** Counts a list from its rows. */
export async function countTally(models: BoardModels, key: BoardKey): Promise<Tally> {
  const tally = emptyTally();
  for await (const place of eachPlace(models, key)) append(tally, place);
  return tally;
}

function recordOf(key: BoardKey) {
  return { period: key.period, class: key.class, scope: scopeText(key) };
}

export function findTally({ tallies }: BoardModels, key: BoardKey): Promise<TallyRecord | null> {
  return tallies.findOne(recordOf(key)).lean<TallyRecord>();
}

/**
 * The tally of a list. It is counted when somebody looks at the list for the first time; from then on every change of rows
 * carries it along. A list without anybody gets none, so that asking for anything at all leaves nothing behind.
 */
export async function tallyOf(storage: Storage, models: BoardModels, key: BoardKey): Promise<StoredTally> {
  const stored = await findTally(models, key);
  if (stored !== null) return stored;
  if ((await rowsFrom(models, key, '', { skip: 0, limit: 1 })).length === 0) return NOBODY;
  return storage.run(async () => {
    // First, so that nobody writes rows while they are counted.
    const { version } = await nextVersion(models);
    const meanwhile = await findTally(models, key);
    if (meanwhile !== null) return meanwhile;
    const tally = await countTally(models, key);
    await models.tallies.insertMany([{ _id: newId(), ...recordOf(key), ...tally, version }], { lean: true });
    return { ...tally, version };
  });
}
