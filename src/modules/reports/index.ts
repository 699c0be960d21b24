export {
  CENTRAL_SORTS,
  type CentralDashboard,
  type CentralEmployee,
  type CentralFilter,
  type CentralKpis,
  type CentralQuarter,
  type CentralRow,
  type CentralSort,
} from './central-figures.js';
export type {
  CategoryFigure,
  EmployeeDashboard,
  EmployeeSummary,
  PendingItem,
  PeriodFigures,
  RecentEntry,
  TargetProgress,
} from './employee-figures.js';
export { HISTORY_STATUSES, type History, type HistoryFilter, type HistoryItem, type HistoryStatus } from './history.js';
export type { Analytics, AnalyticsFilter, AnalyticsScope, AnalyticsUnit, GroupFigures } from './analytics-figures.js';
export type { Market, MarketFilter, MarketLocation, MarketPerson } from './market-figures.js';
export type { UnitDashboard, UnitDashboardWish, UnitSum } from './unit-figures.js';
export type {
  MonthState,
  PersonMonths,
  UtilizationFilter,
  UtilizationMonth,
  UtilizationMonths,
  UtilizationRow,
} from './utilization-figures.js';
export type { DeliveryDashboard } from './delivery-dashboard.js';
export {
  OWN_PEOPLE_SORTS,
  type OwnPeople,
  type OwnPeopleFilter,
  type OwnPeopleSort,
  type OwnPerson,
  type OwnPersonRow,
  type PeopleScope,
} from './own-people-figures.js';
export type { ExportRequest, ReportsModule } from './reports.module.js';
export type { ReportsDependencies } from './reports-dependencies.js';
export { createReports } from './create-reports.js';
export { csvCell } from './csv-cell.js';
