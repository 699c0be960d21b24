import { newId } from '../../kernel/ids.js';
import { readAhead } from '../../kernel/read-ahead.js';
import type { Storage } from '../../platform/storage/index.js';
import { eachCandidate } from './board-candidates.js';
import { nextVersion, readState } from './board-versions.js';
import { LAYOUT, type BoardModels } from './board.model.js';
import type { BoardKey } from './board-scope.js';
import { examineSums, examineTally, keyOf } from './examine-boards.js';
import { projectScores, rowChanges } from './project-scores.js';
import { countTally, findTally } from './tallies.js';
import { headsOf } from './tally.js';
import { dropSets } from './verify-sets.js';
import { eachTally, type VerifyDependencies } from './verify-boards.js';

/** People brought up to date in one transaction: others wait for it, so it is short. */
const BATCH = 200;

export interface RebuildOutcome {
  /** Whom boards have to do with. */
  readonly people: number;
  /** Scores, sums and counts that were wrong or, of a category that was being filled, not yet there. */
  readonly corrected: number;
}

/**
 * Makes boards agree with totals and people, in short transactions each of which leaves them whole, so that everybody may
 * go on meanwhile: first the rows, then what is counted from them. What is right already is not written. Breaks off
 * between two steps when it is told to; boards of an earlier layout stay so then.
 */
export async function rebuildBoards(deps: VerifyDependencies, stopping?: AbortSignal): Promise<RebuildOutcome> {
  const { storage, models } = deps;
  let people = 0;
  let corrected = 0;
  // Where some were wrong the next are likely to be: those are looked at once only, where they are mended.
  let suspicious = false;
  const looked = readAhead(
    eachCandidate(deps, BATCH),
    async (ids) => ({ ids, wrong: suspicious || (await rowChanges(deps, ids)).changes.length > 0 }),
    1,
  );
  for await (const { ids, wrong } of looked) {
    if (stopping?.aborted === true) return { people, corrected };
    people += ids.length;
    const mended = wrong ? await storage.run(() => projectScores(deps, ids)) : 0;
    corrected += mended;
    suspicious = mended > 0;
  }
  if ((await examineSums(models)).length > 0) corrected += await storage.run(() => mendSums(models));
  for await (const tally of eachTally(models)) {
    if (stopping?.aborted === true) return { people, corrected };
    if ((await examineTally(models, tally)).length === 0) continue;
    corrected += await mendTally(storage, models, keyOf(tally));
  }
  await dropSets(deps.redis);
  if ((await readState(models)).layout !== LAYOUT) await storage.run(() => nextVersion(models, { layout: LAYOUT }));
  return { people, corrected };
}

async function mendSums(models: BoardModels): Promise<number> {
  await nextVersion(models);
  const wrong = await examineSums(models);
  if (wrong.length > 0) {
    await models.sums.bulkWrite(
      wrong.map(({ period, computed }) => ({
        updateOne: { filter: { period }, update: { $set: computed, $setOnInsert: { _id: newId() } }, upsert: true },
      })),
    );
  }
  return wrong.length;
}

async function mendTally(storage: Storage, models: BoardModels, key: BoardKey): Promise<number> {
  return storage.run(async () => {
    // First, so that nobody writes rows while they are counted.
    const { version } = await nextVersion(models);
    const stored = await findTally(models, key);
    if (stored === null || (await examineTally(models, stored)).length === 0) return 0;
    const tally = await countTally(models, key);
    const { _id } = stored;
    if (headsOf(tally) === 0) await models.tallies.deleteOne({ _id });
    else await models.tallies.updateOne({ _id }, { $set: { ...tally, version } });
    return 1;
  });
}
