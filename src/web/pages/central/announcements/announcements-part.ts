import { NOTHING, type UnitPages } from '../../../workspaces/unit-part.js';

/** Mails to many people at once. */
export const announcementsPart: UnitPages = NOTHING;
