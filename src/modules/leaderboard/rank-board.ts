import type { LocalDate } from '../../kernel/local-date.js';
import type { BoardModels } from './board.model.js';
import { toScore } from './board.model.js';
import { rowsOf } from './board-rows.js';
import type { BoardPeriod } from './board-scope.js';
import type { BoardFilter, BoardScore, BoardViewer } from './board.js';
import { readerOf, type BoardReader, type BoardSource } from './board-reader.js';
import { isOnBoard, rankScores } from './ranking.js';

interface Sources {
  readonly models: BoardModels;
  readonly source: BoardSource;
}

/**
 * Reads the board that a viewer asked for. Boards of everybody, a department or a grade come out of the projection; a team
 * is ranked for the occasion, which costs what the team is large. Whether of all points or of a category, `period` says.
 */
export async function readBoard<T>(
  { models, source }: Sources,
  period: BoardPeriod,
  today: LocalDate,
  { class: of = 'regular', filter = {} }: BoardViewer,
  work: (reader: BoardReader) => Promise<T>,
): Promise<T> {
  const { department, grade, personIds } = filter;
  if (personIds !== undefined) {
    const rows = await rowsOf(models, personIds, period);
    return work(
      rankedReader(
        rows.map((row) => ({ score: toScore(row), points: row[of] })),
        today,
        filter,
      ),
    );
  }
  return source.read({ period, class: of, department, grade }, work);
}

interface ScoredPoints {
  readonly score: BoardScore;
  readonly points: number;
}

function rankedReader(scored: readonly ScoredPoints[], today: LocalDate, filter: BoardFilter): BoardReader {
  const meant = scored.filter(({ score }) => isOnBoard(score, today, filter));
  const points = new Map(meant.map((one) => [one.score.personId, one.points]));
  return readerOf(
    rankScores(
      meant.map(({ score }) => score),
      ({ personId }) => points.get(personId) ?? 0,
    ),
  );
}
