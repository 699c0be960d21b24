import type { LocalDate } from '../../kernel/local-date.js';
import type { PeriodKey } from '../../kernel/period.js';
import type { BoardModels } from './board.model.js';
import { toScore } from './board.model.js';
import { rowsOf } from './board-rows.js';
import type { BoardFilter, BoardScore, BoardViewer } from './board.js';
import { readerOf, type BoardReader, type BoardSource } from './board-reader.js';
import type { CategoryBoards } from './category-boards.js';
import { isOnBoard, rankScores } from './ranking.js';

interface Sources {
  readonly models: BoardModels;
  readonly source: BoardSource;
  readonly categories: CategoryBoards;
}

/**
 * Reads the board that a viewer asked for. Plain boards and those of a department or grade come out of the projection. A
 * team is ranked for the occasion, which costs what the team is large; so is a category, out of its entries.
 */
export async function readBoard<T>(
  { models, source, categories }: Sources,
  period: PeriodKey,
  today: LocalDate,
  { class: of = 'regular', filter = {} }: BoardViewer,
  work: (reader: BoardReader) => Promise<T>,
): Promise<T> {
  const { department, grade, categoryCode, personIds } = filter;
  if (categoryCode !== undefined) {
    const scores = await categories.scores(period, categoryCode, of);
    return work(rankedReader(scores, today, filter));
  }
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

export interface ScoredPoints {
  readonly score: BoardScore;
  readonly points: number;
}

function rankedReader(scored: readonly ScoredPoints[], today: LocalDate, filter: BoardFilter): BoardReader {
  const team = filter.personIds === undefined ? undefined : new Set(filter.personIds);
  const meant = scored.filter(
    ({ score }) => isOnBoard(score, today, filter) && (team === undefined || team.has(score.personId)),
  );
  const points = new Map(meant.map((one) => [one.score.personId, one.points]));
  return readerOf(
    rankScores(
      meant.map(({ score }) => score),
      ({ personId }) => points.get(personId) ?? 0,
    ),
  );
}
