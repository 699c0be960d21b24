import { NOTHING, type UnitPart } from '../../../workspaces/unit-part.js';

/** Billable percentages of people by month. */
export const utilizationPart: UnitPart = () => NOTHING;
