import { Schema } from 'mongoose';

/** `kept` where no mail server is configured; `dead` after too many attempts, or when the server will never take it. */
export const MAIL_STATUSES = ['dead', 'waiting', 'sent', 'kept'] as const;
export type MailStatus = (typeof MAIL_STATUSES)[number];

export interface MailRecord {
  _id: string;
  organization: string;
  key: string;
  status: MailStatus;
  /** What it is about; absent on mails of earlier versions. */
  kind?: string;
  /** May hold a link or a code that lets somebody in. Absent on mails of earlier versions, which count as such. */
  ofAccount?: boolean;
  to: { name: string; address: string };
  /** Null or absent: the installation's sender. */
  from?: { name: string; address: string } | null;
  subject: string;
  /** Emptied once sent: what was said stands in the app, and mails hold personal words. */
  text: string;
  html: string;
  unsubscribe?: string | null;
  at: Date;
  /** When a sender may take it (again). Taking it moves this ahead, which is the lease. */
  nextAt: Date;
  /** Who took it last; whoever else had it meanwhile marks nothing. */
  claim?: string | null;
  attempts: number;
  lastError: string | null;
  sentAt?: Date | null;
  /** When somebody had it tried anew; its patience counts from then. */
  resentAt?: Date | null;
}

export const mailSchema = new Schema<MailRecord>(
  {
    _id: { type: String, required: true },
    key: { type: String, required: true },
    status: { type: String, required: true },
    kind: { type: String, default: 'other' },
    ofAccount: { type: Boolean, default: false },
    to: { _id: false, name: { type: String, default: '' }, address: { type: String, required: true } },
    from: Schema.Types.Mixed,
    subject: { type: String, required: true },
    text: { type: String, default: '' },
    html: { type: String, default: '' },
    unsubscribe: { type: String, default: null },
    at: { type: Date, required: true },
    nextAt: { type: Date, required: true },
    claim: { type: String, default: null },
    attempts: { type: Number, required: true },
    lastError: { type: String, default: null },
    sentAt: { type: Date, default: null },
    resentAt: { type: Date, default: null },
  },
  { collection: 'mails', versionKey: false },
);
mailSchema.index({ organization: 1, key: 1 }, { unique: true });
// What an administrator looks at.
mailSchema.index({ organization: 1, status: 1, at: -1, _id: -1 });
mailSchema.index({ organization: 1, status: 1, kind: 1, at: -1, _id: -1 });
mailSchema.index({ organization: 1, 'to.address': 1, status: 1 });
// Read across organizations by the sender and, on a developer's machine, by the mailbox.
mailSchema.index({ status: 1, nextAt: 1, _id: 1 });
mailSchema.index({ status: 1, at: -1, _id: -1 });
