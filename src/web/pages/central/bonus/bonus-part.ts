import { paths } from '../../../paths.js';
import type { UnitPages } from '../../../workspaces/unit-part.js';
import { bonusAnalysisRoutes } from './bonus-analysis.js';
import { bonusAwardRoute, bonusPreviewRoute } from './bonus-award.js';
import { bonusOverviewRoute } from './bonus-overview.js';
import { permission } from './bonus-quarter.js';
import { bonusReversalRoutes } from './bonus-reversal.js';
import { bonusRunRoutes } from './bonus-run.js';

/** Who gets the bonus of a quarter, and giving it. */
export const bonusPart: UnitPages = {
  pages: [{ label: 'Bonus', group: 'Rewards', href: paths.central.bonus, permission }],
  routes: [
    bonusOverviewRoute,
    bonusPreviewRoute,
    bonusAwardRoute,
    ...bonusAnalysisRoutes,
    ...bonusRunRoutes,
    ...bonusReversalRoutes,
  ],
};
