import { paths } from '../../paths.js';
import type { Route } from '../../route.js';
import type { WorkspacePage } from '../../workspaces/workspace.js';
import { leaderboardRoute } from '../leaderboard.js';
import { centralDashboardRoute } from './dashboard.js';
import { centralEmployeeRoute } from './employee.js';
import { exportRoute } from './export.js';

export const centralPages: readonly WorkspacePage[] = [
  { label: 'Dashboard', href: paths.central.dashboard, permission: 'figures:view-all' },
  { label: 'Leaderboard', href: paths.central.leaderboard, permission: 'figures:view-all' },
];

export const centralRoutes: readonly Route[] = [
  centralDashboardRoute,
  centralEmployeeRoute,
  leaderboardRoute({ path: paths.central.leaderboard, permission: 'figures:view-all', unit: 'central', viewAll: true }),
  exportRoute,
];
