import type { Page, PageRequest } from '../../kernel/paging.js';
import type { PeriodKey } from '../../kernel/period.js';
import type { Totals } from '../ledger/index.js';
import type { BoardDifference } from './board-difference.js';
import type { BoardPage, BoardViewer, Standing, StandingsWish } from './board.js';

/** Who has how many points in a period. A projection of the ledger's totals and sums by category; always the absolute score. */
export interface LeaderboardModule {
  /** `page` counts where the viewer may page through all; others always get the top 5 and two neighbours each side. */
  page(period: PeriodKey, viewer: BoardViewer, page?: PageRequest): Promise<BoardPage>;
  /** What everybody together has in a period, people who have left included. */
  sums(period: PeriodKey): Promise<Totals>;
  /** Active people in the order of their points of one class, those without points last. */
  standings(period: PeriodKey, wish: StandingsWish, page: PageRequest): Promise<Page<Standing>>;
  /** Brings the boards of one person up to date with the totals and the person's record. */
  project(personId: string): Promise<void>;
  /**
   * Every difference between boards and the totals, sums by category and people they are made of. Works beside credits; what
   * has been credited this moment and is on its way to the boards is waited for a few seconds. Boards that an earlier
   * version of the program wrote show nothing to anybody until they are made anew, so nothing is said of them. Calls
   * `step` before each step; what it throws ends the work.
   */
  verify(step?: () => void): AsyncIterable<BoardDifference>;
  /**
   * Makes boards anew that an earlier version of the program wrote, as whoever looks first does; costs one look where
   * there are none.
   */
  renew(stopping?: AbortSignal): Promise<void>;
  /**
   * Makes all boards anew while people go on; says how many people were looked at and how many scores, sums and counts
   * were wrong or not yet there.
   */
  rebuild(): Promise<{ people: number; corrected: number }>;
}
