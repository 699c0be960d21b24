import { NOTHING, type UnitPages } from '../../../workspaces/unit-part.js';

/** Figures across the company. */
export const analyticsPart: UnitPages = NOTHING;
