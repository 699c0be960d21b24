import { Schema } from 'mongoose';
import type { MessageType } from './notification.js';

/** A message that waits for the digest of a person, or went with one: then without its words, and for a while only. */
export interface DigestItemRecord {
  _id: string;
  organization: string;
  personId: string;
  eventId: string;
  type: MessageType;
  text: string;
  words: string;
  href: string | null;
  at: Date;
  sentAt: Date | null;
}

export const digestItemSchema = new Schema<DigestItemRecord>(
  {
    _id: { type: String, required: true },
    personId: { type: String, required: true },
    eventId: { type: String, required: true },
    type: { type: String, required: true },
    text: { type: String, default: '' },
    words: { type: String, default: '' },
    href: { type: String, default: null },
    at: { type: Date, required: true },
    sentAt: { type: Date, default: null },
  },
  { collection: 'digest_items', versionKey: false },
);
// Once per event and person, however often the event comes.
digestItemSchema.index({ organization: 1, eventId: 1, personId: 1 }, { unique: true });
digestItemSchema.index({ organization: 1, personId: 1, sentAt: 1, at: 1, _id: 1 });
digestItemSchema.index({ organization: 1, sentAt: 1 });

/** When the digest of a person comes next, and of which day the last one was. */
export interface DigestMarkRecord {
  /** The person. */
  _id: string;
  organization: string;
  /** Null while nothing waits. */
  dueAt: Date | null;
  /** The day of the digest that is due, where the person is. */
  day: string | null;
  lastDay: string | null;
  /** Grows with everything that is added, so that adding and sending at the same time collide. */
  added: number;
}

export const digestMarkSchema = new Schema<DigestMarkRecord>(
  {
    _id: { type: String, required: true },
    dueAt: { type: Date, default: null },
    day: { type: String, default: null },
    lastDay: { type: String, default: null },
    added: { type: Number, default: 0 },
  },
  { collection: 'digest_marks', versionKey: false },
);
digestMarkSchema.index({ organization: 1, dueAt: 1 });
