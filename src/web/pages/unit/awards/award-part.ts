import { NOTHING, type UnitPart } from '../../../workspaces/unit-part.js';
import { unitPaths } from '../../../paths.js';
import { awardFormRoute } from './award-form.js';
import { awardRoute, awardPreviewRoute } from './grant-award.js';

/** Points granted without a request to decide. */
export const awardPart: UnitPart = (unit) => {
  if (unit.awards === undefined) return NOTHING;
  const { label = 'Award points' } = unit.awards;
  return {
    pages: [{ label, href: unitPaths(unit.key).awards, permission: 'awards:grant' }],
    routes: [awardFormRoute(unit), awardPreviewRoute(unit), awardRoute(unit)],
  };
};
