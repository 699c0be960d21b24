import { NOTHING, type UnitPages } from '../../../workspaces/unit-part.js';

/** Files of points, and those that are kept for a day. */
export const exportsPart: UnitPages = NOTHING;
