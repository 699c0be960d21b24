import type { LocalDate } from '../../kernel/local-date.js';
import type { PeriodKey } from '../../kernel/period.js';
import type { LedgerModule } from '../ledger/index.js';
import type { BoardSource } from './board-source.js';
import type { BoardViewer } from './board.js';
import { isOnBoard, rankScores, type Ranking } from './ranking.js';

/**
 * The ranking that a viewer asked for. Plain boards and those of a department or grade are kept ranked; a team or a
 * category is ranked for the occasion, the points of a category coming straight from the entries.
 */
export async function rankBoard(
  { source, ledger }: { readonly source: BoardSource; readonly ledger: Pick<LedgerModule, 'sumByPerson'> },
  period: PeriodKey,
  today: LocalDate,
  { class: of = 'regular', filter = {} }: BoardViewer,
): Promise<Ranking> {
  const board = await source.board(period);
  const { personIds, categoryCode } = filter;
  if (personIds === undefined && categoryCode === undefined) return board.ranking(of, today, filter);
  const points =
    categoryCode === undefined
      ? undefined
      : await ledger.sumByPerson({ period, categoryCode, ...(personIds !== undefined && { personIds }) }, of);
  const meant = personIds === undefined ? [...board.scores] : board.scoresOf(personIds);
  const scores = meant.filter((score) => isOnBoard(score, today, filter));
  return rankScores(scores, (score) => (points === undefined ? score[of] : (points.get(score.personId) ?? 0)));
}
