import { paths } from '../../paths.js';
import type { Route } from '../../route.js';
import type { UnitPages } from '../../workspaces/unit-part.js';
import type { WorkspacePage } from '../../workspaces/workspace.js';
import { leaderboardRoute } from '../leaderboard.js';
import { analyticsPart } from './analytics/analytics-part.js';
import { announcementsPart } from './announcements/announcements-part.js';
import { batchPart } from './batch/batch-part.js';
import { bonusPart } from './bonus/bonus-part.js';
import { configPart } from './config/config-part.js';
import { centralDashboardRoute } from './dashboard.js';
import { centralEmployeeRoute } from './employee.js';
import { exportRoute } from './export.js';
import { exportsPart } from './exports/exports-part.js';
import { centralPeopleExportRoute } from './people-export.js';
import { verificationPart } from './verification/verification-part.js';

/** In the order of navigation. */
const PARTS: readonly UnitPages[] = [
  analyticsPart,
  bonusPart,
  batchPart,
  configPart,
  announcementsPart,
  exportsPart,
  verificationPart,
];

export const centralPages: readonly WorkspacePage[] = [
  { label: 'Dashboard', href: paths.central.dashboard, permission: 'figures:view-all' },
  { label: 'Leaderboard', href: paths.central.leaderboard, permission: 'figures:view-all' },
  ...PARTS.flatMap(({ pages }) => pages),
];

export const centralRoutes: readonly Route[] = [
  centralDashboardRoute,
  centralEmployeeRoute,
  centralPeopleExportRoute,
  leaderboardRoute({ path: paths.central.leaderboard, permission: 'figures:view-all', unit: 'central', viewAll: true }),
  exportRoute,
  ...PARTS.flatMap(({ routes }) => routes),
];
