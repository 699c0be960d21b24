import type { Points } from '../../kernel/points.js';
import type { BoardClass } from './board.js';
import type { BoardPeriod, BoardScope } from './board-scope.js';

export interface BoardPoints {
  readonly regular: Points;
  readonly bonus: Points;
}

/** What a list of places says of all who stand in it. */
export interface ListCount {
  readonly people: number;
  readonly participants: number;
  readonly sum: Points;
}

interface OfList {
  /** Null: the list is about many. */
  readonly personId: null;
  readonly period: BoardPeriod;
  readonly class: BoardClass;
  readonly scope: BoardScope;
}

/** Something about boards that is not as totals and people say. */
export type BoardDifference =
  /**
   * The person's row says something else than totals and record; undefined means there is none. Where the points are the
   * same, `fields` names what is not.
   */
  | {
      readonly type: 'score.wrong';
      readonly personId: string;
      readonly period: BoardPeriod;
      readonly fields: readonly string[];
      readonly stored: BoardPoints | undefined;
      readonly computed: BoardPoints;
    }
  /** The sum of everybody in a period is not that of the rows. */
  | {
      readonly type: 'sum.wrong';
      readonly personId: null;
      readonly period: BoardPeriod;
      readonly stored: BoardPoints;
      readonly computed: BoardPoints;
    }
  /** The counts that ranks come from are not those of the rows. */
  | (OfList & { readonly type: 'tally.wrong'; readonly storedList: ListCount; readonly computedList: ListCount })
  /** A list in Redis does not say what the rows say. */
  | (OfList & { readonly type: 'set.wrong'; readonly storedList: ListCount; readonly computedList: ListCount });
