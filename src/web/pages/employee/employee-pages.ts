import { paths } from '../../paths.js';
import type { Route } from '../../route.js';
import type { WorkspacePage } from '../../workspaces/workspace.js';
import { ownAbsenceRoutes } from '../absence/absence-routes.js';
import { leaderboardRoute } from '../leaderboard.js';
import { dashboardRoute } from './dashboard.js';
import { historyExportRoute, historyRoute } from './history.js';
import { liveRoute } from './live.js';
import { messagePreferenceRoutes } from './message-preferences.js';
import { notificationRoutes } from './notifications.js';
import { ownEntryRoute } from './own-entry.js';
import { ownRequestRoutes } from './own-requests.js';
import { ownUtilizationRoute } from './own-utilization.js';
import { personalDataRoutes } from './personal-data.js';
import { pointsSummaryRoute } from './points-summary.js';
import { profileRoutes } from './profile.js';
import { raiseRequestRoutes } from './raise-request.js';
import { statementRoute } from './statement.js';

export const employeePages: readonly WorkspacePage[] = [
  { label: 'Dashboard', href: paths.employee.dashboard, permission: 'signed-in' },
  { label: 'Raise a request', href: paths.employee.raiseRequest, permission: 'signed-in' },
  { label: 'Requests', href: paths.employee.requests, permission: 'signed-in' },
  { label: 'History', href: paths.employee.history, permission: 'signed-in' },
  { label: 'Points summary', href: paths.employee.pointsSummary, permission: 'signed-in' },
  { label: 'Utilization', href: paths.employee.utilization, permission: 'signed-in' },
  { label: 'Statement', href: paths.employee.statement, permission: 'signed-in' },
  { label: 'Leaderboard', href: paths.employee.leaderboard, permission: 'signed-in' },
  { label: 'Absence', href: paths.employee.absence, permission: 'signed-in', feature: 'absence' },
];

export const employeeRoutes: readonly Route[] = [
  dashboardRoute,
  ...raiseRequestRoutes,
  ...ownRequestRoutes,
  historyRoute,
  historyExportRoute,
  ownEntryRoute,
  pointsSummaryRoute,
  ownUtilizationRoute,
  statementRoute,
  leaderboardRoute({ path: paths.employee.leaderboard, permission: 'signed-in', viewAll: false }),
  ...notificationRoutes,
  ...profileRoutes,
  ...messagePreferenceRoutes,
  ...personalDataRoutes,
  liveRoute,
  ...ownAbsenceRoutes,
];
