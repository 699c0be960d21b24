import type { LocalDate } from '../../kernel/local-date.js';
import type { Points } from '../../kernel/points.js';
import type { BoardFilter, BoardScore } from './board.js';

export interface Place {
  readonly rank: number;
  readonly personId: string;
  readonly name: string;
  readonly optedOut: boolean;
  readonly points: Points;
}

/** Everybody with points, best first. */
export interface Ranking {
  readonly places: readonly Place[];
  readonly indexOf: ReadonlyMap<string, number>;
  readonly sum: Points;
}

/** Deactivated people, also by an exit date that has passed, are on no board. */
export function isOnBoard(score: BoardScore, today: LocalDate, filter: BoardFilter = {}): boolean {
  if (!score.active || (score.exitDate !== null && score.exitDate < today)) return false;
  if (filter.department !== undefined && score.department !== filter.department) return false;
  return filter.grade === undefined || score.grade === filter.grade;
}

/**
 * Equal points share a rank and the next rank skips: 900, 900, 500 are ranks 1, 1, 3. People without points have none.
 * Within a rank the order is that of the ids, which tells nothing about people who opted out.
 */
export function rankScores(scores: Iterable<BoardScore>, pointsOf: (score: BoardScore) => Points): Ranking {
  const scored: { score: BoardScore; points: Points }[] = [];
  for (const score of scores) {
    const points = pointsOf(score);
    if (points > 0) scored.push({ score, points });
  }
  scored.sort((one, other) => other.points - one.points || (one.score.personId < other.score.personId ? -1 : 1));
  let sum = 0;
  let rank = 0;
  const places = scored.map(({ score: { personId, name, optedOut }, points }, index): Place => {
    if (points !== scored[index - 1]?.points) rank = index + 1;
    sum += points;
    return { rank, personId, name, optedOut, points };
  });
  return {
    places,
    indexOf: new Map(places.map(({ personId }, index) => [personId, index])),
    sum,
  };
}

/** Two decimals; 0 where there is nobody. */
export function averageOf(sum: Points, participants: number): number {
  return participants === 0 ? 0 : Math.round((sum * 100) / participants) / 100;
}

/** (n - rank + 1) / n x 100, one decimal: the share of people with points who are not ahead. */
export function percentileOf(rank: number, participants: number): number {
  return Math.round(((participants - rank + 1) * 1000) / participants) / 10;
}
