import type { Clock } from '../../kernel/clock.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { offsetOf, pageOf } from '../../kernel/paging.js';
import type { Outbox } from '../../platform/outbox/index.js';
import type { Storage } from '../../platform/storage/index.js';
import type { LedgerModule } from '../ledger/index.js';
import { createBoardSnapshots } from './board-snapshots.js';
import { CHECK_ALONE_EVERY_MS, CHECK_EVERY_MS, createBoardVersions } from './board-versions.js';
import { registerBoardModels } from './board.model.js';
import { createDirectBoards } from './direct-boards.js';
import type { LeaderboardModule } from './leaderboard.module.js';
import { presentBoard } from './present-board.js';
import { projectScores, type BoardPeople } from './project-scores.js';
import { rankBoard } from './rank-board.js';
import { isOnBoard } from './ranking.js';

export interface LeaderboardDependencies {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly ledger: LedgerModule;
  readonly people: BoardPeople;
  /** The organization of the request context; the organizations module fits. */
  readonly organizations: { today(): Promise<LocalDate> };
  /** False reads every board from the database instead of from memory; the answers are the same. */
  readonly snapshots?: boolean;
  /** True when nobody else writes to the database: changes by others are looked for seldom. */
  readonly singleProcess?: boolean;
}

/** People brought up to date in one transaction of a rebuild. */
const REBUILD_BATCH = 100;

export function createLeaderboard(deps: LeaderboardDependencies): LeaderboardModule {
  const { storage, outbox, clock, ledger, people, organizations } = deps;
  const models = registerBoardModels(storage);
  const source =
    deps.snapshots === false
      ? createDirectBoards(models)
      : createBoardSnapshots(
          models,
          createBoardVersions(models, clock, deps.singleProcess === true ? CHECK_ALONE_EVERY_MS : CHECK_EVERY_MS),
        );

  async function project(personIds: readonly string[]): Promise<number> {
    return storage.run(async () => {
      const changed = await projectScores({ ...models, ledger, people }, personIds);
      if (changed > 0) storage.afterCommit(() => source.changed());
      return changed;
    });
  }

  outbox.subscribe(
    'leaderboard.projector',
    ['points.credited', 'person.edited', 'person.deactivated', 'person.reactivated', 'person.preferences_changed'],
    async (event) => {
      await project([event.type === 'points.credited' ? event.data.personId : event.subject.id]);
    },
  );

  return {
    async page(period, viewer, page) {
      const today = await organizations.today();
      const ranking = await rankBoard({ source, ledger }, period, today, viewer);
      return presentBoard(period, ranking, viewer, page);
    },
    async sums(period) {
      const { scores } = await source.board(period);
      let [regular, bonus] = [0, 0];
      for (const score of scores) [regular, bonus] = [regular + score.regular, bonus + score.bonus];
      return { regular, bonus, combined: regular + bonus };
    },
    async standings(period, { class: of, department, grade, descending = true }, page) {
      const board = await source.board(period);
      const today = await organizations.today();
      const scores = [...board.scores]
        .filter((score) =>
          isOnBoard(score, today, {
            ...(department !== undefined && { department }),
            ...(grade !== undefined && { grade }),
          }),
        )
        .sort((one, other) => (descending ? other[of] - one[of] : one[of] - other[of]));
      const from = offsetOf(page);
      return pageOf(
        scores.slice(from, from + page.size).map(({ personId, regular, bonus }) => ({ personId, regular, bonus })),
        page,
        scores.length,
      );
    },
    async project(personId) {
      await project([personId]);
    },
    async rebuild() {
      let count = 0;
      let corrected = 0;
      for await (const batch of ledger.eachAccount(REBUILD_BATCH)) {
        count += batch.length;
        corrected += await project(batch);
      }
      return { people: count, corrected };
    },
  };
}
