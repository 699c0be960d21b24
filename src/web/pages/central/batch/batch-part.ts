import { NOTHING, type UnitPages } from '../../../workspaces/unit-part.js';

/** Awards for many people by a file. */
export const batchPart: UnitPages = NOTHING;
