import { Schema } from 'mongoose';

/** What a link of a mail is for: a forgotten password, or the first one. */
export type LinkKind = 'reset' | 'invitation';

/** A link with which its owner chooses a password, once. */
export interface AccessLinkRecord {
  /** Hash of the link's token: 256 bits of chance need no secret beside it. */
  _id: string;
  organization: string;
  person: string;
  /** The address to which it went: whoever reads there must not get in once it is not the person's any more. */
  email: string;
  kind: LinkKind;
  /** Names what the link was made for; the same event makes it once. */
  key: string;
  expires: Date;
  /** When it was used, or a newer one or another password made it worthless. */
  endedAt: Date | null;
  /** When the database may forget it; until then its key is known. */
  removeAt: Date;
}

export const accessLinkSchema = new Schema<AccessLinkRecord>(
  {
    _id: { type: String, required: true },
    person: { type: String, required: true },
    email: { type: String, required: true },
    kind: { type: String, required: true },
    key: { type: String, required: true },
    expires: { type: Date, required: true },
    endedAt: { type: Date, default: null },
    removeAt: { type: Date, required: true },
  },
  { collection: 'access_links', versionKey: false },
);
accessLinkSchema.index({ organization: 1, key: 1 }, { unique: true });
accessLinkSchema.index({ organization: 1, person: 1, endedAt: 1 });
// Above organizations on purpose: the database itself removes what ended long ago.
accessLinkSchema.index({ removeAt: 1 }, { expireAfterSeconds: 0 });
