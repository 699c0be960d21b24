import type { Actor, PersonActor } from '../../kernel/actor.js';
import type { PageRequest } from '../../kernel/paging.js';
import type { PeriodKey } from '../../kernel/period.js';
import type { Unit } from '../../kernel/units.js';
import type { Analytics, AnalyticsFilter, AnalyticsScope } from './analytics-figures.js';
import type { GradedPerson } from './below-target.js';
import type { CentralEmployee, CentralEmployeeWish } from './central-employee-figures.js';
import type { CentralDashboard, CentralFilter } from './central-figures.js';
import type { CentralCsvWish } from './central-people-csv.js';
import type { EmployeeDashboard, EmployeeSummary } from './employee-figures.js';
import type { History, HistoryFilter, HistoryOrder } from './history.js';
import type { ExportRequest, PointsFile } from './export-figures.js';
import type { Market, MarketFilter } from './market-figures.js';
import type { UnitDashboard, UnitDashboardWish } from './unit-figures.js';
import type { OwnFiguresReports } from './own-figures.module.js';
import type { OwnPeopleReports } from './own-people.module.js';
import type { UtilizationReports } from './utilization-figures.js';

/** Every figure that screens and exports show is computed here, from the ledger's totals and entries. */
export interface ReportsModule extends OwnFiguresReports, OwnPeopleReports, UtilizationReports {
  /** The actor's own points of a period (all time unless said), and today's quarter and year. */
  employeeSummary(actor: PersonActor, period?: PeriodKey): Promise<EmployeeSummary>;
  employeeDashboard(actor: PersonActor): Promise<EmployeeDashboard>;
  /** The actor's own entries and what became of the own requests. */
  history(actor: PersonActor, filter: HistoryFilter, page: PageRequest, order?: HistoryOrder): Promise<History>;
  /** @throws Forbidden without `figures:view-all`; InvalidInput at `from` for days that are no range */
  centralDashboard(actor: Actor, filter: CentralFilter, page: PageRequest): Promise<CentralDashboard>;
  /**
   * Everybody of central's table as CSV, with the columns and in the order shown, streamed; who took how much is recorded
   * after the last line. @throws Forbidden without `exports:take`; InvalidInput at `from`
   */
  centralPeopleCsv(actor: PersonActor, filter: CentralFilter, wish: CentralCsvWish): Promise<AsyncIterable<string>>;
  /** One person in a fiscal year; the page is that of the entries. @throws Forbidden, NotFound */
  centralEmployee(
    actor: PersonActor,
    personId: string,
    wish?: CentralEmployeeWish,
    page?: PageRequest,
  ): Promise<CentralEmployee>;
  /**
   * How a unit stands: what waits, what was decided in a quarter or fiscal year, points. Counts are those of the queue.
   * @throws Forbidden without `requests:view` in the unit
   */
  unitDashboard(actor: PersonActor, unit: Unit, wish: UnitDashboardWish): Promise<UnitDashboard>;
  /**
   * Regular points of a period or of days across people, departments, categories and units.
   * @throws Forbidden without `analytics:view` in the unit; InvalidInput at `from`
   */
  analytics(actor: PersonActor, unit: Unit, scope: AnalyticsScope, filter: AnalyticsFilter): Promise<Analytics>;
  /** Which of these people have fewer regular points in today's quarter than the target of their grade. */
  belowQuarterTarget(people: readonly GradedPerson[]): Promise<ReadonlySet<string>>;
  /**
   * People and regular points of a unit by location; the page is that of the people of one location.
   * @throws Forbidden without `requests:view` in the unit; NotFound for an unknown location
   */
  market(actor: PersonActor, unit: Unit, filter: MarketFilter, page: PageRequest): Promise<Market>;
  /**
   * A file of points: a line per entry, or a workbook with sheets of people, entries, categories and utilization. Checks at
   * once; what becomes of the file, and its record, is the caller's. `at` is when it is asked for.
   * @throws Forbidden without `exports:take`; InvalidInput at `from` and `filters.<name>`
   */
  exportPoints(actor: Actor, request: ExportRequest, at: Date): Promise<PointsFile>;
}
