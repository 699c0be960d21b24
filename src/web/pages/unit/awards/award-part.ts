import { NOTHING, type UnitPart } from '../../../workspaces/unit-part.js';

/** Points granted without a request to decide. */
export const awardPart: UnitPart = () => NOTHING;
