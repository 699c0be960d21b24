import { Schema } from 'mongoose';

/** A person's password, kept apart from the person so that no list of people ever carries hashes. */
export interface CredentialRecord {
  /** The person's id. */
  _id: string;
  organization: string;
  hash: string;
  /** Hashes of earlier passwords, the latest first. */
  previous: string[];
  changedAt: Date;
}

export const credentialSchema = new Schema<CredentialRecord>(
  {
    _id: { type: String, required: true },
    hash: { type: String, required: true },
    previous: { type: [String], required: true },
    changedAt: { type: Date, required: true },
  },
  { collection: 'credentials', versionKey: false },
);
