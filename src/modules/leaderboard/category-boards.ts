import type { PeriodKey } from '../../kernel/period.js';
import type { LedgerModule } from '../ledger/index.js';
import type { BoardModels } from './board.model.js';
import { toScore } from './board.model.js';
import { rowsOf } from './board-rows.js';
import type { BoardClass } from './board.js';
import type { BoardVersions } from './board-versions.js';
import { currentOrganization } from './current-organization.js';
import { LeastRecentlyUsed } from './least-recently-used.js';
import type { ScoredPoints } from './rank-board.js';

/** So many are kept, over all organizations. */
const KEPT = 16;
/** People looked up at a time. */
const BATCH = 1000;

/** Points of one category, summed up from its entries and kept until the boards change. */
export interface CategoryBoards {
  /** Everybody with points of the category in the period, whoever it is today. */
  scores(period: PeriodKey, categoryCode: string, of: BoardClass): Promise<readonly ScoredPoints[]>;
}

interface Kept {
  version: number;
  scores: Promise<readonly ScoredPoints[]>;
}

export function createCategoryBoards(
  models: BoardModels,
  versions: BoardVersions,
  ledger: Pick<LedgerModule, 'sumByPerson'>,
): CategoryBoards {
  const kept = new LeastRecentlyUsed<Kept>(KEPT);

  async function sum(period: PeriodKey, categoryCode: string, of: BoardClass): Promise<readonly ScoredPoints[]> {
    const points = await ledger.sumByPerson({ period, categoryCode }, of);
    const ids = [...points.keys()];
    const scored: ScoredPoints[] = [];
    for (let at = 0; at < ids.length; at += BATCH) {
      const rows = await rowsOf(models, ids.slice(at, at + BATCH), period);
      scored.push(...rows.map((row) => ({ score: toScore(row), points: points.get(row.person) ?? 0 })));
    }
    return scored;
  }

  return {
    async scores(period, categoryCode, of) {
      const { version } = await versions.current();
      const key = JSON.stringify([currentOrganization(), period, categoryCode, of]);
      const entry = kept.getOrAdd(key, () => ({ version: -1, scores: Promise.resolve([]) }));
      if (entry.version !== version) {
        entry.version = version;
        entry.scores = sum(period, categoryCode, of);
        // Whoever comes after a failure tries again.
        entry.scores.catch(() => (entry.version = -1));
      }
      return entry.scores;
    },
  };
}
