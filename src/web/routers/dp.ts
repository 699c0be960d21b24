import { deliveryDashboardRoute } from '../pages/dp/dashboard.js';
import { assignedPendingRoute } from '../pages/dp/pending.js';
import { paths } from '../paths.js';
import { unitWorkspace } from '../workspaces/unit-workspace.js';
import type { Workspace } from '../workspaces/workspace.js';

const { dashboard, pending } = paths.unit('dp');

const shared = unitWorkspace({
  key: 'dp',
  unit: 'dp',
  label: 'Delivery partner',
  icon: 'binoculars',
  purpose: 'Looks after people and decides nothing.',
  people: 'assigned',
  analytics: 'assigned',
});

/** Delivery partners look and decide nothing, so their dashboard is another one than that of units that do. */
export const dp: Workspace = {
  ...shared,
  pages: [
    { label: 'Dashboard', href: dashboard, permission: 'workspace:view' },
    { label: 'Pending items', href: pending, permission: 'workspace:view' },
    ...shared.pages,
  ],
  routes: [deliveryDashboardRoute, assignedPendingRoute, ...shared.routes],
};
