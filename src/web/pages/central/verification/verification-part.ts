import { NOTHING, type UnitPages } from '../../../workspaces/unit-part.js';

/** Whether entries and projections agree. */
export const verificationPart: UnitPages = NOTHING;
