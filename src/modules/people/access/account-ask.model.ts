import { Schema } from 'mongoose';

/**
 * Somebody typed an address and asked for something that is answered by mail. Who it is, and whether there is anybody at
 * all, is found out after the answer: so the answer and its time cannot tell.
 */
export interface AccountAskRecord {
  _id: string;
  kind: AskKind;
  /** Lower-case. */
  email: string;
  organizationSlug: string | null;
  /** The flow whose codes are asked for. */
  flow: string | null;
  newcomer: AskedNewcomer | null;
  /** Where it came from, for the audit. */
  requestId: string | null;
  address: string | null;
  at: Date;
  /** When a process may answer it (again). Taking it moves this ahead, which is the lease. */
  nextAt: Date;
  attempts: number;
}

export type AskKind = 'code' | 'reset' | 'registration';

/** What somebody who wants to register says. */
export interface AskedNewcomer {
  name: string;
  employeeId: string;
  message: string;
}

export const accountAskSchema = new Schema<AccountAskRecord>(
  {
    _id: { type: String, required: true },
    kind: { type: String, required: true },
    email: { type: String, required: true },
    organizationSlug: { type: String, default: null },
    flow: { type: String, default: null },
    newcomer: { type: Schema.Types.Mixed, default: null },
    requestId: { type: String, default: null },
    address: { type: String, default: null },
    at: { type: Date, required: true },
    nextAt: { type: Date, required: true },
    attempts: { type: Number, required: true },
  },
  { collection: 'account_asks', versionKey: false, minimize: false },
);
// Above organizations on purpose: which one is meant is found out when it is answered.
accountAskSchema.index({ nextAt: 1, _id: 1 });
