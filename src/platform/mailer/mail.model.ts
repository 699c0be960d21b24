import { Schema } from 'mongoose';

/** `kept` where no mail server is configured; `dead` after too many attempts, or when the server will never take it. */
export type MailStatus = 'waiting' | 'sent' | 'kept' | 'dead';

export interface MailRecord {
  _id: string;
  organization: string;
  key: string;
  status: MailStatus;
  to: { name: string; address: string };
  /** Null or absent: the installation's sender. */
  from?: { name: string; address: string } | null;
  subject: string;
  /** Emptied once sent or given up: what was said stands in the app, and mails hold personal words. */
  text: string;
  html: string;
  at: Date;
  /** When a sender may take it (again). Taking it moves this ahead, which is the lease. */
  nextAt: Date;
  attempts: number;
  lastError: string | null;
}

export const mailSchema = new Schema<MailRecord>(
  {
    _id: { type: String, required: true },
    key: { type: String, required: true },
    status: { type: String, required: true },
    to: { _id: false, name: { type: String, default: '' }, address: { type: String, required: true } },
    from: Schema.Types.Mixed,
    subject: { type: String, required: true },
    text: { type: String, default: '' },
    html: { type: String, default: '' },
    at: { type: Date, required: true },
    nextAt: { type: Date, required: true },
    attempts: { type: Number, required: true },
    lastError: { type: String, default: null },
  },
  { collection: 'mails', versionKey: false },
);
mailSchema.index({ organization: 1, key: 1 }, { unique: true });
// Read across organizations by the sender and, on a developer's machine, by the mailbox.
mailSchema.index({ status: 1, nextAt: 1, _id: 1 });
mailSchema.index({ status: 1, at: -1, _id: -1 });
