import { UNITS_WITH_VALIDATORS } from '../../kernel/units.js';
import { unitDashboardRoute } from '../pages/unit/dashboard.js';
import { decisionRoute } from '../pages/unit/decision.js';
import { bulkDecisionRoutes } from '../pages/unit/bulk-decision.js';
import { queueRoute } from '../pages/unit/queue.js';
import { unitRequestRoute } from '../pages/unit/request-detail.js';
import { takeoverRoute } from '../pages/unit/takeover.js';
import { unitPaths } from '../paths.js';
import type { UnitDeclaration } from './unit-declaration.js';
import type { Workspace } from './workspace.js';

/** Makes a unit's workspace from its declaration. The pages are the same for every unit. */
export function unitWorkspace(declaration: UnitDeclaration): Workspace {
  const addresses = unitPaths(declaration.key);
  return {
    key: declaration.key,
    unit: declaration.unit,
    label: declaration.label,
    icon: declaration.icon,
    pages: [
      { label: 'Dashboard', href: addresses.dashboard, permission: 'requests:view' },
      { label: 'Requests', href: addresses.requests, permission: 'requests:view' },
      ...(declaration.extraPages ?? []),
    ],
    routes: [
      unitDashboardRoute(declaration),
      queueRoute(declaration),
      unitRequestRoute(declaration),
      decisionRoute(declaration),
      ...bulkDecisionRoutes(declaration),
      ...(UNITS_WITH_VALIDATORS.includes(declaration.unit) ? [takeoverRoute(declaration)] : []),
      ...(declaration.extraRoutes ?? []),
    ],
  };
}
