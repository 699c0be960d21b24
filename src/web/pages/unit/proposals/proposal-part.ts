import { NOTHING, type UnitPages, type UnitPart } from '../../../workspaces/unit-part.js';
import { onBehalfDesk, proposalDesk, type ClaimDesk } from './claim-desk.js';
import { claimRoutes } from './claim-routes.js';
import { madeRoutes } from './made-routes.js';
import { revisionRoute } from './revision-route.js';

/** Updaters propose points for others; marketing raises for others. */
export const proposalPart: UnitPart = (unit) => {
  if (unit.proposals !== undefined) {
    const desk = proposalDesk(unit, unit.proposals.period);
    return pagesOf(desk, 'Propose', [revisionRoute(desk, unit)]);
  }
  return unit.onBehalf === true ? pagesOf(onBehalfDesk(unit), 'Raise for others') : NOTHING;
};

function pagesOf(desk: ClaimDesk, label: string, further: UnitPages['routes'] = []): UnitPages {
  const { permission, addresses } = desk;
  return {
    pages: [{ label, href: addresses.form, permission, within: addresses.list }],
    routes: [...claimRoutes(desk), ...madeRoutes(desk), ...further],
  };
}
