import { centralDashboard } from './central-dashboard.js';
import { centralEmployee } from './central-employee.js';
import { employeeDashboard } from './employee-dashboard.js';
import { employeeSummary } from './employee-summary.js';
import { exportPoints } from './export-points.js';
import { personHistory } from './person-history.js';
import type { ReportsDependencies } from './reports-dependencies.js';
import type { ReportsModule } from './reports.module.js';

export function createReports(deps: ReportsDependencies): ReportsModule {
  return {
    employeeSummary: (actor, period) => employeeSummary(deps, actor, period),
    employeeDashboard: (actor) => employeeDashboard(deps, actor),
    history: (actor, filter, page) => personHistory(deps, actor, filter, page),
    centralDashboard: (actor, filter, page) => centralDashboard(deps, actor, filter, page),
    centralEmployee: (actor, personId) => centralEmployee(deps, actor, personId),
    exportPoints: (actor, request) => exportPoints(deps, actor, request),
  };
}
