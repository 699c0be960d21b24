import { Schema } from 'mongoose';

/** A browser that may start sessions by itself: the family of the tokens it held one after the other. */
export interface RememberedDeviceRecord {
  /** First half of the token. Only holders of one of its tokens know it. */
  _id: string;
  organization: string;
  person: string;
  /** Names the device in lists; it opens nothing. */
  publicId: string;
  epoch: number;
  /** Hash of the newest token's secret. */
  current: string;
  /** Hash of the one before it, and when it was replaced. */
  previous: string | null;
  rotatedAt: Date;
  /** The id of the session that the previous token started, readable with that token only. */
  handover: string | null;
  revoked: boolean;
  browser: string;
  system: string;
  network: string;
  createdAt: Date;
  usedAt: Date;
  removeAt: Date;
}

export const rememberedDeviceSchema = new Schema<RememberedDeviceRecord>(
  {
    _id: { type: String, required: true },
    person: { type: String, required: true },
    publicId: { type: String, required: true },
    epoch: { type: Number, required: true },
    current: { type: String, required: true },
    previous: { type: String, default: null },
    rotatedAt: { type: Date, required: true },
    handover: { type: String, default: null },
    revoked: { type: Boolean, required: true },
    browser: { type: String, default: '' },
    system: { type: String, default: '' },
    network: { type: String, default: '' },
    createdAt: { type: Date, required: true },
    usedAt: { type: Date, required: true },
    removeAt: { type: Date, required: true },
  },
  { collection: 'remembered_devices', versionKey: false },
);
rememberedDeviceSchema.index({ organization: 1, person: 1, createdAt: -1 });
rememberedDeviceSchema.index({ organization: 1, publicId: 1 }, { unique: true });
// Above organizations on purpose: the database itself removes what is over.
rememberedDeviceSchema.index({ removeAt: 1 }, { expireAfterSeconds: 0 });
