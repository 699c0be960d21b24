import { NOTHING, type UnitPages } from '../../../workspaces/unit-part.js';

/** Who gets the bonus of a quarter, and giving it. */
export const bonusPart: UnitPages = NOTHING;
