import { Schema } from 'mongoose';
import type { ActorReference } from '../../kernel/actor.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { ACTOR_REFERENCE } from '../../platform/storage/index.js';
import type { NamedDifference, Verification, VerificationStatus } from './verification.js';

export interface VerificationRecord {
  _id: string;
  organization: string;
  status: VerificationStatus;
  cause: Verification['cause'];
  by: ActorReference;
  startedAt: Date;
  completedAt: Date | null;
  entries: number;
  total: number;
  found: number;
  differences: NamedDifference[];
}

const count = { type: Number, required: true };

export const verificationSchema = new Schema<VerificationRecord>(
  {
    _id: { type: String, required: true },
    status: { type: String, required: true },
    cause: { type: String, required: true },
    by: ACTOR_REFERENCE,
    startedAt: { type: Date, required: true },
    completedAt: { type: Date, default: null },
    entries: count,
    total: count,
    found: count,
    differences: { type: [Schema.Types.Mixed], required: true } as never,
  },
  { collection: 'verifications', versionKey: false, minimize: false },
);
verificationSchema.index({ organization: 1, startedAt: -1, _id: -1 });

/** Whose turn it is in an organization: one verification at a time, whichever process begins it, and one each night. */
export interface VerificationTurnRecord {
  _id: string;
  organization: string;
  /** The verification at hand; null between them. */
  verification: string | null;
  /** Until when it need not be heard of; then whoever works on it is gone. */
  until: Date;
  /** The last night, by the organization's calendar, for which one was begun; before the first, the day before nights began to count. */
  night: LocalDate | null;
  /** The same as it was before the verification at hand; where that one is interrupted, its night has had none. */
  before?: LocalDate | null;
}

export const verificationTurnSchema = new Schema<VerificationTurnRecord>(
  {
    _id: { type: String, required: true },
    verification: { type: String, default: null },
    until: { type: Date, required: true },
    night: { type: String, default: null },
    before: { type: String, default: null },
  },
  { collection: 'verification_turns', versionKey: false },
);
verificationTurnSchema.index({ organization: 1 }, { unique: true });

export function toVerification(record: VerificationRecord): Verification {
  const { _id, status, cause, by, startedAt, completedAt, entries, total, found, differences } = record;
  return { id: _id, status, cause, by: by.name, startedAt, completedAt, entries, total, found, differences };
}
