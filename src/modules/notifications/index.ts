export {
  ALWAYS_MAILED,
  type AlwaysMailed,
  MESSAGE_TYPES,
  type Bell,
  type MessageType,
  type Notification,
  type NotificationFilter,
} from './notification.js';
export { DIGEST_TIME } from './digest-morning.js';
export type { LiveHint } from './live-hints.js';
export { LIVE_EVENT_NAMES, type LiveEventName, type LiveItem, type LivePage } from './live-item.js';
export type { LiveFeed, NotificationsModule } from './notifications.module.js';
export { createNotifications, type NotificationsDependencies } from './create-notifications.js';
export { TOLD_EVENTS } from './recipients.js';
export { announcementKey } from './message-announcements.js';
export { paragraphsOf, type Paragraph } from './paragraphs.js';
export type { MessageLinks } from './message.js';
export type { RenderEmail } from './message-mail.js';
export type { MessageWords, WordsIn } from './message-words.js';
