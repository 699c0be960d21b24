import { Schema } from 'mongoose';
import type { MessageType, Notification } from './notification.js';

export interface NotificationRecord {
  _id: string;
  organization: string;
  personId: string;
  eventId: string;
  type: MessageType;
  text: string;
  /** Absent on records that were stored before there were languages: English. */
  language?: string;
  href: string | null;
  at: Date;
  readAt: Date | null;
}

export const notificationSchema = new Schema<NotificationRecord>(
  {
    _id: { type: String, required: true },
    personId: { type: String, required: true },
    eventId: { type: String, required: true },
    type: { type: String, required: true },
    text: { type: String, required: true },
    language: { type: String },
    href: { type: String, default: null },
    at: { type: Date, required: true },
    readAt: { type: Date, default: null },
  },
  { collection: 'notifications', versionKey: false },
);
// One message per event and person, however often the event comes.
notificationSchema.index({ organization: 1, eventId: 1, personId: 1 }, { unique: true });
notificationSchema.index({ organization: 1, personId: 1, at: -1, _id: -1 });
notificationSchema.index({ organization: 1, personId: 1, type: 1, at: -1, _id: -1 });
notificationSchema.index({ organization: 1, personId: 1, readAt: 1, at: -1, _id: -1 });
// What was read long ago.
notificationSchema.index({ organization: 1, readAt: 1 });

export function toNotification(record: NotificationRecord): Notification {
  return {
    id: record._id,
    type: record.type,
    text: record.text,
    language: record.language ?? 'en',
    href: record.href,
    at: record.at,
    readAt: record.readAt,
  };
}
