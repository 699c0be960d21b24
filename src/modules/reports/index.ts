export {
  CENTRAL_SORTS,
  type CentralDashboard,
  type CentralFilter,
  type CentralKpis,
  type CentralRange,
  type CentralRow,
  type CentralSort,
} from './central-figures.js';
export type {
  CentralEmployee,
  CentralEmployeeWish,
  CentralEntry,
  CentralQuarter,
} from './central-employee-figures.js';
export type {
  CategoryFigure,
  EmployeeDashboard,
  EmployeeSummary,
  PendingItem,
  PeriodFigures,
  RecentEntry,
  TargetProgress,
} from './employee-figures.js';
export {
  HISTORY_STATUSES,
  type History,
  type HistoryFilter,
  type HistoryItem,
  type HistoryOrder,
  type HistoryStatus,
} from './history.js';
export type {
  BonusBasis,
  ExplainedEntry,
  OwnUtilization,
  OwnUtilizationQuarter,
  QuarterStanding,
  Statement,
  StatementEntry,
  YearStanding,
} from './own-figures.js';
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
export {
  EXPORT_FILTERS,
  EXPORT_FORMATS,
  type ExportFilters,
  type ExportFormat,
  type ExportRequest,
  type PointsFile,
} from './export-figures.js';
export type { ReportsModule } from './reports.module.js';
export type { ReportsDependencies } from './reports-dependencies.js';
export { createReports } from './create-reports.js';
export { csvCell } from './csv-cell.js';
