import type { Page, PageRequest } from '../../kernel/paging.js';
import type { PeriodKey } from '../../kernel/period.js';
import type { Totals } from '../ledger/index.js';
import type { BoardPage, BoardViewer, Standing, StandingsWish } from './board.js';

/** Who has how many points in a period. A projection of the ledger's totals; always the absolute score. */
export interface LeaderboardModule {
  /** `page` counts where the viewer may page through all; others always get the top 5 and two neighbours each side. */
  page(period: PeriodKey, viewer: BoardViewer, page?: PageRequest): Promise<BoardPage>;
  /** What everybody together has in a period, people who have left included. */
  sums(period: PeriodKey): Promise<Totals>;
  /** Active people in the order of their points of one class, those without points last. */
  standings(period: PeriodKey, wish: StandingsWish, page: PageRequest): Promise<Page<Standing>>;
  /** Brings the boards of one person up to date with the totals and the person's record. */
  project(personId: string): Promise<void>;
  /** Brings all boards up to date; says how many people were looked at and how many scores were wrong. */
  rebuild(): Promise<{ people: number; corrected: number }>;
}
