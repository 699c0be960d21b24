import { Schema } from 'mongoose';
import type { SessionMethod } from '../../../../kernel/events.js';

/** One browser's session as its person sees it. What the session holds lies with the session store. */
export interface SessionRecord {
  /** Names the session in lists; it opens nothing. */
  _id: string;
  organization: string;
  person: string;
  epoch: number;
  /** Under this id the session store keeps it: a hash of what the cookie says. */
  stored: string;
  method: SessionMethod;
  browser: string;
  system: string;
  /** The address without its last part. */
  network: string;
  startedAt: Date;
  /** At most a minute late. */
  seenAt: Date;
  /** The remembered device that it belongs to. */
  device: string | null;
  removeAt: Date;
}

export const sessionSchema = new Schema<SessionRecord>(
  {
    _id: { type: String, required: true },
    person: { type: String, required: true },
    epoch: { type: Number, required: true },
    stored: { type: String, required: true },
    method: { type: String, required: true },
    browser: { type: String, default: '' },
    system: { type: String, default: '' },
    network: { type: String, default: '' },
    startedAt: { type: Date, required: true },
    seenAt: { type: Date, required: true },
    device: { type: String, default: null },
    removeAt: { type: Date, required: true },
  },
  { collection: 'session_index', versionKey: false },
);
sessionSchema.index({ organization: 1, person: 1, startedAt: -1 });
// Above organizations on purpose: the database itself removes what is over.
sessionSchema.index({ removeAt: 1 }, { expireAfterSeconds: 0 });
