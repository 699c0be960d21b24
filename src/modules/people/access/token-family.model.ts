import { Schema } from 'mongoose';

/** The refresh tokens that come from one sign-in. Only the newest of them is good. */
export interface TokenFamilyRecord {
  _id: string;
  organization: string;
  person: string;
  /** The person's generation of sessions when the family began. */
  epoch: number;
  /** Hash of the newest token's secret. */
  current: string;
  revoked: boolean;
  /** The end of the whole family, however often it is renewed. */
  expires: Date;
}

export const tokenFamilySchema = new Schema<TokenFamilyRecord>(
  {
    _id: { type: String, required: true },
    person: { type: String, required: true },
    epoch: { type: Number, required: true },
    current: { type: String, required: true },
    revoked: { type: Boolean, required: true },
    expires: { type: Date, required: true },
  },
  { collection: 'token_families', versionKey: false },
);
// Above organizations on purpose: the database itself removes what has expired.
tokenFamilySchema.index({ expires: 1 }, { expireAfterSeconds: 0 });
