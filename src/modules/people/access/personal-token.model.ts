import { Schema } from 'mongoose';
import type { TokenScope } from './token-scope.js';

/** A token that somebody made for a program of his or her own. */
export interface PersonalTokenRecord {
  _id: string;
  organization: string;
  person: string;
  /** The person's generation when it was made: a new password ends it, and so does a deactivation. */
  epoch: number;
  name: string;
  scopes: TokenScope[];
  /** Hash of the secret. */
  hash: string;
  createdAt: Date;
  expires: Date;
  /** At most a minute late; null before the first use. */
  usedAt: Date | null;
  revoked: boolean;
  removeAt: Date;
}

export const personalTokenSchema = new Schema<PersonalTokenRecord>(
  {
    _id: { type: String, required: true },
    person: { type: String, required: true },
    epoch: { type: Number, required: true },
    name: { type: String, required: true },
    scopes: { type: [String], required: true },
    hash: { type: String, required: true },
    createdAt: { type: Date, required: true },
    expires: { type: Date, required: true },
    usedAt: { type: Date, default: null },
    revoked: { type: Boolean, required: true },
    removeAt: { type: Date, required: true },
  },
  { collection: 'personal_tokens', versionKey: false },
);
personalTokenSchema.index({ organization: 1, person: 1, createdAt: -1 });
// Above organizations on purpose: the database itself removes what is over.
personalTokenSchema.index({ removeAt: 1 }, { expireAfterSeconds: 0 });
