import type { Schema } from 'mongoose';

/** What a remembered browser and a program have in common: each holds tokens of which only the newest is good. */
export interface TokenHolderRecord {
  /** First half of the token. Only holders of one of its tokens know it. */
  _id: string;
  organization: string;
  person: string;
  /** Names it in lists; it opens nothing. */
  publicId: string;
  /** The person's generation of sessions when it began. */
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
  removeAt: Date;
}

const text = { type: String, required: true };
const instant = { type: Date, required: true };
const said = { type: String, default: '' };

export const TOKEN_HOLDER_FIELDS = {
  _id: text,
  person: text,
  publicId: text,
  epoch: { type: Number, required: true },
  current: text,
  revoked: { type: Boolean, required: true },
  browser: said,
  system: said,
  network: said,
  createdAt: instant,
  usedAt: instant,
  removeAt: instant,
};

/** The list of a person, the one that is named, and what the database itself removes when it is over. */
export function indexTokenHolders<T>(schema: Schema<T>): void {
  schema.index({ organization: 1, person: 1, createdAt: -1 });
  schema.index({ organization: 1, publicId: 1 }, { unique: true });
  // Above organizations on purpose: the database itself removes what is over.
  schema.index({ removeAt: 1 }, { expireAfterSeconds: 0 });
}
