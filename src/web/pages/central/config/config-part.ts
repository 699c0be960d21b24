import { NOTHING, type UnitPages } from '../../../workspaces/unit-part.js';

/** Targets, milestones, threshold and cap, with their history. */
export const configPart: UnitPages = NOTHING;
