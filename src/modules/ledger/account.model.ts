import { Schema } from 'mongoose';
import { newId } from '../../kernel/ids.js';
import type { PeriodKey } from '../../kernel/period.js';
import type { Points } from '../../kernel/points.js';

/** The end of a person's chain of entries: how many there are, and the last one. */
export interface AccountRecord {
  _id: string;
  person: string;
  entries: number;
  lastEntryId: string | null;
  lastChecksum: string;
  /** Its breakdowns are there and kept; absent in accounts of before there were any. */
  brokenDown?: boolean;
}

export const accountSchema = new Schema<AccountRecord>(
  {
    _id: { type: String, default: () => newId() },
    person: { type: String, required: true },
    entries: { type: Number, required: true },
    lastEntryId: { type: String, default: null },
    lastChecksum: { type: String, default: '' },
    brokenDown: { type: Boolean },
  },
  { collection: 'ledger_accounts', versionKey: false },
);
accountSchema.index({ organization: 1, person: 1 }, { unique: true });
// Accounts whose breakdowns are still to be made.
accountSchema.index({ organization: 1, brokenDown: 1 });

/** A person's sums in one period: a projection of the entries, kept in the same transaction. */
export interface TotalRecord {
  _id: string;
  person: string;
  period: PeriodKey;
  regular: Points;
  bonus: Points;
}

export const totalSchema = new Schema<TotalRecord>(
  {
    _id: { type: String, default: () => newId() },
    person: { type: String, required: true },
    period: { type: String, required: true },
    regular: { type: Number, default: 0 },
    bonus: { type: Number, default: 0 },
  },
  { collection: 'ledger_totals', versionKey: false },
);
totalSchema.index({ organization: 1, person: 1, period: 1 }, { unique: true });
