export type {
  BoardClass,
  BoardFilter,
  BoardPage,
  BoardRow,
  BoardScore,
  BoardViewer,
  OwnPlace,
  Standing,
  StandingsWish,
} from './board.js';
export type { BoardDifference } from './board-difference.js';
export { describeBoardDifference } from './describe-board-difference.js';
export type { LeaderboardModule } from './leaderboard.module.js';
export { createLeaderboard, type LeaderboardDependencies } from './create-leaderboard.js';
export type { BoardPeople, BoardPerson } from './board-people.js';
export { presentBoard } from './present-board.js';
export { readerOf, type BoardReader } from './board-reader.js';
export { rankScores } from './ranking.js';
export { boardRowOf } from './project-scores.js';
export { BOARD_JOB, renewBoardsEverywhere } from './renew-everywhere.js';
