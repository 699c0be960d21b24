import { Schema } from 'mongoose';
import { indexTokenHolders, TOKEN_HOLDER_FIELDS, type TokenHolderRecord } from '../token-holder.model.js';

/** A browser that may start sessions by itself: the family of the tokens it held one after the other. */
export interface RememberedDeviceRecord extends TokenHolderRecord {
  /** Hash of the secret before the newest, and when it was replaced. */
  previous: string | null;
  rotatedAt: Date;
  /** The id of the session that the previous token started, readable with that token only. */
  handover: string | null;
}

export const rememberedDeviceSchema = new Schema<RememberedDeviceRecord>(
  {
    ...TOKEN_HOLDER_FIELDS,
    previous: { type: String, default: null },
    rotatedAt: { type: Date, required: true },
    handover: { type: String, default: null },
  },
  { collection: 'remembered_devices', versionKey: false },
);
indexTokenHolders(rememberedDeviceSchema);
