import { NOTHING, type UnitPart } from '../../../workspaces/unit-part.js';

/** Updaters propose points for others; marketing raises for others. */
export const proposalPart: UnitPart = () => NOTHING;
