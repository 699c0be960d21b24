import type { PeriodKey } from '../../kernel/period.js';
import { operator } from '../../platform/storage/index.js';
import { currentOrganization } from './current-organization.js';
import { toScore, type BoardModels, type BoardRecord } from './board.model.js';
import { rank, type Board, type BoardSource } from './board-source.js';
import type { BoardScore } from './board.js';
import type { BoardVersions } from './board-versions.js';
import { LeastRecentlyUsed } from './least-recently-used.js';
import type { Ranking } from './ranking.js';

/** Boards of so many periods are kept, over all organizations; 10 000 people are about 2 MB each. */
const MAX_BOARDS = 32;
/** Rankings kept per board: two classes, and the filters last used. */
const MAX_RANKINGS = 16;

interface Snapshot extends Board {
  readonly scores: Iterable<BoardScore>;
  version: number;
  /** Refreshes of one snapshot run one after the other. */
  refreshed: Promise<void>;
  apply(records: readonly BoardRecord[], version: number): void;
}

/**
 * Keeps the boards that are being looked at in memory, ranked, so that a hot read asks the database nothing.
 *
 * Every change of scores raises the organization's board version in its transaction and stamps the rows it writes. A
 * reader compares versions: after a change by this process at once, for changes by others every 200 ms at most
 * (board-versions.ts). When they differ it fetches only the rows with a higher stamp, and ranks anew when next asked.
 * Writers raise the version one after the other, so all rows up to a version that was read are there.
 */
export function createBoardSnapshots(models: BoardModels, versions: BoardVersions): BoardSource {
  const snapshots = new LeastRecentlyUsed<Snapshot>(MAX_BOARDS);

  async function refresh(snapshot: Snapshot, period: PeriodKey, version: number): Promise<void> {
    if (snapshot.version >= version) return;
    const newer = operator({ $gt: snapshot.version });
    const records = await models.boards.find({ period, version: newer }).lean<BoardRecord[]>();
    snapshot.apply(records, version);
  }

  return {
    async board(period) {
      const version = await versions.current();
      const snapshot = snapshots.getOrAdd(`${currentOrganization()}:${period}`, newSnapshot);
      if (snapshot.version < version) {
        // After a failed refresh the next reader tries again.
        const turn = snapshot.refreshed.catch(() => undefined).then(() => refresh(snapshot, period, version));
        snapshot.refreshed = turn;
        await turn;
      }
      return snapshot;
    },
    changed() {
      versions.changed();
    },
  };
}

function newSnapshot(): Snapshot {
  const scores = new Map<string, BoardScore>();
  const rankings = new LeastRecentlyUsed<Ranking>(MAX_RANKINGS);
  return {
    version: 0,
    refreshed: Promise.resolve(),
    scores: { [Symbol.iterator]: () => scores.values() },
    scoresOf: (personIds) => [...new Set(personIds)].flatMap((id) => scores.get(id) ?? []),
    ranking: (of, today, filter) =>
      rankings.getOrAdd(JSON.stringify([of, today, filter.department, filter.grade]), () =>
        rank(scores.values(), of, today, filter),
      ),
    apply(records, version) {
      for (const record of records) scores.set(record.person, toScore(record));
      if (records.length > 0) rankings.clear();
      this.version = version;
    },
  };
}
