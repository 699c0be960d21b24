import { paths } from '../../../paths.js';
import type { UnitPages } from '../../../workspaces/unit-part.js';
import { sentAnnouncementRoutes } from './sent-announcements.js';
import { writeAnnouncementRoutes } from './write-announcement.js';

/** Mails to many people at once. */
export const announcementsPart: UnitPages = {
  pages: [
    { label: 'Announcements', group: 'Company', href: paths.central.announcements, permission: 'announcements:send' },
  ],
  routes: [...writeAnnouncementRoutes, ...sentAnnouncementRoutes],
};
