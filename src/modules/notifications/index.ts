export { MESSAGE_TYPES, type MessageType, type Notification } from './notification.js';
export { LIVE_EVENT_NAMES, type LiveEventName, type LiveItem, type LivePage } from './live-item.js';
export type { LiveFeed, NotificationsModule } from './notifications.module.js';
export { createNotifications, type NotificationsDependencies } from './create-notifications.js';
export { TOLD_EVENTS } from './recipients.js';
export type { MessageLinks } from './message.js';
export type { RenderEmail } from './message-mail.js';
