import type { LocalDate } from '../../kernel/local-date.js';
import type { PeriodKey } from '../../kernel/period.js';
import type { BoardClass, BoardFilter, BoardScore } from './board.js';
import { isOnBoard, rankScores, type Ranking } from './ranking.js';

/** The scores of one period of the organization at hand. */
export interface Board {
  readonly scores: Iterable<BoardScore>;
  /** Those of a team; costs as much as the team is large. */
  scoresOf(personIds: readonly string[]): readonly BoardScore[];
  /** Everybody on the board today, filtered by department and grade. */
  ranking(of: BoardClass, today: LocalDate, filter: BoardFilter): Ranking;
}

/** Where boards come from; both ways give the same answers. */
export interface BoardSource {
  board(period: PeriodKey): Promise<Board>;
  /** Scores of the organization at hand were written by this process. */
  changed(): void;
}

export function rank(scores: Iterable<BoardScore>, of: BoardClass, today: LocalDate, filter: BoardFilter): Ranking {
  return rankScores(
    [...scores].filter((score) => isOnBoard(score, today, filter)),
    (score) => score[of],
  );
}
