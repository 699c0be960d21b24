import { NOTHING, type UnitPart } from '../../../workspaces/unit-part.js';

/** The people whose figures somebody of a unit may look at. */
export const ownPeoplePart: UnitPart = () => NOTHING;
