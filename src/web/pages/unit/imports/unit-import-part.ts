import { NOTHING, type UnitPart } from '../../../workspaces/unit-part.js';

/** Files of proposals, percentages or awards. */
export const unitImportPart: UnitPart = () => NOTHING;
