import { paths } from '../../../paths.js';
import type { UnitPages } from '../../../workspaces/unit-part.js';
import { configFormRoutes } from './config-form.js';
import { configOverviewRoutes } from './config-overview.js';

/** Targets, milestones, threshold and cap, with their history. */
export const configPart: UnitPages = {
  pages: [{ label: 'Configuration', group: 'Rewards', href: paths.central.config, permission: 'targets:manage' }],
  routes: [...configFormRoutes, ...configOverviewRoutes],
};
