import { analytics } from './analytics.js';
import { belowQuarterTarget } from './below-target.js';
import { centralDashboard } from './central-dashboard.js';
import { centralEmployee } from './central-employee.js';
import { centralPeopleCsv } from './central-people-csv.js';
import { assignedPending, deliveryDashboard } from './delivery-dashboard.js';
import { employeeDashboard } from './employee-dashboard.js';
import { createOwnFigures } from './create-own-figures.js';
import { employeeSummary } from './employee-summary.js';
import { exportPoints } from './export-points.js';
import { market } from './market.js';
import { ownPeople } from './own-people.js';
import { ownPeopleCsv } from './own-people-csv.js';
import { ownPeopleIds } from './own-people-scope.js';
import { ownPerson } from './own-person.js';
import { personHistory } from './person-history.js';
import type { ReportsDependencies } from './reports-dependencies.js';
import type { ReportsModule } from './reports.module.js';
import { utilizationMonths } from './utilization-months.js';
import { utilizationOfPerson } from './utilization-of-person.js';
import { unitDashboard } from './unit-dashboard.js';

export function createReports(deps: ReportsDependencies): ReportsModule {
  return {
    employeeSummary: (actor, period) => employeeSummary(deps, actor, period),
    employeeDashboard: (actor) => employeeDashboard(deps, actor),
    history: (actor, filter, page, order) => personHistory(deps, actor, filter, page, order),
    ...createOwnFigures(deps),
    centralDashboard: (actor, filter, page) => centralDashboard(deps, actor, filter, page),
    centralPeopleCsv: (actor, filter, wish) => centralPeopleCsv(deps, actor, filter, wish),
    centralEmployee: (actor, personId, wish, page) => centralEmployee(deps, actor, personId, wish, page),
    ownPeople: (actor, unit, scope, filter, page) => ownPeople(deps, actor, unit, scope, filter, page),
    ownPeopleIds: (actor, unit, scope) => ownPeopleIds(deps, actor, unit, scope),
    ownPerson: (actor, unit, scope, personId, page) => ownPerson(deps, actor, unit, scope, personId, page),
    ownPeopleCsv: (actor, unit, scope, filter) => ownPeopleCsv(deps, actor, unit, scope, filter),
    deliveryDashboard: (actor) => deliveryDashboard(deps, actor),
    assignedPending: (actor, filter, page) => assignedPending(deps, actor, filter, page),
    unitDashboard: (actor, unit, wish) => unitDashboard(deps, actor, unit, wish),
    analytics: (actor, unit, scope, filter) => analytics(deps, actor, unit, scope, filter),
    belowQuarterTarget: (people) => belowQuarterTarget(deps, people),
    market: (actor, unit, filter, page) => market(deps, actor, unit, filter, page),
    utilizationMonths: (actor, unit, filter, page) => utilizationMonths(deps, actor, unit, filter, page),
    utilizationOfPerson: (actor, unit, personId, year) => utilizationOfPerson(deps, actor, unit, personId, year),
    exportPoints: (actor, request, at) => exportPoints(deps, actor, request, at),
  };
}
