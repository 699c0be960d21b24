import type { PersonActor } from '../../kernel/actor.js';
import type { HistoryFilter, HistoryOrder } from './history.js';
import type { ExplainedEntry, OwnUtilization, Statement, YearStanding } from './own-figures.js';

/** What everybody sees of the own points beside dashboard, summary and history. */
export interface OwnFiguresReports {
  /** The own history of a filter as CSV, in its order; who took how much is recorded after the last line. */
  historyCsv(actor: PersonActor, filter: HistoryFilter, order?: HistoryOrder): AsyncIterable<string>;
  /** Every fiscal year with points, and the present one, with its quarters and targets; newest first. */
  ownYears(actor: PersonActor): Promise<YearStanding[]>;
  /** Why these points. @throws NotFound for entries of others */
  explainEntry(actor: PersonActor, entryId: string): Promise<ExplainedEntry>;
  /** Months of a fiscal year, the present one unless said. @throws InvalidInput at `year` for one that has not begun */
  ownUtilization(actor: PersonActor, year?: number): Promise<OwnUtilization>;
  /** A fiscal year with every entry, the present one unless said. @throws InvalidInput at `year` */
  statement(actor: PersonActor, year?: number): Promise<Statement>;
}
