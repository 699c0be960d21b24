import { Schema } from 'mongoose';
import { indexTokenHolders, TOKEN_HOLDER_FIELDS, type TokenHolderRecord } from './token-holder.model.js';

/** The refresh tokens that come from one sign-in of a program. Only the newest of them is good. */
export interface TokenFamilyRecord extends TokenHolderRecord {
  /** The end of the whole family, however often it is renewed. */
  expires: Date;
}

export const tokenFamilySchema = new Schema<TokenFamilyRecord>(
  { ...TOKEN_HOLDER_FIELDS, expires: { type: Date, required: true } },
  { collection: 'token_families', versionKey: false },
);
indexTokenHolders(tokenFamilySchema);
