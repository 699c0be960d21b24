import { paths } from '../../../paths.js';
import type { UnitPages } from '../../../workspaces/unit-part.js';
import { analyticsRoute } from '../../unit/figures/analytics.js';

/** Figures across the company. */
export const analyticsPart: UnitPages = {
  pages: [{ label: 'Analytics', href: paths.central.analytics, permission: 'analytics:view' }],
  routes: [analyticsRoute({ key: 'central', unit: 'central', scope: 'company' })],
};
