import { toScore, type BoardModels, type BoardRecord } from './board.model.js';
import { rank, type BoardSource } from './board-source.js';

/** Reads every board anew. Slow and obviously right: what the snapshots are compared with. */
export function createDirectBoards({ boards }: BoardModels): BoardSource {
  return {
    async board(period) {
      const records = await boards.find({ period }).lean<BoardRecord[]>();
      const scores = records.map(toScore);
      const scoresOf = (ids: readonly string[]) => scores.filter(({ personId }) => ids.includes(personId));
      return { scores, scoresOf, ranking: (of, today, filter) => rank(scores, of, today, filter) };
    },
    changed() {
      // Nothing is kept.
    },
  };
}
