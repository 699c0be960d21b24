import { UNITS_WITH_VALIDATORS } from '../../../kernel/units.js';
import { unitPaths } from '../../paths.js';
import { NOTHING, type UnitPart } from '../../workspaces/unit-part.js';
import { bulkDecisionRoutes } from './bulk-decision.js';
import { bulkOutcomeRoute } from './bulk-outcome.js';
import { bulkPreviewRoute } from './bulk-preview.js';
import { unitDashboardRoute } from './dashboard.js';
import { decisionRoute } from './decision.js';
import { queueExportRoute } from './queue-export.js';
import { queueRoute } from './queue.js';
import { unitRequestRoute } from './request-detail.js';
import { takeoverRoute } from './takeover.js';

/** How a unit stands and what waits for it, to be looked at and decided. */
export const queuePart: UnitPart = (unit) => {
  if (unit.scope === undefined) return NOTHING;
  const addresses = unitPaths(unit.key);
  const { requests, bulkPreview, bulkApprove, bulkReject, bulkOutcomes } = addresses;
  return {
    pages: [
      { label: 'Dashboard', href: addresses.dashboard, permission: 'requests:view' },
      {
        label: 'Requests',
        href: requests,
        permission: 'requests:view',
        within: [requests, bulkPreview, bulkApprove, bulkReject, bulkOutcomes],
      },
    ],
    routes: [
      unitDashboardRoute(unit),
      queueRoute(unit),
      queueExportRoute(unit),
      unitRequestRoute(unit),
      decisionRoute(unit),
      bulkPreviewRoute(unit),
      ...bulkDecisionRoutes(unit),
      bulkOutcomeRoute(unit),
      ...(UNITS_WITH_VALIDATORS.includes(unit.unit) ? [takeoverRoute(unit)] : []),
    ],
  };
};
