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
export type { ExportRequest, ReportsModule } from './reports.module.js';
export type { ReportsDependencies } from './reports-dependencies.js';
export { createReports } from './create-reports.js';
export { csvCell } from './csv-cell.js';
