import { unitPaths } from '../../../paths.js';
import type { UnitPart } from '../../../workspaces/unit-part.js';
import { analyticsRoute } from './analytics.js';
import { marketRoute } from './market.js';

/** Analytics and the market view. */
export const figuresPart: UnitPart = (unit) => {
  const { analytics, market } = unitPaths(unit.key);
  const withAnalytics = unit.analytics !== undefined;
  const withMarket = unit.market === true;
  return {
    pages: [
      ...(withAnalytics ? [{ label: 'Analytics', href: analytics, permission: 'analytics:view' as const }] : []),
      ...(withMarket ? [{ label: 'Market', href: market, permission: 'requests:view' as const }] : []),
    ],
    routes: [
      ...(unit.analytics === undefined
        ? []
        : [analyticsRoute({ key: unit.key, unit: unit.unit, scope: unit.analytics })]),
      ...(withMarket ? [marketRoute(unit)] : []),
    ],
  };
};
