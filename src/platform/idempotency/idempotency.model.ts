import { Schema } from 'mongoose';

/** A request that was carried out, under the key its sender gave it. */
export interface IdempotencyRecord {
  _id: string;
  actor: string;
  key: string;
  /** Of address and body, so that the key of one request answers no other. */
  hash: string;
  /** What the handler gave. */
  answer: unknown;
  at: Date;
  expires: Date;
}

export const idempotencySchema = new Schema<IdempotencyRecord>(
  {
    _id: { type: String, required: true },
    actor: { type: String, required: true },
    key: { type: String, required: true },
    hash: { type: String, required: true },
    answer: { type: Schema.Types.Mixed, default: null },
    at: { type: Date, required: true },
    expires: { type: Date, required: true },
  },
  { collection: 'idempotency', versionKey: false, minimize: false },
);
idempotencySchema.index({ organization: 1, actor: 1, key: 1 }, { unique: true });
// Above organizations on purpose: the database itself removes what has expired.
idempotencySchema.index({ expires: 1 }, { expireAfterSeconds: 0 });
