import { Schema } from 'mongoose';

/** The refresh tokens that come from one sign-in of a program. Only the newest of them is good. */
export interface TokenFamilyRecord {
  /** First half of the refresh token. Only holders of one of its tokens know it. */
  _id: string;
  organization: string;
  person: string;
  /** Names the program in lists; it opens nothing. */
  publicId: string;
  /** The person's generation of sessions when the family began. */
  epoch: number;
  /** Hash of the newest token's secret. */
  current: string;
  revoked: boolean;
  browser: string;
  system: string;
  network: string;
  /** When the password was given for it. */
  createdAt: Date;
  usedAt: Date;
  /** The end of the whole family, however often it is renewed. */
  expires: Date;
  removeAt: Date;
}

export const tokenFamilySchema = new Schema<TokenFamilyRecord>(
  {
    _id: { type: String, required: true },
    person: { type: String, required: true },
    publicId: { type: String, required: true },
    epoch: { type: Number, required: true },
    current: { type: String, required: true },
    revoked: { type: Boolean, required: true },
    browser: { type: String, default: '' },
    system: { type: String, default: '' },
    network: { type: String, default: '' },
    createdAt: { type: Date, required: true },
    usedAt: { type: Date, required: true },
    expires: { type: Date, required: true },
    removeAt: { type: Date, required: true },
  },
  { collection: 'token_families', versionKey: false },
);
tokenFamilySchema.index({ organization: 1, person: 1, createdAt: -1 });
tokenFamilySchema.index({ organization: 1, publicId: 1 }, { unique: true });
// Above organizations on purpose: the database itself removes what is over.
tokenFamilySchema.index({ removeAt: 1 }, { expireAfterSeconds: 0 });
