import { Schema } from 'mongoose';
import type { ActorReference } from '../../kernel/actor.js';
import type { Announcement, AnnouncementStatus, AudienceFilter, MailsOfAnnouncement } from './announcement.js';

export interface AnnouncementRecord {
  _id: string;
  status: AnnouncementStatus;
  subject: string;
  text: string;
  audience: AudienceFilter;
  by: ActorReference;
  at: Date;
  recipients: number;
  reached: number;
  /** Into how many parts the audience was parted, and how many of them are on their way. */
  parts: number;
  begun: number;
  finishedAt: Date | null;
  cancelledBy: ActorReference | null;
}

export const announcementSchema = new Schema<AnnouncementRecord>(
  {
    _id: { type: String, required: true },
    status: { type: String, required: true },
    subject: { type: String, required: true },
    text: { type: String, required: true },
    audience: { type: Schema.Types.Mixed, required: true },
    by: { type: Schema.Types.Mixed, required: true },
    at: { type: Date, required: true },
    recipients: { type: Number, required: true },
    reached: { type: Number, required: true },
    parts: { type: Number, required: true },
    begun: { type: Number, required: true },
    finishedAt: { type: Date, default: null },
    cancelledBy: { type: Schema.Types.Mixed, default: null },
  },
  { collection: 'announcements', versionKey: false, minimize: false },
);
announcementSchema.index({ organization: 1, at: -1, _id: -1 });

/** Some of the people whom an announcement is for, frozen when it was sent. Nobody stands in two parts. */
export interface AudiencePartRecord {
  _id: string;
  announcement: string;
  /** From 0. */
  number: number;
  personIds: string[];
  /** When it was handed to the messages; from then on it goes out, whatever happens. */
  takenAt: Date | null;
}

export const audiencePartSchema = new Schema<AudiencePartRecord>(
  {
    _id: { type: String, required: true },
    announcement: { type: String, required: true },
    number: { type: Number, required: true },
    personIds: { type: [String], required: true },
    takenAt: { type: Date, default: null },
  },
  { collection: 'announcement_parts', versionKey: false },
);
audiencePartSchema.index({ organization: 1, announcement: 1, number: 1 }, { unique: true });

export const NO_MAILS: MailsOfAnnouncement = { delivered: 0, waiting: 0, givenUp: 0 };

export function toAnnouncement(record: AnnouncementRecord, mails: MailsOfAnnouncement = NO_MAILS): Announcement {
  const { _id: id, status, subject, text, audience, by, at, recipients, reached, finishedAt, cancelledBy } = record;
  return { id, status, subject, text, audience, by, at, recipients, reached, finishedAt, cancelledBy, mails };
}
