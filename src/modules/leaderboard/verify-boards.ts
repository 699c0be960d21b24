import { setTimeout as pause } from 'node:timers/promises';
import { readAhead } from '../../kernel/read-ahead.js';
import type { Storage } from '../../platform/storage/index.js';
import type { LedgerModule } from '../ledger/index.js';
import { eachCandidate } from './board-candidates.js';
import type { BoardDifference } from './board-difference.js';
import { isCategoryPeriod } from './board-scope.js';
import { readState } from './board-versions.js';
import { LAYOUT, type BoardModels, type BoardRow, type TallyRecord } from './board.model.js';
import { examineSums, examineTally, keyOf, rowDifference } from './examine-boards.js';
import { rowChanges, type ProjectionDependencies } from './project-scores.js';
import type { BoardRedis } from './redis-lists.js';
import { findTally } from './tallies.js';
import { verifySets } from './verify-sets.js';

export interface VerifyDependencies extends ProjectionDependencies {
  readonly storage: Storage;
  readonly ledger: Pick<LedgerModule, 'allTotals' | 'categoryTotals' | 'eachAccount'>;
  /** Ids of people about whom events have not reached the boards yet. */
  readonly waiting: () => Promise<ReadonlySet<string>>;
  readonly redis: BoardRedis | undefined;
}

const BATCH = 200;
/**
 * Points are on boards a moment after they were credited; so long is waited for events that are on their way. Longer than
 * an event that has arrived may still count as waiting, with others of its batch.
 */
const PATIENCE_MS = 10_000;
const PAUSE_MS = 100;

/**
 * Reports every difference between boards and what they are made of. Points may be credited meanwhile: what looks wrong is
 * read again in a transaction, which sees all of it as of one moment, and only what is wrong there is reported. Calls
 * `step` before each step; what it throws ends the work.
 */
export async function* verifyBoards(
  deps: VerifyDependencies,
  step: () => void = () => undefined,
): AsyncGenerator<BoardDifference> {
  const { storage, models } = deps;
  if ((await readState(models)).layout !== LAYOUT) return;
  for await (const suspects of readAhead(eachCandidate(deps, BATCH), (ids) => wrongRows(deps, ids), 1)) {
    step();
    if (suspects.length === 0) continue;
    yield* await settledRows(deps, [...new Set(suspects.map(({ personId }) => personId))]);
  }
  if ((await examineSums(models)).length > 0) yield* await storage.run(() => examineSums(models));
  for await (const tally of eachTally(models)) {
    step();
    if ((await examineTally(models, tally)).length === 0) continue;
    yield* await storage.run(async () => {
      const now = await findTally(models, keyOf(tally));
      return now === null ? [] : examineTally(models, now);
    });
  }
  yield* verifySets(deps.redis, storage, models);
}

/** Every stored tally. */
export async function* eachTally({ tallies }: BoardModels): AsyncGenerator<TallyRecord> {
  yield* tallies.find().sort({ period: 1, class: 1, scope: 1 }).lean<TallyRecord[]>().cursor({ batchSize: 20 });
}

async function wrongRows(deps: VerifyDependencies, ids: readonly string[]) {
  const { changes } = await rowChanges(deps, ids);
  const { complete } = await readState(deps.models);
  // While it is being filled, a row of a category may be missing, and of a period one without points.
  const mayBeMissing = ({ period, regular, bonus }: BoardRow) =>
    !complete.includes(period) && (isCategoryPeriod(period) || (regular === 0 && bonus === 0));
  return changes.filter(({ before, after }) => before !== undefined || !mayBeMissing(after)).map(rowDifference);
}

/**
 * What is wrong of these people and does not become right by events that are on their way. Where nothing takes these along,
 * because the application does not run, whom they are about is left out: the next start brings their boards up to date.
 */
async function settledRows(deps: VerifyDependencies, ids: readonly string[]) {
  for (let waited = 0; ; waited += PAUSE_MS) {
    // Asked before, so that nothing was on its way when what is found was looked at.
    const waiting = await deps.waiting();
    const found = (await deps.storage.run(() => wrongRows(deps, ids))).filter(({ personId }) => !waiting.has(personId));
    if (found.length > 0 || waited >= PATIENCE_MS || !ids.some((id) => waiting.has(id))) return found;
    await pause(PAUSE_MS);
  }
}
