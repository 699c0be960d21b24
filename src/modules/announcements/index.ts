export {
  ANNOUNCEMENT_STATUSES,
  type Announcement,
  type AnnouncementStatus,
  type AudienceFilter,
  type AudiencePreview,
  type MailsOfAnnouncement,
} from './announcement.js';
export { announcementWords, MAX_SUBJECT, MAX_TEXT } from './announcement.schema.js';
export type { AnnouncementsModule, NewAnnouncement } from './announcements.module.js';
export { createAnnouncements, type AnnouncementsDependencies } from './create-announcements.js';
