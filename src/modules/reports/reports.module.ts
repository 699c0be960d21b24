import type { Actor, PersonActor } from '../../kernel/actor.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { PageRequest } from '../../kernel/paging.js';
import type { PeriodKey } from '../../kernel/period.js';
import type { Unit } from '../../kernel/units.js';
import type { Analytics, AnalyticsFilter, AnalyticsScope } from './analytics-figures.js';
import type { CentralDashboard, CentralEmployee, CentralFilter } from './central-figures.js';
import type { EmployeeDashboard, EmployeeSummary } from './employee-figures.js';
import type { History, HistoryFilter } from './history.js';
import type { Market, MarketFilter } from './market-figures.js';
import type { UnitDashboard, UnitDashboardWish } from './unit-figures.js';
import type { OwnPeopleReports } from './own-people.module.js';
import type { UtilizationReports } from './utilization-figures.js';

/** Dates are effective dates, both inclusive. */
export interface ExportRequest {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly filters?: {
    readonly department?: string;
    readonly grade?: string;
    readonly location?: string;
    readonly categoryCode?: string;
    readonly unit?: string;
  };
}

/** Every figure that screens and exports show is computed here, from the ledger's totals and entries. */
export interface ReportsModule extends OwnPeopleReports, UtilizationReports {
  /** The actor's own points of a period (all time unless said), and today's quarter and year. */
  employeeSummary(actor: PersonActor, period?: PeriodKey): Promise<EmployeeSummary>;
  employeeDashboard(actor: PersonActor): Promise<EmployeeDashboard>;
  /** The actor's own entries and what became of the own requests. */
  history(actor: PersonActor, filter: HistoryFilter, page: PageRequest): Promise<History>;
  /** @throws Forbidden without `figures:view-all` */
  centralDashboard(actor: Actor, filter: CentralFilter, page: PageRequest): Promise<CentralDashboard>;
  /** @throws Forbidden, NotFound */
  centralEmployee(actor: Actor, personId: string): Promise<CentralEmployee>;
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
  /**
   * People and regular points of a unit by location; the page is that of the people of one location.
   * @throws Forbidden without `requests:view` in the unit; NotFound for an unknown location
   */
  market(actor: PersonActor, unit: Unit, filter: MarketFilter, page: PageRequest): Promise<Market>;
  /**
   * Points as CSV: one line per entry, streamed. Checks at once; who took how much is recorded after the last line.
   * @throws Forbidden without `exports:take`, InvalidInput when `from` is after `to`
   */
  exportPoints(actor: Actor, request: ExportRequest): AsyncIterable<string>;
}
