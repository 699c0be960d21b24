import { NOTHING, type UnitPart } from '../../../workspaces/unit-part.js';
import { unitPaths } from '../../../paths.js';
import { percentageRoutes } from './change-percentage.js';
import { personMonthsRoute } from './person-months.js';
import { proposePercentageRoutes } from './propose-percentage.js';
import { utilizationMonthsRoute } from './utilization-months.js';

/** Billable percentages of people by month. */
export const utilizationPart: UnitPart = (unit) => {
  if (unit.utilization === undefined) return NOTHING;
  return {
    pages: [{ label: 'Utilization', href: unitPaths(unit.key).utilization, permission: 'requests:view' }],
    routes: [
      utilizationMonthsRoute(unit),
      ...proposePercentageRoutes(unit),
      personMonthsRoute(unit),
      ...percentageRoutes(unit),
    ],
  };
};
