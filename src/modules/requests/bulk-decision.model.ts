import { Schema } from 'mongoose';
import { newId } from '../../kernel/ids.js';
import type { Unit } from '../../kernel/units.js';
import type { Decision } from './request.js';

/** Several requests decided at once, kept for whoever decided them, and so that a second click decides nothing anew. */
export interface BulkDecisionRecord {
  _id: string;
  /** Who decides. */
  actor: string;
  /** What the sender calls it; one of our own where it was not named. */
  key: string;
  unit: Unit;
  decision: Decision;
  notes: string;
  ids: string[];
  startedAt: Date;
  /** Null while it goes on; what ended half-way is finished later. */
  finishedAt: Date | null;
  done: string[];
  failed: { id: string; code: string; detail: string }[];
  expires: Date;
}

const text = { type: String, required: true };

export const bulkDecisionSchema = new Schema<BulkDecisionRecord>(
  {
    _id: { type: String, default: () => newId() },
    actor: text,
    key: text,
    unit: text,
    decision: text,
    notes: text,
    ids: { type: [String], default: [] },
    startedAt: { type: Date, required: true },
    finishedAt: { type: Date, default: null },
    done: { type: [String], default: [] },
    failed: { type: [{ _id: false, id: text, code: text, detail: text }], default: [] },
    expires: { type: Date, required: true },
  },
  { collection: 'bulk_decisions', versionKey: false },
);
bulkDecisionSchema.index({ organization: 1, actor: 1, key: 1 }, { unique: true });
// What ended half-way.
bulkDecisionSchema.index({ organization: 1, finishedAt: 1, startedAt: 1 });
// Above organizations on purpose: the database itself removes what has expired.
bulkDecisionSchema.index({ expires: 1 }, { expireAfterSeconds: 0 });
