import { paths } from '../../../paths.js';
import type { Route } from '../../../route.js';
import type { WorkspacePage } from '../../../workspaces/workspace.js';
import { pendingTrackerRoute } from './pending-tracker.js';
import { trackedRequestRoutes } from './tracked-request.js';
import { trackerBulkRoutes } from './tracker-bulk.js';
import { trackerExportRoute } from './tracker-export.js';

export const trackerPages: readonly WorkspacePage[] = [
  { label: 'Pending tracker', href: paths.hr.tracker, permission: 'requests:reassign' },
];

export const trackerRoutes: readonly Route[] = [
  pendingTrackerRoute,
  ...trackerBulkRoutes,
  trackerExportRoute,
  ...trackedRequestRoutes,
];
