import { NOTHING, type UnitPart } from '../../../workspaces/unit-part.js';

/** Analytics and the market view. */
export const figuresPart: UnitPart = () => NOTHING;
